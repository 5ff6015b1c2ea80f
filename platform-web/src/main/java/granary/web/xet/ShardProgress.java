package granary.web.xet;

import granary.blob.content.CasStore;
import granary.blob.content.ShardRefusedException;
import granary.blob.xet.XetFormatException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** The lines of an answer to a shard: none while all goes quickly, so that most failures are an ordinary answer. */
final class ShardProgress implements CasStore.Progress {
    private static final Logger log = LoggerFactory.getLogger(ShardProgress.class);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final HttpServletResponse response;
    private final JsonMapper json;
    private long lastNanos = System.nanoTime();
    private boolean begun;

    ShardProgress(HttpServletResponse response, JsonMapper json) {
        this.response = response;
        this.json = json;
    }

    @Override
    public void checked(int blocks, int of) throws IOException {
        if (System.nanoTime() - lastNanos < QUIET.toNanos()) {
            return;
        }
        var line = new LinkedHashMap<String, Object>();
        line.put("type", "validating");
        line.put("verified", blocks);
        line.put("total", of);
        write(line);
    }

    void end(boolean isNew) throws IOException {
        var line = new LinkedHashMap<String, Object>();
        line.put("type", "result");
        line.put("result", isNew ? 1 : 0);
        write(line);
    }

    /** The status is out already: the last line has to say it. */
    void fail(Exception failure) throws IOException {
        boolean refused = failure instanceof ShardRefusedException || failure instanceof XetFormatException;
        if (!refused) {
            log.error("A shard could not be registered", failure);
        }
        var line = new LinkedHashMap<String, Object>();
        line.put("type", "error");
        line.put("message", refused ? String.valueOf(failure.getMessage()) : "Something went wrong on this server");
        line.put("retryable", !refused);
        write(line);
    }

    boolean isBegun() {
        return begun;
    }

    private void write(Map<String, Object> line) throws IOException {
        if (!begun) {
            response.setContentType("application/x-ndjson");
            response.setHeader("Cache-Control", "no-cache");
            begun = true;
        }
        response.getOutputStream().write(json.writeValueAsBytes(line));
        response.getOutputStream().write('\n');
        response.flushBuffer();
        lastNanos = System.nanoTime();
    }
}
