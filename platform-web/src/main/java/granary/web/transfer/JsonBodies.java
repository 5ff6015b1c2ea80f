package granary.web.transfer;

import granary.repo.LimitException;
import granary.web.access.MalformedRequestException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON bodies up to a limit, whatever their method and content type say (hub-api.md §0.10, §1.8). */
public final class JsonBodies {
    /** Enough for every call but those that list thousands of files. */
    public static final int SMALL = 256 * 1024;

    /** For calls that list files. */
    public static final int LARGE = 8 * 1024 * 1024;

    private final JsonMapper json;

    public JsonBodies(JsonMapper json) {
        this.json = json;
    }

    /**
     * The body as a {@code type}; unknown fields are ignored.
     *
     * @throws LimitException when it is longer than {@code bytesMax}
     * @throws MalformedRequestException when it is not such JSON
     */
    public <T> T read(HttpServletRequest request, Class<T> type, int bytesMax) throws IOException {
        byte[] body = bytes(request, bytesMax);
        try {
            T value = json.readValue(body, type);
            if (value == null) {
                throw new MalformedRequestException("The body is not what this call takes");
            }
            return value;
        } catch (JacksonException e) {
            throw MalformedRequestException.ofBody(e);
        }
    }

    private static byte[] bytes(HttpServletRequest request, int bytesMax) throws IOException {
        if (request.getContentLengthLong() > bytesMax) {
            throw tooLong(bytesMax);
        }
        byte[] body = new PacedInput(request.getInputStream(), new Pace()).readNBytes(bytesMax + 1);
        if (body.length > bytesMax) {
            throw tooLong(bytesMax);
        }
        return body;
    }

    private static LimitException tooLong(int bytesMax) {
        return new LimitException("The body is longer than the %d bytes that this call takes".formatted(bytesMax));
    }
}
