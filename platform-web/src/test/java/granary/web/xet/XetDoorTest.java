package granary.web.xet;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.xet.MerkleTree;
import granary.blob.xet.XetHash;
import granary.blob.xet.XetHashes;
import granary.web.Doors;
import granary.web.Doors.Answer;
import granary.web.TestHub;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tokens, negotiation, and the doors of the CAS API. */
class XetDoorTest {
    private static final int RECORD_BYTES = 48;

    private final TestHub hub = TestHub.shared();
    private final Doors alice = hub.alice();
    private final Doors mallory = hub.mallory();

    /** A chunk alone in a xorb alone in a file. */
    private static final class Sample {
        private final byte[] bytes;

        private Sample(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        static Sample of(int size, long seed) {
            byte[] bytes = new byte[size];
            new Random(seed).nextBytes(bytes);
            return new Sample(bytes);
        }

        XetHash xorb() {
            return XetHashes.ofChunk(bytes, 0, bytes.length);
        }

        XetHash file() {
            var tree = new MerkleTree();
            tree.add(xorb(), bytes.length);
            return tree.fileHash();
        }

        String sha256() throws Exception {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        }

        byte[] packed() {
            ByteBuffer packed = ByteBuffer.allocate(8 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
            packed.putInt(bytes.length << 8).putInt(bytes.length << 8);
            return packed.put(bytes).array();
        }

        byte[] shard(String sha256) {
            ByteBuffer shard = ByteBuffer.allocate(7 * RECORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            shard.put("HFRepoMetaData".getBytes(StandardCharsets.US_ASCII))
                    .put(HexFormat.of().parseHex("00556967456a7b815783a5bdd95ccdd14aa9"))
                    .putLong(2)
                    .putLong(0);
            file().write(shard);
            shard.putInt(0xC000_0000).putInt(1).putLong(0);
            xorb().write(shard);
            shard.putInt(0).putInt(bytes.length).putInt(0).putInt(1);
            XetHashes.ofRange(List.of(xorb())).write(shard);
            shard.position(4 * RECORD_BYTES);
            XetHash.of(sha256).write(shard);
            shard.position(5 * RECORD_BYTES);
            for (int section = 0; section < 2; section++) {
                byte[] end = new byte[RECORD_BYTES];
                Arrays.fill(end, 0, XetHash.BYTES, (byte) 0xFF);
                shard.put(end);
            }
            return shard.array();
        }
    }

    /** Somebody with an access token of the CAS API. */
    private record Cas(Doors http, String url, String token) {
        static Cas of(Doors who, String repository, String right) {
            JsonNode answer = who.get("/api/models/%s/xet-%s-token/main".formatted(repository, right))
                    .json();
            return new Cas(
                    TestHub.shared().stranger(),
                    answer.get("casUrl").asString(),
                    answer.get("accessToken").asString());
        }

        Answer get(String path, String... headers) {
            var all = new String[headers.length + 2];
            all[0] = "Authorization";
            all[1] = "Bearer " + token;
            System.arraycopy(headers, 0, all, 2, headers.length);
            return http.send("GET", url + path, new byte[0], all);
        }

        Answer post(String path, byte[] body) {
            return http.send("POST", url + path, body, "Authorization", "Bearer " + token);
        }

        Answer send(Sample sample) {
            return post("/v1/xorbs/default/" + sample.xorb(), sample.packed());
        }

        Answer register(Sample sample) throws Exception {
            return post("/v2/shards", sample.shard(sample.sha256()));
        }
    }

    private String repository(String name, boolean isPrivate) {
        return alice.create("model", name, isPrivate);
    }

    private void commit(String id, String path, Sample sample) throws Exception {
        Answer made = alice.commit(
                "models/" + id,
                Doors.line(
                        "lfsFile",
                        Map.of("path", path, "algo", "sha256", "oid", sample.sha256(), "size", sample.bytes().length)));
        assertThat(made.status()).as(made.toString()).isEqualTo(200);
    }

    @Test
    void tokenComesAsJsonAndAsHeaders() {
        String id = repository("xet-token", false);

        for (String right : List.of("read", "write")) {
            Answer answer = alice.get("/api/models/%s/xet-%s-token/main".formatted(id, right));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.header("X-Xet-Cas-Url"))
                    .isEqualTo(answer.json().get("casUrl").asString())
                    .contains("/cas/");
            assertThat(answer.header("X-Xet-Access-Token"))
                    .isEqualTo(answer.json().get("accessToken").asString());
            assertThat(answer.header("X-Xet-Token-Expiration"))
                    .isEqualTo(String.valueOf(answer.json().get("exp").asLong()));
            assertThat(answer.json().get("exp").asLong()).isGreaterThan(System.currentTimeMillis() / 1000 + 15 * 60);
        }
    }

    @Test
    void tokensGoToWhoeverHasTheRight() {
        String open = repository("xet-open", false);
        String hidden = repository("xet-hidden", true);
        String read = "/api/models/%s/xet-read-token/main";
        String write = "/api/models/%s/xet-write-token/main";

        assertThat(hub.stranger().get(read.formatted(open)).status()).isEqualTo(200);
        assertThat(hub.stranger().get(write.formatted(open)).status()).isEqualTo(401);
        assertThat(mallory.get(read.formatted(open)).status()).isEqualTo(200);
        assertThat(mallory.get(write.formatted(open)).status()).isEqualTo(403);
        assertThat(hub.stranger().get(read.formatted(hidden)).status()).isEqualTo(401);
        assertThat(mallory.get(read.formatted(hidden)).status()).isEqualTo(404);
        assertThat(mallory.get(write.formatted(hidden)).status()).isEqualTo(404);
        assertThat(alice.get("/api/models/%s/xet-read-token/none".formatted(open))
                        .header("X-Error-Code"))
                .isEqualTo("RevisionNotFound");
        assertThat(alice.get("/api/models/%s/xet-write-token/refs%%2Fheads%%2Fnew".formatted(open))
                        .status())
                .isEqualTo(200);
        assertThat(alice.get("/api/models/%s/xet-write-token/None?create_pr=1".formatted(open))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void uploadedFileIsAnnouncedAndFetched() throws Exception {
        String id = repository("xet-there-and-back", true);
        Sample sample = Sample.of(20_000, 1);
        Cas writer = Cas.of(alice, id, "write");

        Answer sent = writer.send(sample);
        Answer registered = writer.register(sample);
        commit(id, "m.bin", sample);

        assertThat(sent.json().get("was_inserted").asBoolean()).isTrue();
        assertThat(registered.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(registered.text()).isEqualTo("{\"type\":\"result\",\"result\":1}\n");
        assertThat(writer.post("/v1/shards", sample.shard(sample.sha256())).text())
                .isEqualTo("{\"result\":0}");

        Answer head = alice.head("/%s/resolve/main/m.bin".formatted(id));
        assertThat(head.header("X-Xet-Hash")).isEqualTo(sample.file().text());
        assertThat(head.header("Link"))
                .contains("/api/models/%s/xet-read-token/%s>; rel=\"xet-auth\""
                        .formatted(id, head.header("X-Repo-Commit")))
                .contains("/v1/reconstructions/%s>; rel=\"xet-reconstruction-info\"".formatted(sample.file()));
        JsonNode tree = alice.get("/api/models/%s/tree/main".formatted(id)).json();
        assertThat(tree.findValuesAsString("xetHash"))
                .containsExactly(sample.file().text());
        assertThat(alice.get("/%s/resolve/main/m.bin".formatted(id)).body()).isEqualTo(sample.bytes());

        Cas reader = Cas.of(alice, id, "read");
        JsonNode plan = reader.get("/v2/reconstructions/" + sample.file()).json();
        JsonNode fetch = plan.get("xorbs").get(sample.xorb().text()).get(0);
        assertThat(plan.get("terms").get(0).get("unpacked_length").asInt()).isEqualTo(20_000);
        assertThat(fetch.at("/ranges/0/bytes/end").asInt()).isEqualTo(20_007);
        Answer fetched = hub.stranger().get(fetch.get("url").asString(), "Range", "bytes=0-20007");
        assertThat(fetched.status()).isEqualTo(206);
        assertThat(fetched.body()).isEqualTo(sample.packed());
        JsonNode older = reader.get("/v1/reconstructions/" + sample.file()).json();
        assertThat(older.at("/fetch_info/%s/0/url_range/end".formatted(sample.xorb()))
                        .asInt())
                .isEqualTo(20_007);
        assertThat(older.at("/fetch_info/%s/0/range/end".formatted(sample.xorb()))
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void javaScriptAsksForFileInfoByItsType() throws Exception {
        String id = repository("xet-file-info", false);
        Sample sample = Sample.of(9_000, 2);
        Cas writer = Cas.of(alice, id, "write");
        writer.send(sample);
        writer.register(sample);
        commit(id, "m.bin", sample);

        Answer info = hub.stranger()
                .get(
                        "/%s/resolve/main/m.bin".formatted(id),
                        "Accept",
                        "application/vnd.xet-fileinfo+json, */*",
                        "Range",
                        "bytes=0-0");

        assertThat(info.status()).isEqualTo(200);
        assertThat(info.header("Content-Type")).isEqualTo("application/vnd.xet-fileinfo+json");
        assertThat(info.header("X-Linked-Size")).isEqualTo("9000");
        assertThat(info.header("X-Xet-Hash")).isEqualTo(sample.file().text());
    }

    @Test
    void rangesBehindTheEndAreSaidToBeSo() throws Exception {
        String id = repository("xet-ranges", false);
        Sample sample = Sample.of(12, 3);
        Cas writer = Cas.of(alice, id, "write");
        writer.send(sample);
        writer.register(sample);
        Cas reader = Cas.of(alice, id, "read");
        String path = "/v2/reconstructions/" + sample.file();

        assertThat(reader.get(path, "Range", "bytes=0-255999999").status()).isEqualTo(200);
        assertThat(reader.get(path, "Range", "bytes=12-20").status()).isEqualTo(416);
        assertThat(reader.get(path, "Range", "bytes=256000000-767999999").status())
                .isEqualTo(416);
        assertThat(reader.get("/v2/reconstructions/" + Sample.of(12, 4).file()).status())
                .isEqualTo(404);
        assertThat(reader.get("/v2/reconstructions/xyz").status()).isEqualTo(400);
    }

    @Test
    void tokenIsGoodForItsRepositoryAndRightOnly() throws Exception {
        String id = repository("xet-scope", false);
        String other = repository("xet-scope-other", false);
        Sample sample = Sample.of(15_000, 5);
        Cas writer = Cas.of(alice, id, "write");
        writer.send(sample);
        writer.register(sample);
        Cas reader = Cas.of(alice, id, "read");
        Cas elsewhere = Cas.of(alice, other, "write");

        assertThat(reader.send(sample).status()).isEqualTo(403);
        assertThat(reader.register(sample).status()).isEqualTo(403);
        assertThat(elsewhere.get("/v2/reconstructions/" + sample.file()).status())
                .isEqualTo(404);
        assertThat(hub.stranger()
                        .get(reader.url() + "/v2/reconstructions/" + sample.file())
                        .status())
                .isEqualTo(401);
        for (String forged :
                List.of("", "x", "hf_" + "a".repeat(34), writer.token().substring(1), writer.token() + "A")) {
            var forger = new Cas(hub.stranger(), writer.url(), forged);
            assertThat(forger.send(sample).status()).as(forged).isEqualTo(401);
        }
        var lost = new Cas(writer.http(), writer.url().replaceAll("[^/]*$", "00000000"), writer.token());
        assertThat(lost.send(sample).status()).isEqualTo(404);
    }

    @Test
    void deletedRepositoryTakesItsTokensAndLinksWithIt() throws Exception {
        String id = repository("xet-gone", false);
        Sample sample = Sample.of(15_000, 6);
        Cas writer = Cas.of(alice, id, "write");
        writer.send(sample);
        writer.register(sample);
        String link = Cas.of(alice, id, "read")
                .get("/v2/reconstructions/" + sample.file())
                .json()
                .get("xorbs")
                .get(sample.xorb().text())
                .at("/0/url")
                .asString();
        assertThat(hub.stranger().get(link, "Range", "bytes=0-15007").status()).isEqualTo(206);

        alice.deleteJson("/api/repos/delete", Map.of("type", "model", "name", "xet-gone"));

        assertThat(writer.send(sample).status()).isEqualTo(404);
        assertThat(hub.stranger().get(link, "Range", "bytes=0-15007").status()).isEqualTo(404);
    }

    @Test
    void fetchLinkIsGoodForItsBytesOnly() throws Exception {
        String id = repository("xet-link", false);
        Sample sample = Sample.of(15_000, 7);
        Cas writer = Cas.of(alice, id, "write");
        writer.send(sample);
        writer.register(sample);
        String link = writer.get("/v1/reconstructions/" + sample.file())
                .json()
                .at("/fetch_info/%s/0/url".formatted(sample.xorb()))
                .asString();

        assertThat(hub.stranger().get(link).body()).isEqualTo(sample.packed());
        assertThat(hub.stranger().get(link, "Range", "bytes=0-15008").status()).isEqualTo(416);
        assertThat(hub.stranger().get(link, "Range", "bytes=8-100").status()).isEqualTo(416);
        assertThat(hub.stranger()
                        .get(link.substring(0, link.length() - 3) + "AAA")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void liesAreRefusedWithTheReason() throws Exception {
        String id = repository("xet-lies", false);
        Sample sample = Sample.of(15_000, 8);
        Sample other = Sample.of(15_000, 9);
        Cas writer = Cas.of(alice, id, "write");

        Answer wrongHash = writer.post("/v1/xorbs/default/" + other.xorb(), sample.packed());
        Answer unsent = writer.register(sample);
        Answer nonsense = writer.post("/v1/shards", "no shard".getBytes(StandardCharsets.US_ASCII));

        assertThat(wrongHash.status()).isEqualTo(400);
        assertThat(wrongHash.json().get("error").asString()).contains("add up to the xorb");
        assertThat(unsent.status()).isEqualTo(400);
        assertThat(unsent.json().get("error").asString()).contains("was not uploaded here");
        assertThat(nonsense.status()).isEqualTo(400);
        assertThat(writer.get("/v1/chunks/default/" + sample.xorb()).status()).isEqualTo(404);
        assertThat(writer.get("/v1/chunks/default-merkledb/" + sample.xorb()).status())
                .isEqualTo(404);
    }

    @Test
    void chunkIsKnownToThoseWhoMayReadIt() throws Exception {
        String open = repository("xet-known", false);
        String hidden = repository("xet-unknown", true);
        Sample shown = Sample.of(15_000, 10);
        Sample secret = Sample.of(15_000, 11);
        for (var each : Map.of(open, shown, hidden, secret).entrySet()) {
            Cas writer = Cas.of(alice, each.getKey(), "write");
            writer.send(each.getValue());
            writer.register(each.getValue());
        }
        Cas asMallory = Cas.of(mallory, mallory.create("model", "xet-own", false), "write");

        assertThat(asMallory.get("/v1/chunks/default/" + shown.xorb()).status()).isEqualTo(200);
        assertThat(asMallory.get("/v1/chunks/default/" + secret.xorb()).status())
                .isEqualTo(404);
        assertThat(asMallory.register(shown).status()).isEqualTo(200);
        assertThat(asMallory.register(secret).status()).isEqualTo(400);
        assertThat(asMallory.send(secret).json().get("was_inserted").asBoolean())
                .isTrue();
        assertThat(asMallory.register(secret).status()).isEqualTo(200);
    }

    @Test
    void lfsBatchOffersXetToThoseWhoOfferIt() throws Exception {
        String id = repository("xet-batch", false);
        Sample sample = Sample.of(15_000, 12);
        Map<String, Object> body = Map.of(
                "operation",
                "upload",
                "transfers",
                List.of("basic", "multipart", "xet"),
                "ref",
                Map.of("name", "main"),
                "objects",
                List.of(Map.of("oid", sample.sha256(), "size", sample.bytes().length)));

        Answer batch = alice.postJson("/%s.git/info/lfs/objects/batch".formatted(id), body);

        JsonNode upload = batch.json().at("/objects/0/actions/upload");
        assertThat(batch.json().get("transfer").asString()).isEqualTo("xet");
        assertThat(upload.get("href").asString()).endsWith("/api/models/%s/xet-write-token/main".formatted(id));
        assertThat(upload.at("/header/X-Xet-Cas-Url").asString()).contains("/cas/");
        var cas = new Cas(
                hub.stranger(),
                upload.at("/header/X-Xet-Cas-Url").asString(),
                upload.at("/header/X-Xet-Access-Token").asString());
        assertThat(cas.send(sample).status()).isEqualTo(200);
        assertThat(cas.register(sample).status()).isEqualTo(200);
        assertThat(alice.postJson("/%s.git/info/lfs/objects/batch".formatted(id), body)
                        .json()
                        .at("/objects/0/actions")
                        .isMissingNode())
                .isTrue();
    }
}
