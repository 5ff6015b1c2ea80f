package granary.repo.git;

import granary.blob.content.ContentStore;
import granary.repo.Author;
import granary.repo.CommitBuilder;
import granary.repo.CommitId;
import granary.repo.CommitInfo;
import granary.repo.NotFoundException;
import granary.repo.Refs;
import granary.repo.RepoPath;
import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.Revision;
import granary.repo.TreeEntry;
import granary.repo.TreePage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;

/** A repository for one request, without any of git's own types. */
final class OpenRepository implements Repository {
    private static final int PAGE_MAX = 10_000;

    private final PackedRepository git;
    private final ContentStore contents;
    private final Database database;
    private final ObjectReader reader;

    OpenRepository(PackedRepository git, ContentStore contents, Database database) {
        this.git = git;
        this.contents = contents;
        this.database = database;
        this.reader = git.newObjectReader();
    }

    @Override
    public RepositoryInfo info() {
        return git.info();
    }

    @Override
    public Optional<CommitId> find(Revision revision) throws IOException {
        return new Revisions(git, reader).find(revision);
    }

    @Override
    public CommitInfo commit(CommitId commit) throws IOException {
        return history().commit(commit);
    }

    @Override
    public List<CommitInfo> history(CommitId from, RepoPath path, int skip, int limit) throws IOException {
        return history().list(from, path, skip, limit);
    }

    @Override
    public int countCommits(CommitId from, int limit) throws IOException {
        return history().count(from, Math.min(limit, git.limits().walkedCommitsMax()));
    }

    private History history() {
        return new History(reader, git.limits());
    }

    @Override
    public Optional<TreeEntry> find(CommitId commit, RepoPath path) throws IOException {
        return new TreeReader(reader, git.limits()).find(commit, path);
    }

    @Override
    public TreePage tree(CommitId commit, RepoPath folder, boolean recursive, Optional<RepoPath> after, int limit)
            throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one entry, not " + limit);
        }
        TreeReader.Listing listing = new TreeReader.Listing(recursive, after, Math.min(limit, PAGE_MAX));
        return new TreeReader(reader, git.limits()).page(commit, folder, listing);
    }

    @Override
    public Map<RepoPath, CommitInfo> lastCommits(CommitId commit, Collection<RepoPath> paths) throws IOException {
        return new LastCommits(reader, git.limits()).find(commit, paths);
    }

    @Override
    public InputStream open(String blobOid) throws IOException {
        try {
            return reader.open(ObjectId.fromString(blobOid), Constants.OBJ_BLOB).openStream();
        } catch (MissingObjectException absent) {
            throw NotFoundException.other("no such file: " + blobOid);
        }
    }

    @Override
    public Refs refs() throws IOException {
        List<Refs.Ref> branches = new ArrayList<>();
        List<Refs.Ref> tags = new ArrayList<>();
        List<Refs.Ref> converts = new ArrayList<>();
        List<Refs.Ref> pullRequests = new ArrayList<>();
        for (Ref ref : git.getRefDatabase().named().values()) {
            String name = ref.getName();
            if (name.startsWith(Constants.R_HEADS)) {
                branches.add(refOf(name.substring(Constants.R_HEADS.length()), ref));
            } else if (name.startsWith(Constants.R_TAGS)) {
                tags.add(refOf(name.substring(Constants.R_TAGS.length()), ref));
            } else if (name.startsWith("refs/convert/")) {
                converts.add(refOf(name.substring("refs/convert/".length()), ref));
            } else if (name.startsWith("refs/pr/")) {
                pullRequests.add(refOf(name, ref));
            }
        }
        return new Refs(branches, tags, converts, pullRequests);
    }

    private static Refs.Ref refOf(String name, Ref ref) {
        ObjectId target = Objects.requireNonNullElse(ref.getPeeledObjectId(), ref.getObjectId());
        return new Refs.Ref(name, ref.getName(), Revisions.idOf(target));
    }

    @Override
    public CommitBuilder commitTo(String branch, Author author) throws IOException {
        return new BranchCommit(git, new BranchCommit.Target(branch, author), contents, database);
    }

    @Override
    public void close() {
        reader.close();
        git.close();
    }
}
