package granary.web.browse;

import granary.repo.RepoId;
import granary.repo.RepoType;
import granary.repo.RepositoryInfo;
import granary.web.ui.RepoLinks;

/**
 * The commands that fetch and fill a repository, with this server's address in them. Empty where a tool cannot: Hub
 * clients know no code repositories.
 *
 * @param url what git clones
 * @param endpoint the line that leads Hub clients here
 */
record CloneView(String url, String endpoint, String gitClone, String download, String upload, String push) {
    private static final String UPLOAD = """

            hf auth login --token hf_…
            hf upload\s""";

    static CloneView of(RepositoryInfo repository, String server) {
        RepoId id = repository.id();
        String url = server + new RepoLinks(id).home();
        boolean hub = id.type() != RepoType.CODE;
        String type =
                id.type() == RepoType.MODEL ? "" : " --repo-type " + id.type().singular();
        String endpoint = "export HF_ENDPOINT=" + server;
        return new CloneView(
                url,
                hub ? endpoint : "",
                "git lfs install\ngit clone " + url,
                hub ? endpoint + "\nhf download " + id.path() + type : "",
                hub ? endpoint + UPLOAD + id.path() + " ." + type : "",
                "git lfs install\ngit clone " + url + "\ncd " + id.name() + "\n# add files, then\ngit add .\n"
                        + "git commit -m \"First files\"\ngit push origin HEAD:" + quoted(repository.defaultBranch()));
    }

    /** Text as a shell takes it for one word: names may hold anything, and people paste what we show. */
    static String quoted(String text) {
        return text.matches("[A-Za-z0-9._/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
