package granary.web.transfer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of users as an HTTP answer: conditional, whole or in part, with headers that keep it from acting in our origin.
 *
 * @param name what it is saved as
 * @param type what it is sent as
 * @param size in bytes
 * @param etag its identity, without quotes
 * @param isPrivate whether only its receiver may keep a copy
 */
public record FileAnswer(String name, FileType type, long size, String etag, boolean isPrivate) {
    private static final String SANDBOX =
            "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; " + "frame-ancestors 'none'";

    /** Writes {@code length} bytes from {@code first} on. */
    public interface Source {
        void copy(long first, long length, OutputStream out) throws IOException;
    }

    /** Answers GET and HEAD; {@code source} is asked only for what is to be sent. */
    public void send(HttpServletRequest request, HttpServletResponse response, Source source) throws IOException {
        headers(response);
        if (isKnown(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        String range = rangeOf(request);
        switch (ByteRange.of(range, size)) {
            case ByteRange.Unsatisfiable() -> {
                response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
                response.setHeader("Content-Range", "bytes */" + size);
                response.setContentLength(0);
            }
            case ByteRange.Part part -> {
                response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
                response.setHeader("Content-Range", part.contentRange(size));
                body(request, response, part.first(), part.length(), source);
            }
            case ByteRange.Whole() -> {
                if (range != null && size == 0) {
                    response.setHeader("Content-Range", "bytes */0"); // what both clients live with (hub-api.md §0.12)
                }
                body(request, response, 0, size, source);
            }
        }
    }

    private static void body(
            HttpServletRequest request, HttpServletResponse response, long first, long length, Source source)
            throws IOException {
        response.setContentLengthLong(length);
        if (!request.getMethod().equals("HEAD") && length > 0) {
            source.copy(first, length, new PacedOutput(response.getOutputStream(), new Pace()));
        }
    }

    private void headers(HttpServletResponse response) {
        response.setHeader("ETag", quoted(etag));
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Cache-Control", isPrivate ? "private, no-cache" : "no-cache");
        response.setHeader("Vary", "Authorization, Cookie");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", SANDBOX);
        response.setHeader("Content-Disposition", disposition());
        response.setContentType(type.mediaType());
    }

    /** The name twice, as RFC 6266 has it: for everybody in UTF-8, and in ASCII for clients that know no better. */
    private String disposition() {
        String ascii = name.replaceAll("[^\\x20-\\x7e]|[\"\\\\%]", "_");
        String utf8 = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "%s; filename*=UTF-8''%s; filename=\"%s\";"
                .formatted(type.inline() ? "inline" : "attachment", utf8, ascii);
    }

    private @Nullable String rangeOf(HttpServletRequest request) {
        String condition = request.getHeader("If-Range");
        return condition == null || condition.equals(quoted(etag)) ? request.getHeader("Range") : null;
    }

    private boolean isKnown(@Nullable String known) {
        return known != null
                && Arrays.stream(known.split(","))
                        .map(tag -> tag.strip().replaceFirst("^W/", ""))
                        .anyMatch(tag -> tag.equals("*") || tag.equals(quoted(etag)));
    }

    /** As headers write an entity tag. */
    public static String quoted(String etag) {
        return '"' + etag + '"';
    }
}
