package granary.web.access;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request as decoded segments. Refuses what could mean two things to two readers (security.md B2): broken
 * or overlong encodings, empty, {@code .} and {@code ..} segments, control characters. One slash at the end is allowed.
 */
public record UrlPath(List<String> segments) {
    private static final int LENGTH_MAX = 16_384;
    private static final int HEX = 16;

    public static UrlPath of(HttpServletRequest request) {
        return parse(request.getRequestURI());
    }

    /** Reads a raw path; throws {@link MalformedRequestException} when it is refused. */
    public static UrlPath parse(String rawPath) {
        if (!rawPath.startsWith("/") || rawPath.length() > LENGTH_MAX) {
            throw new MalformedRequestException("the URL's path is malformed or too long");
        }
        String[] raw = rawPath.substring(1).split("/", -1);
        int count = raw[raw.length - 1].isEmpty() ? raw.length - 1 : raw.length;
        var segments = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            segments.add(decode(raw[i]));
        }
        return new UrlPath(List.copyOf(segments));
    }

    private static String decode(String segment) {
        String text = decodePercents(segment);
        boolean dots = text.equals(".") || text.equals("..") || (text + "/").contains("/../") || text.startsWith("../");
        if (text.isEmpty() || dots || text.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedRequestException("the URL's path has a segment that is not allowed");
        }
        return text;
    }

    /** Percent escapes to bytes to UTF-8, strictly; {@code +} stays a plus. */
    private static String decodePercents(String segment) {
        ByteBuffer bytes = ByteBuffer.allocate(segment.length() * 3);
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c != '%') {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 1), HEX) : -1;
            int low = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 2), HEX) : -1;
            if (high < 0 || low < 0) {
                throw new MalformedRequestException("the URL's path has a broken percent escape");
            }
            bytes.put((byte) (high * HEX + low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedRequestException("the URL's path is not UTF-8", e);
        }
    }
}
