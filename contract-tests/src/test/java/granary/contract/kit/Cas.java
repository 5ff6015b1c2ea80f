package granary.contract.kit;

import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import granary.blob.xet.XetHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import tools.jackson.databind.JsonNode;

/** The CAS API, spoken by hand with one of its access tokens, for what no client of Xet would ever send. */
public final class Cas {
    private final RawHttp http;
    private final String base;
    private final String token;

    private Cas(RawHttp http, String base, String token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    /** With a token to write, and so to read, a model. */
    public static Cas writing(RunningHub hub, Account account, String repository) {
        return of(hub, account.token(), repository, "write");
    }

    /** With a token to read a model. */
    public static Cas reading(RunningHub hub, Account account, String repository) {
        return of(hub, account.token(), repository, "read");
    }

    private static Cas of(RunningHub hub, String hubToken, String repository, String right) {
        JsonNode granted = HubApi.expect(
                hub.http().as(hubToken).get("/api/models/%s/xet-%s-token/main".formatted(repository, right)));
        String base = URI.create(granted.get("casUrl").asString()).getRawPath();
        return new Cas(hub.http(), base, granted.get("accessToken").asString());
    }

    /** The same door with another key. */
    public Cas withToken(String other) {
        return new Cas(http, base, other);
    }

    /** The same key at the door of another store. */
    public Cas ofEpoch(String epoch) {
        return new Cas(http, "/cas/" + epoch, token);
    }

    public String token() {
        return token;
    }

    /** Asks with the token; {@code path} is below the CAS URL. */
    public RawHttp.Answer get(String path) {
        return send("GET", path, new byte[0]);
    }

    public RawHttp.Answer get(String path, String range) {
        return http.bearer(token).header("Range", range).get(base + path);
    }

    public RawHttp.Answer head(String path) {
        return send("HEAD", path, new byte[0]);
    }

    public RawHttp.Answer send(String method, String path, byte[] body) {
        return http.bearer(token).send(method, base + path, body);
    }

    public RawHttp.Answer sendXorb(TestXorb xorb) {
        return sendXorb(xorb.hash(), xorb.bytes());
    }

    /** Sends bytes under the name of this xorb, which they may not be. */
    public RawHttp.Answer sendXorb(XetHash hash, byte[] bytes) {
        return send("POST", "/v1/xorbs/default/" + hash, bytes);
    }

    /** Begins to send a xorb of so many bytes; the caller writes them. */
    public RawHttp.Exchange beginXorb(XetHash hash, long bytes) {
        try {
            return http.bearer(token)
                    .header("Content-Length", Long.toString(bytes))
                    .open("POST", base + "/v1/xorbs/default/" + hash);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Registers files at the door that answers at once. */
    public RawHttp.Answer sendShard(byte[] bytes) {
        return send("POST", "/v1/shards", bytes);
    }

    /** Registers files at the door that tells of its progress. */
    public RawHttp.Answer sendShardInSteps(byte[] bytes) {
        return send("POST", "/v2/shards", bytes);
    }

    /** Uploads a file in one xorb, as a client does; the file's hash. */
    public XetHash upload(byte[] content) {
        TestXorb xorb = TestXorb.of(content);
        HubApi.expect(sendXorb(xorb));
        HubApi.expect(sendShard(TestShard.of(content, xorb).bytes()));
        return TestShard.file(content, xorb).hash();
    }

    /** What a file is made of; it has to be known. */
    public JsonNode reconstruction(XetHash file) {
        return HubApi.expect(get("/v2/reconstructions/" + file));
    }

    /** The first link of a reconstruction, as clients follow it: without a token, with exactly its range. */
    public static RawHttp.Answer fetch(RunningHub hub, JsonNode reconstruction) {
        return hub.http().header("Range", range(reconstruction)).get(link(reconstruction));
    }

    /** Path of the first link of a reconstruction. */
    public static String link(JsonNode reconstruction) {
        return URI.create(first(reconstruction).get("url").asString()).getRawPath();
    }

    /** The range that the first link is for. */
    public static String range(JsonNode reconstruction) {
        JsonNode bytes = first(reconstruction).get("ranges").get(0).get("bytes");
        return "bytes=%d-%d"
                .formatted(bytes.get("start").asLong(), bytes.get("end").asLong());
    }

    private static JsonNode first(JsonNode reconstruction) {
        return reconstruction.get("xorbs").iterator().next().get(0);
    }
}
