package granary.web.admin;

import granary.blob.ObjectKey;
import granary.blob.content.ContentCheck;
import granary.blob.content.ContentProblem;
import granary.repo.git.RepositoryCheck;
import granary.repo.git.RepositoryProblem;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Holds everything stored against everything said of it: refs → git objects → pointers → contents → xorbs → objects. */
@RestController
@RequestMapping("/api/admin")
class AdminFsckController {
    /** How many problems an answer lists; all are counted. */
    private static final int PROBLEMS_LISTED_MAX = 1000;

    private final RepositoryCheck repositories;
    private final ContentCheck contents;

    AdminFsckController(RepositoryCheck repositories, ContentCheck contents) {
        this.repositories = repositories;
        this.contents = contents;
    }

    /** Checks all; {@code deep} reads and hashes every byte as well. */
    @PostMapping("/fsck")
    Report check(@RequestParam(defaultValue = "false") boolean deep) throws IOException {
        var findings = new Findings();
        RepositoryCheck.Summary git = repositories.run(deep, findings);
        ContentCheck.Summary content = contents.run(deep, findings);
        var checked = new LinkedHashMap<String, Long>();
        checked.put("repositories", git.repositories());
        checked.put("gitObjects", git.gitObjects());
        checked.put("pointers", git.pointers());
        checked.put("contents", content.contents());
        checked.put("xorbs", content.xorbs());
        return new Report(
                checked,
                git.problems() + content.problems(),
                List.copyOf(findings.problems),
                git.orphans() + content.orphans());
    }

    private static final class Findings implements RepositoryCheck.Findings, ContentCheck.Findings {
        private final List<Problem> problems = new ArrayList<>();

        @Override
        public void problem(RepositoryProblem problem) {
            add(problem.kind().name(), problem.repository().path(), problem.sentence());
        }

        @Override
        public void problem(ContentProblem problem) {
            add(problem.kind().name(), problem.subject(), problem.sentence());
        }

        private void add(String kind, String subject, String message) {
            if (problems.size() < PROBLEMS_LISTED_MAX) {
                problems.add(new Problem(kind.toLowerCase(Locale.ROOT).replace('_', '-'), subject, message));
            }
        }

        @Override
        public void orphan(ObjectKey key, long size, Instant storedAt) {
            // counted by the checks themselves; the sweep deletes it
        }
    }

    /**
     * What was looked at and found.
     *
     * @param problemCount all problems, also those not listed
     * @param orphans objects without a row: of uploads under way or cut short
     */
    record Report(Map<String, Long> checked, long problemCount, List<Problem> problems, long orphans) {}

    record Problem(String kind, String subject, String message) {}
}
