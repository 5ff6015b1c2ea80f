package granary.web.ui;

import granary.repo.CommitId;
import granary.repo.RepoId;
import granary.repo.RepoPath;

/** The URLs of one repository's pages. A revision's slashes are escaped, as Hub clients write them. */
public record RepoLinks(RepoId id) {
    /** The repository's own page. */
    public String home() {
        return "/" + id.type().urlPrefix() + PathText.segment(id.namespace()) + "/" + PathText.segment(id.name());
    }

    public String tree(String revision, RepoPath path) {
        return at("tree", revision, path);
    }

    public String blob(String revision, RepoPath path) {
        return at("blob", revision, path);
    }

    public String raw(String revision, RepoPath path) {
        return at("raw", revision, path);
    }

    public String resolve(String revision, RepoPath path) {
        return at("resolve", revision, path);
    }

    public String download(String revision, RepoPath path) {
        return resolve(revision, path) + "?download=true";
    }

    public String commits(String revision, RepoPath path) {
        return at("commits", revision, path);
    }

    public String commit(CommitId commit) {
        return home() + "/commit/" + commit.hex();
    }

    public String refs() {
        return home() + "/refs";
    }

    private String at(String verb, String revision, RepoPath path) {
        String start = home() + "/" + verb + "/" + PathText.segment(revision);
        return path.isRoot() ? start : start + "/" + PathText.path(path.text());
    }
}
