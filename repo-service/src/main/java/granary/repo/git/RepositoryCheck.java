package granary.repo.git;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.content.ContentStore;
import granary.repo.RepositoryInfo;
import granary.repo.RepositoryQuery;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares refs, packs, objects and contents: refs → git objects → pointers → contents, and pack rows → object store.
 * Changes nothing; works beside pushes, as each repository is looked at as it was at one moment.
 */
public final class RepositoryCheck {
    private static final int PAGE = 200;

    private final RepositoryTable table;
    private final ObjectStore objects;
    private final ContentStore contents;
    private final GitStorage storage;
    private final PackRows packs;

    RepositoryCheck(Database database, ObjectStore objects, ContentStore contents, GitStorage storage) {
        this.table = new RepositoryTable(database);
        this.packs = new PackRows(database);
        this.objects = objects;
        this.contents = contents;
        this.storage = storage;
    }

    /** Is told what a check finds. */
    public interface Findings {
        void problem(RepositoryProblem problem);

        /** A pack's file without a row: of a push that is under way or was cut short. The sweep deletes it. */
        void orphan(ObjectKey key, long size, Instant storedAt);
    }

    /** How much was looked at. */
    public record Summary(long repositories, long gitObjects, long pointers, long problems, long orphans) {
        Summary plus(Summary other) {
            return new Summary(
                    repositories + other.repositories,
                    gitObjects + other.gitObjects,
                    pointers + other.pointers,
                    problems + other.problems,
                    orphans + other.orphans);
        }
    }

    /**
     * Looks at everything once.
     *
     * @param deep also to read every pack whole, and hash each git object in it
     */
    public Summary run(boolean deep, Findings findings) throws IOException {
        Summary sum = new Summary(0, 0, 0, 0, 0);
        int offset = 0;
        List<RepositoryInfo> page = page(offset);
        while (!page.isEmpty()) {
            for (RepositoryInfo info : page) {
                sum = sum.plus(check(info, deep, findings));
            }
            offset += page.size();
            page = page(offset);
        }
        return sum.plus(orphans(findings));
    }

    private List<RepositoryInfo> page(int offset) {
        return table.list(new RepositoryQuery(
                Set.of(),
                Optional.empty(),
                List.of(),
                new RepositoryQuery.Viewer.Everything(),
                RepositoryQuery.Sort.NAME,
                offset,
                PAGE));
    }

    private Summary check(RepositoryInfo info, boolean deep, Findings findings) throws IOException {
        OneRepositoryCheck check = new OneRepositoryCheck(info, objects, contents);
        try (PackedRepository git = storage.open(info)) {
            check.run(git, deep);
        }
        // Of one that was deleted meanwhile nothing has to be there.
        boolean isThere = check.problems().isEmpty() || table.find(info.key()).isPresent();
        if (isThere) {
            check.problems().forEach(findings::problem);
        }
        return new Summary(
                1,
                check.gitObjects(),
                check.pointers(),
                isThere ? check.problems().size() : 0,
                0);
    }

    private Summary orphans(Findings findings) throws IOException {
        OrphanedPacks orphans = new OrphanedPacks(objects, packs);
        long[] count = {0};
        orphans.each(Instant.now(), (key, size, storedAt) -> {
            count[0]++;
            findings.orphan(key, size, storedAt);
        });
        return new Summary(0, 0, 0, 0, count[0]);
    }
}
