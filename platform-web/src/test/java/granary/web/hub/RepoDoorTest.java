package granary.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import granary.web.Doors;
import granary.web.Doors.Answer;
import granary.web.TestHub;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Making, deleting, listing and describing repositories, as Hub clients ask for it. */
class RepoDoorTest {
    private static final String DATE = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    private final TestHub hub = TestHub.shared();
    private final Doors alice = hub.alice();

    @Test
    void whoamiNamesTheUserTheTokenAndTheOrganizations() {
        JsonNode me = alice.get("/api/whoami-v2").json();

        assertThat(me.get("name").asString()).isEqualTo("alice");
        assertThat(me.at("/auth/accessToken/role").asString()).isEqualTo("write");
        assertThat(me.at("/auth/accessToken/displayName").asString()).isEqualTo("write");
        assertThat(me.at("/auth/accessToken/createdAt").asString()).matches(DATE);
        assertThat(me.at("/orgs/0/name").asString()).isEqualTo("lab");
        assertThat(me.at("/orgs/0/roleInOrg").asString()).isEqualTo("admin");
        assertThat(hub.aliceReading()
                        .get("/api/whoami-v2")
                        .json()
                        .at("/auth/accessToken/role")
                        .asString())
                .isEqualTo("read");
    }

    @Test
    void whoamiIsForThoseWhoSignIn() {
        assertThat(hub.stranger().get("/api/whoami-v2").status()).isEqualTo(401);
    }

    @Test
    void newModelHasAnAddressAndOneCommit() {
        JsonNode made =
                alice.postJson("/api/repos/create", Map.of("name", "New-Model")).json();

        assertThat(made.get("url").asString()).isEqualTo(hub.url() + "/alice/New-Model");
        assertThat(made.get("name").asString()).isEqualTo("alice/New-Model");
        assertThat(made.get("id").asString()).matches("[0-9a-f]{24}");
        JsonNode commits = alice.get("/api/models/alice/New-Model/commits/main").json();
        assertThat(commits).hasSize(1);
        assertThat(commits.at("/0/title").asString()).isEqualTo("initial commit");
        assertThat(commits.at("/0/authors/0/user").asString()).isEqualTo("alice");
        assertThat(alice.get("/api/models/alice/New-Model/tree/main")
                        .json()
                        .at("/0/path")
                        .asString())
                .isEqualTo(".gitattributes");
    }

    @Test
    void takenNameIs409WithTheAddressOfWhatIsThere() {
        alice.create("dataset", "Taken", false);

        Answer again = alice.postJson("/api/repos/create", Map.of("name", "taken", "type", "dataset"));

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("url").asString()).isEqualToIgnoringCase(hub.url() + "/datasets/alice/taken");
        assertThat(again.json().get("error").asString()).contains("already exists");
    }

    @Test
    void creatingNeedsTheRightsForIt() {
        Map<String, String> body = Map.of("name", "not-mine", "organization", "lab");

        assertThat(hub.stranger().postJson("/api/repos/create", body).status()).isEqualTo(401);
        assertThat(hub.mallory().postJson("/api/repos/create", body).status()).isEqualTo(403);
        assertThat(hub.aliceReading().postJson("/api/repos/create", body).status())
                .isEqualTo(403);
    }

    @Test
    void organizationsDefaultHoldsUnlessSaidOtherwise() {
        alice.postJson("/api/repos/create", Map.of("name", "lab-default", "organization", "lab"));
        alice.postJson("/api/repos/create", Map.of("name", "lab/lab-open", "visibility", "public"));

        assertThat(isPrivate("lab/lab-default")).isTrue();
        assertThat(isPrivate("lab/lab-open")).isFalse();
    }

    private boolean isPrivate(String id) {
        return alice.get("/api/models/" + id).json().get("private").asBoolean();
    }

    @Test
    void whatNoRepositoryCanBeIsRefused() {
        for (Map<String, ?> body : List.of(
                Map.of("name", "../x"),
                Map.of("name", "a--b"),
                Map.of("name", "x.git"),
                Map.of("name", "x".repeat(97)),
                Map.of("name", ""),
                Map.of("type", "model"),
                Map.of("name", "x", "type", "kernel"),
                Map.of("name", "x", "type", "space"),
                Map.of("name", "x", "type", "space", "sdk", "java"),
                Map.of("name", "x", "visibility", "sometimes"),
                Map.of("name", "x", "files", List.of(Map.of("path", "a/.GIT/x", "content", "x"))),
                Map.of("name", "x", "files", List.of(Map.of("path", "../x", "content", "x"))),
                Map.of("name", "x", "files", List.of(Map.of("path", "x", "content", "!", "encoding", "base64"))),
                Map.of("name", "x", "license", "no-such-license"))) {
            assertThat(alice.postJson("/api/repos/create", body).status())
                    .as("%s", body)
                    .isEqualTo(400);
        }
    }

    @Test
    void deletedRepositoryIsGone() {
        alice.create("model", "short-lived", false);

        assertThat(hub.mallory()
                        .deleteJson("/api/repos/delete", Map.of("name", "alice/short-lived"))
                        .status())
                .isEqualTo(403);
        assertThat(alice.deleteJson("/api/repos/delete", Map.of("name", "short-lived"))
                        .status())
                .isEqualTo(200);

        Answer gone = alice.deleteJson("/api/repos/delete", Map.of("name", "short-lived"));
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.header("X-Error-Code")).isEqualTo("RepoNotFound");
    }

    @Test
    void hiddenAndAbsentLookTheSame() {
        alice.create("model", "hidden", true);
        List<String> doors = List.of("", "/revision/main", "/tree/main", "/refs", "/commits/main", "/auth-check");

        for (String door : doors) {
            for (Doors who : List.of(hub.stranger(), hub.mallory())) {
                Answer hidden = who.get("/api/models/alice/hidden" + door);
                Answer absent = who.get("/api/models/alice/absent" + door);

                assertThat(hidden.status()).as(door).isEqualTo(who.token().isPresent() ? 404 : 401);
                assertThat(hidden.header("X-Error-Code")).isEqualTo("RepoNotFound");
                assertThat(absent.status()).isEqualTo(hidden.status());
                assertThat(absent.text()).isEqualTo(hidden.text());
            }
        }
    }

    @Test
    void oneSegmentIdIsNobodys() {
        assertThat(alice.get("/api/models/gpt2").header("X-Error-Code")).isEqualTo("RepoNotFound");
        assertThat(alice.get("/gpt2/resolve/main/config.json").header("X-Error-Code"))
                .isEqualTo("RepoNotFound");
    }

    @Test
    void informationIsWhatClientsReadFromIt() {
        String id = alice.create("model", "described", false);
        alice.commit(
                "models/" + id,
                Doors.file("README.md", "---\nlicense: mit\nlanguage: en\n---\n# Hi"),
                Doors.file("config.json", "{\"architectures\":[\"LlamaForCausalLM\"],\"model_type\":\"llama\"}"));

        JsonNode info = hub.stranger().get("/api/models/" + id + "?blobs=true").json();

        assertThat(info.get("id").asString()).isEqualTo(id);
        assertThat(info.get("_id").asString()).matches("[0-9a-f]{24}");
        assertThat(info.get("sha").asString()).matches("[0-9a-f]{40}");
        assertThat(info.get("lastModified").asString()).matches(DATE);
        assertThat(info.get("createdAt").asString()).matches(DATE);
        assertThat(info.get("gated").asBoolean()).isFalse();
        assertThat(info.get("xetEnabled").asBoolean()).isTrue();
        assertThat(info.get("library_name").asString()).isEqualTo("transformers");
        assertThat(info.get("pipeline_tag").asString()).isEqualTo("text-generation");
        assertThat(info.at("/cardData/license").asString()).isEqualTo("mit");
        assertThat(info.get("tags").toString()).contains("license:mit", "\"en\"", "\"llama\"", "text-generation");
        assertThat(info.get("siblings")).hasSize(3);
        assertThat(info.at("/siblings/0/rfilename").asString()).isEqualTo(".gitattributes");
        assertThat(info.at("/siblings/0/blobId").asString()).matches("[0-9a-f]{40}");
        assertThat(info.get("usedStorage").asLong()).isPositive();
        assertThat(info.toString()).doesNotContain("xetHash");
    }

    @Test
    void expandGivesTheNamedFieldsAndNothingElse() {
        String id = alice.create("model", "expanded", false);

        JsonNode info = alice.get("/api/models/" + id + "?expand=xetEnabled&expand%5B%5D=likes")
                .json();

        assertThat(info.propertyNames()).containsExactlyInAnyOrder("_id", "id", "xetEnabled", "likes");
    }

    @Test
    void unknownExpandIsToldWhatThereIs() {
        String id = alice.create("dataset", "expanded-wrongly", false);

        Answer answer = alice.get("/api/datasets/" + id + "?expand=nonsense");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asString()).startsWith("\"expand\" must be one of [author, ");
    }

    @Test
    void revisionIsFoundByBranchCommitAndEncodedRef() {
        String id = alice.create("model", "revisions", false);
        String sha = alice.get("/api/models/" + id).json().get("sha").asString();

        for (String revision : List.of("main", "HEAD", "refs%2Fheads%2Fmain", sha, sha.substring(0, 7))) {
            JsonNode info = alice.get("/api/models/%s/revision/%s".formatted(id, revision))
                    .json();
            assertThat(info.get("sha").asString()).as(revision).isEqualTo(sha);
        }
        Answer missing = alice.get("/api/models/%s/revision/%s".formatted(id, "refs%2Fpr%2F1"));
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.header("X-Error-Code")).isEqualTo("RevisionNotFound");
    }

    @Test
    void emptyCodeRepositoryIsNoError() {
        String id = alice.create("code", "empty", false);

        JsonNode info = alice.get("/api/code/" + id).json();

        assertThat(info.has("sha")).isFalse();
        assertThat(info.get("siblings")).isEmpty();
        assertThat(alice.get("/api/code/" + id + "/tree/main").json()).isEmpty();
        assertThat(alice.get("/api/code/" + id + "/commits/main").json()).isEmpty();
        assertThat(alice.commit("code/" + id, Doors.file("a.txt", "a")).status())
                .isEqualTo(200);
    }

    @Test
    void listsShowWhatTheCallerMaySee() {
        alice.create("model", "listed-one", false);
        alice.create("model", "listed-two", true);

        assertThat(idsOf(hub.stranger().get("/api/models?search=listed-"))).containsExactly("alice/listed-one");
        assertThat(idsOf(hub.mallory().get("/api/models?search=listed-"))).containsExactly("alice/listed-one");
        assertThat(idsOf(alice.get("/api/models?search=listed-&sort=createdAt&direction=-1")))
                .containsExactly("alice/listed-two", "alice/listed-one");
    }

    private static List<String> idsOf(Answer answer) {
        return answer.json().valueStream().map(one -> one.get("id").asString()).toList();
    }

    @Test
    void listsComeInPages() {
        for (int i = 0; i < 3; i++) {
            alice.create("dataset", "paged-" + i, false);
        }

        Answer first = alice.get("/api/datasets?search=paged-&limit=2");
        String link = first.header("Link");

        assertThat(first.json()).hasSize(2);
        assertThat(link).startsWith("<" + hub.url() + "/api/datasets?").endsWith(">; rel=\"next\"");
        Answer second = alice.get(link.substring(1, link.indexOf('>')));
        assertThat(second.json()).hasSize(1);
        assertThat(second.header("Link")).isEmpty();
    }

    @Test
    void listsAreFilteredByTags() {
        String id = alice.create("model", "tagged", false);
        alice.commit("models/" + id, Doors.file("README.md", "---\nlicense: apache-2.0\ntags: [odd-tag]\n---\n"));

        assertThat(idsOf(alice.get("/api/models?filter=odd-tag&filter=license:apache-2.0")))
                .containsExactly(id);
        assertThat(idsOf(alice.get("/api/models?filter=odd-tag&filter=license:mit")))
                .isEmpty();
        assertThat(idsOf(alice.get("/api/models?filter=odd-tag&inference=warm")))
                .isEmpty();
    }

    @Test
    void cardIsCheckedForAnybody() {
        Map<String, String> bad = Map.of("content", "---\nlicense: nonsense\n---\n", "repoType", "model");

        Answer json = hub.stranger().postJson("/api/validate-yaml", bad);
        Answer text = hub.stranger().postJson("/api/validate-yaml", bad, "Accept", "text/plain");
        Answer good = hub.stranger().postJson("/api/validate-yaml", Map.of("content", "---\nlicense: mit\n---\n"));

        assertThat(json.status()).isEqualTo(400);
        assertThat(json.json().at("/errors/0/message").asString()).startsWith("\"license\" must be one of");
        assertThat(text.text()).startsWith("- Error: \"license\" must be one of");
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.json().get("errors")).isEmpty();
        assertThat(hub.stranger()
                        .postJson("/api/validate-yaml", Map.of("content", "no block"))
                        .json()
                        .get("warnings"))
                .hasSize(1);
    }

    @Test
    void accessIsCheckedWithoutDoingAnything() {
        String id = alice.create("model", "checked", false);

        assertThat(hub.stranger().get("/api/models/%s/auth-check".formatted(id)).status())
                .isEqualTo(200);
        assertThat(alice.get("/api/models/%s/auth-check/write".formatted(id)).status())
                .isEqualTo(200);
        assertThat(hub.mallory()
                        .get("/api/models/%s/auth-check/write".formatted(id))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void backgroundCallsAreAnswered() {
        assertThat(hub.stranger().get("/api/agent-harnesses").json().has("harnesses"))
                .isTrue();
        assertThat(hub.stranger().head("/api/telemetry/transformers/x").status())
                .isEqualTo(200);
    }
}
