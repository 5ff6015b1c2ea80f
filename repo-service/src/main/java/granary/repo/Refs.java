package granary.repo;

import java.util.List;

/** The refs of a repository: branches, tags, and pull requests ({@code refs/pr/n}), each sorted by name. */
public record Refs(List<Ref> branches, List<Ref> tags, List<Ref> converts, List<Ref> pullRequests) {
    /** A ref; {@code name} is short for branches and tags, {@code fullName} always starts with {@code refs/}. */
    public record Ref(String name, String fullName, CommitId target) {}
}
