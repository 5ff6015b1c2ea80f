package granary.repo;

/**
 * A repository to make. {@code sdk} is asked for spaces (hub-api.md §4) and kept in their card.
 *
 * @param id its name; taken means taken in any case of letters
 * @param isPrivate whether only members of its namespace may see it
 * @param creator author of the first commit
 * @param files the first commit's files; when empty the repository starts without any commit
 */
public record NewRepository(RepoId id, boolean isPrivate, Author creator, java.util.List<InitialFile> files) {
    /** A small file of the first commit, which is titled {@code initial commit}. */
    public record InitialFile(RepoPath path, String text) {}
}
