package granary.web.browse;

import java.util.List;

/** Every branch, tag and pull request, to switch to. {@code path} is the file that is kept in view; empty for none. */
record RefsPage(HeadView head, String path, List<Row> branches, List<Row> tags, List<Row> pullRequests) {
    /** A ref and the commit it is at. */
    record Row(String name, String href, String commit, String commitHref, boolean isDefault) {}

    public boolean isEmpty() {
        return branches.isEmpty() && tags.isEmpty() && pullRequests.isEmpty();
    }
}
