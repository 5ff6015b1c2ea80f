package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import granary.contract.kit.Account;
import granary.contract.kit.Bytes;
import granary.contract.kit.Cas;
import granary.contract.kit.HubApi;
import granary.contract.kit.InProcessHub;
import granary.contract.kit.RawHttp;
import granary.contract.kit.WithHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Xorbs and shards that lie about what they are: each is refused with a reason, and nothing of it is kept. */
@WithHub
class XetHostileIT {
    private static final Duration PROMPT = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final byte[] FILE = Bytes.random(1, 200_000);

    /** Small, so that it may be cut at every byte. */
    private static final TestXorb SMALL = TestXorb.ofChunks(
            List.of(new byte[20_000], "word ".repeat(4000).getBytes(StandardCharsets.US_ASCII), Bytes.random(2, 40)));

    private final InProcessHub hub;
    private final Account alice;
    private final String id;
    private final Cas cas;

    XetHostileIT(InProcessHub hub) {
        this.hub = hub;
        this.alice = hub.newUser("alice");
        this.id = alice.name() + "/m";
        hub.api(alice).createModel(alice.name(), "m", true);
        this.cas = Cas.writing(hub, alice, id);
    }

    @AfterEach
    void hubIsHealthy() {
        assertThat(hub.http().get("/health").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("granary.contract.XetXorbLies#all")
    void xorbThatLiesIsRefusedAtOnceAndNotKept(XetLie lie) {
        Stored before = Stored.by(hub);
        Instant start = Instant.now();

        RawHttp.Answer answer = cas.sendXorb(lie.hash(), lie.bytes());

        assertThat(Duration.between(start, Instant.now())).isLessThan(PROMPT);
        expectRefusal(answer, 400);
        assertThat(Stored.by(hub)).isEqualTo(before);
    }

    @Test
    void xorbCutAtAnyByteIsNotKept() {
        Stored before = Stored.by(hub);

        for (int end = 0; end < SMALL.bytes().length; end++) {
            expectRefusal(cas.sendXorb(SMALL.hash(), Arrays.copyOf(SMALL.bytes(), end)), 400);
        }

        assertThat(Stored.by(hub)).isEqualTo(before);
    }

    @Test
    void xorbThatIsTooLongIsRefusedBeforeItComes() throws IOException {
        try (RawHttp.Exchange exchange = cas.beginXorb(SMALL.hash(), 70_000_000)) {
            expectRefusal(exchange.answer(), 413);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 100_000, 200_000})
    void whoBreaksOffLeavesNothing(int sent) throws Exception {
        TestXorb xorb = TestXorb.of(FILE);
        Stored before = Stored.by(hub);

        try (RawHttp.Exchange exchange = cas.beginXorb(xorb.hash(), xorb.bytes().length)) {
            exchange.write(Arrays.copyOf(xorb.bytes(), sent));
        }

        awaitStored(before);
        assertThat(cas.sendXorb(xorb).status()).as("the same in full, later").isEqualTo(200);
    }

    /** The hub notices a moment later that a client is gone. */
    private void awaitStored(Stored expected) throws InterruptedException {
        Instant end = Instant.now().plus(DEADLINE);
        while (!Stored.by(hub).equals(expected) && Instant.now().isBefore(end)) {
            Thread.sleep(50);
        }
        assertThat(Stored.by(hub)).isEqualTo(expected);
    }

    @Test
    void shardThatTellsTheTruthIsTaken() {
        HubApi.expect(cas.sendXorb(XetShardLies.FIRST));
        HubApi.expect(cas.sendXorb(XetShardLies.SECOND));

        RawHttp.Answer answer = cas.sendShard(XetShardLies.truth().bytes());

        assertThat(answer.text()).isEqualTo("{\"result\":1}");
        assertThat(cas.reconstruction(XetShardLies.FILE_HASH).get("terms")).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("granary.contract.XetShardLies#all")
    void shardThatLiesRegistersNothing(XetLie lie) {
        TestXorb first = XetShardLies.FIRST;
        TestXorb second = XetShardLies.SECOND;
        HubApi.expect(cas.sendXorb(first));
        HubApi.expect(cas.sendXorb(second));
        Stored before = Stored.by(hub);

        RawHttp.Answer atOnce = cas.sendShard(lie.bytes());
        RawHttp.Answer inSteps = cas.sendShardInSteps(lie.bytes());

        expectRefusal(atOnce, 400);
        expectRefusal(inSteps, 400);
        assertThat(inSteps.text()).isEqualTo(atOnce.text());
        assertThat(Stored.by(hub)).isEqualTo(before);
        assertThat(cas.get("/v2/reconstructions/" + XetShardLies.FILE_HASH).status())
                .isEqualTo(404);
    }

    @Test
    void shardCutAtAnyByteRegistersNothing() {
        TestXorb xorb = TestXorb.of(FILE);
        HubApi.expect(cas.sendXorb(xorb));
        byte[] shard = TestShard.of(FILE, xorb).bytes();
        Stored before = Stored.by(hub);

        for (int end = 0; end < shard.length; end++) {
            expectRefusal(cas.sendShard(Arrays.copyOf(shard, end)), 400);
        }

        assertThat(Stored.by(hub)).isEqualTo(before);
    }

    @Test
    void manyWhoSendTheSameAtOnceAllSucceedAndItIsKeptOnce() throws Exception {
        byte[] content = Bytes.random(6, 3_000_000);
        TestXorb xorb = TestXorb.of(content);
        byte[] shard = TestShard.of(content, xorb).bytes();
        Stored before = Stored.by(hub);

        allAtOnce(() -> cas.sendXorb(xorb));
        allAtOnce(() -> cas.sendShardInSteps(shard));

        Stored after = Stored.by(hub);
        for (String table : List.of("xorb", "xorb_holder", "content", "content_link")) {
            assertThat(after.rows(table) - before.rows(table)).as(table).isEqualTo(1);
        }
        assertThat(after.files() - before.files()).isEqualTo(1);
        String sha256 = Bytes.sha256(content);
        HubApi.expect(hub.api(alice).commitContent(id, "same.bin", sha256, content.length));
        assertThat(hub.http()
                        .bearer(alice.token())
                        .get("/%s/resolve/main/same.bin".formatted(id))
                        .bytes())
                .isEqualTo(content);
    }

    private static void allAtOnce(Callable<RawHttp.Answer> call) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RawHttp.Answer>> answers = threads.invokeAll(Collections.nCopies(8, call));
            for (Future<RawHttp.Answer> answer : answers) {
                HubApi.expect(answer.get());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0", "%2e%2e", "..%2fxorbs", "A", "g"})
    void hashThatIsNoneIs400(String text) {
        String hash = text.length() > 1 ? text : text.repeat(64);
        for (String path : List.of("/v1/reconstructions/", "/v2/reconstructions/", "/v1/chunks/default/")) {
            int status = cas.get(path + hash).status();
            assertThat(status).as(path + hash).isIn(text.equals("0") ? List.of(404) : List.of(400));
        }
        assertThat(cas.send("POST", "/v1/xorbs/default/" + hash, new byte[0]).status())
                .isEqualTo(400);
    }

    /** Every failure of the CAS API is JSON with one sentence. */
    private static void expectRefusal(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(HubApi.json(answer).get("error").asString()).isNotBlank();
    }
}
