package granary.web.ui;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes text into URLs: everything but unreserved characters is escaped, so that any name comes back as it was. */
public final class PathText {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final int BYTE = 0xff;

    private PathText() {}

    /** One segment of a path, or a value of a query: a slash is escaped too. */
    public static String segment(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & BYTE);
            if (UNRESERVED.indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append('%').append("%02X".formatted((int) c));
            }
        }
        return escaped.toString();
    }

    /** A path of several segments. */
    public static String path(String text) {
        return Arrays.stream(text.split("/", -1)).map(PathText::segment).collect(Collectors.joining("/"));
    }
}
