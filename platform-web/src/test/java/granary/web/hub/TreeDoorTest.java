package granary.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import granary.web.Doors;
import granary.web.Doors.Answer;
import granary.web.TestHub;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Listings, paths, refs and history, as Hub clients ask for them. */
class TreeDoorTest {
    private static final String REPOSITORY = "/api/models/alice/tree-doors";
    private static final Doors ALICE = TestHub.shared().alice();

    @BeforeAll
    static void makeFiles() {
        String id = ALICE.create("model", "tree-doors", false);
        Answer made = ALICE.commit(
                "models/" + id,
                Doors.file("a.txt", "a"),
                Doors.file("dir/b.txt", "bb"),
                Doors.file("dir/sub/c?%;.txt", "ccc"),
                Doors.file("ünïcode/d.txt", "d"));
        assertThat(made.status()).isEqualTo(200);
    }

    private static List<String> paths(Answer answer) {
        return answer.json()
                .valueStream()
                .map(entry -> entry.get("path").asString())
                .toList();
    }

    @Test
    void folderListsItsEntries() {
        Answer root = ALICE.get(REPOSITORY + "/tree/main?recursive=false&expand=false");

        assertThat(paths(root)).containsExactlyInAnyOrder(".gitattributes", "a.txt", "dir", "ünïcode");
        JsonNode folder = root.json()
                .valueStream()
                .filter(entry -> entry.get("path").asString().equals("dir"))
                .findFirst()
                .orElseThrow();
        assertThat(folder.get("type").asString()).isEqualTo("directory");
        assertThat(folder.get("oid").asString()).matches("[0-9a-f]{40}");
        assertThat(folder.get("size").asLong()).isZero();
    }

    @Test
    void recursiveListingHoldsFoldersToo() {
        assertThat(paths(ALICE.get(REPOSITORY + "/tree/main?recursive=true")))
                .contains("dir", "dir/b.txt", "dir/sub", "dir/sub/c?%;.txt", "ünïcode/d.txt");
    }

    @Test
    void folderMayBeOneEncodedSegmentOrSeveral() {
        for (String path : List.of("dir%2Fsub", "dir/sub")) {
            assertThat(paths(ALICE.get(REPOSITORY + "/tree/main/" + path))).containsExactly("dir/sub/c?%;.txt");
        }
        assertThat(paths(ALICE.get(REPOSITORY + "/tree/refs%2Fheads%2Fmain/dir")))
                .contains("dir/b.txt");
        assertThat(paths(ALICE.get(REPOSITORY + "/tree/refs/heads/main/dir"))).contains("dir/b.txt");
    }

    @Test
    void pagesGoOnWhereTheLastEnded() {
        var all = new ArrayList<String>();
        String next = REPOSITORY + "/tree/main?recursive=true&limit=2";
        for (int pages = 0; !next.isEmpty() && pages < 10; pages++) {
            Answer page = ALICE.get(next);
            all.addAll(paths(page));
            String link = page.header("Link");
            next = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
        }

        assertThat(all).doesNotHaveDuplicates().hasSize(8);
    }

    @Test
    void expandedEntriesNameTheirLastCommit() {
        JsonNode entry =
                ALICE.get(REPOSITORY + "/tree/main/dir?expand=true").json().get(0);

        assertThat(entry.at("/lastCommit/title").asString()).isEqualTo("A change");
        assertThat(entry.at("/lastCommit/id").asString()).matches("[0-9a-f]{40}");
    }

    @Test
    void whatIsNotThereSaysWhichKindOfThing() {
        Answer entry = ALICE.get(REPOSITORY + "/tree/main/nowhere");
        Answer file = ALICE.get(REPOSITORY + "/tree/main/a.txt");
        Answer revision = ALICE.get(REPOSITORY + "/tree/nowhere");

        assertThat(entry.status()).isEqualTo(404);
        assertThat(entry.header("X-Error-Code")).isEqualTo("EntryNotFound");
        assertThat(entry.header("X-Repo-Commit")).matches("[0-9a-f]{40}");
        assertThat(file.header("X-Error-Code")).isEqualTo("EntryNotFound");
        assertThat(revision.header("X-Error-Code")).isEqualTo("RevisionNotFound");
    }

    @Test
    void pathsThatStepOutAreRefused() {
        for (String path : List.of("..%2Fx", "dir%2F..%2F..", "%2e%2e", "a%00b", "dir%2F%2Fb.txt")) {
            assertThat(ALICE.get(REPOSITORY + "/tree/main/" + path).status())
                    .as(path)
                    .isEqualTo(400);
        }
    }

    @Test
    void pathsInfoTakesAFormWithThousandsOfFields() {
        var form = new StringBuilder("expand=true");
        for (int i = 0; i < 3000; i++) {
            form.append("&paths=nowhere-").append(i);
        }
        form.append("&paths=").append(URLEncoder.encode("dir/sub/c?%;.txt", StandardCharsets.UTF_8));
        form.append("&paths=dir&paths=..%2Fx");

        Answer answer =
                ALICE.post(REPOSITORY + "/paths-info/main", "application/x-www-form-urlencoded", form.toString());

        assertThat(paths(answer)).containsExactly("dir/sub/c?%;.txt", "dir");
        assertThat(answer.json().at("/0/lastCommit/title").asString()).isEqualTo("A change");
    }

    @Test
    void pathsInfoTakesJson() {
        Answer answer = ALICE.postJson(
                REPOSITORY + "/paths-info/main", Map.of("paths", List.of("a.txt", "nowhere", "dir/"), "expand", false));

        assertThat(paths(answer)).containsExactly("a.txt", "dir");
        assertThat(answer.json().get(0).has("lastCommit")).isFalse();
    }

    @Test
    void refsNameTheirCommits() {
        JsonNode refs = ALICE.get(REPOSITORY + "/refs?include_prs=1").json();

        assertThat(refs.at("/branches/0/name").asString()).isEqualTo("main");
        assertThat(refs.at("/branches/0/ref").asString()).isEqualTo("refs/heads/main");
        assertThat(refs.at("/branches/0/targetCommit").asString()).matches("[0-9a-f]{40}");
        assertThat(refs.get("tags")).isEmpty();
        assertThat(refs.get("converts")).isEmpty();
        assertThat(refs.get("pullRequests")).isEmpty();
    }

    @Test
    void historyIsCountedAndComesInPages() {
        Answer first = ALICE.get(REPOSITORY + "/commits/main?limit=1&expand%5B%5D=formatted");

        assertThat(first.header("X-Total-Count")).isEqualTo("2");
        assertThat(first.json().at("/0/formatted/title").asString()).isEqualTo("A change");
        String link = first.header("Link");
        Answer second = ALICE.get(link.substring(1, link.indexOf('>')));
        assertThat(second.json().at("/0/title").asString()).isEqualTo("initial commit");
        assertThat(second.header("Link")).isEmpty();
    }
}
