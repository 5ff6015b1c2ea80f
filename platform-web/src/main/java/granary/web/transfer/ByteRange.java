package granary.web.transfer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@code Range} header asks of a file. Several ranges at once, or anything unreadable, mean the whole file. */
public sealed interface ByteRange {
    Pattern HEADER = Pattern.compile("bytes=\\s*(\\d*)-(\\d*)\\s*");

    /** Any number of so many digits is one of ours. */
    int LONG_DIGITS = 18;

    /** All of it. */
    record Whole() implements ByteRange {}

    /** {@code length} bytes, at least one, from {@code first} on. */
    record Part(long first, long length) implements ByteRange {
        /** As {@code Content-Range} says it. */
        public String contentRange(long size) {
            return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
        }
    }

    /** Bytes that the file does not have. */
    record Unsatisfiable() implements ByteRange {}

    /** Reads the header for a file of {@code size} bytes. An empty file has no parts: it is always sent whole. */
    static ByteRange of(@Nullable String header, long size) {
        Matcher matcher = HEADER.matcher(header == null ? "" : header);
        if (size == 0 || !matcher.matches()) {
            return new Whole();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(number(last), size);
        }
        return part(number(first), last.isEmpty() ? Long.MAX_VALUE : number(last), size);
    }

    /** A number too long for us is beyond every file; clients may write the end that they do not know so. */
    private static long number(String digits) {
        return digits.length() > LONG_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 ? new Unsatisfiable() : new Part(Math.max(0, size - length), Math.min(length, size));
    }

    private static ByteRange part(long first, long last, long size) {
        if (last < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1) - first + 1);
    }
}
