package granary.web.browse;

import java.util.Locale;

/** The first bytes of a binary file as people read them. */
final class HexDump {
    static final int BYTES_MAX = 4096;

    private static final int ROW = 16;
    private static final int HALF = 8;

    private HexDump() {}

    static String of(byte[] bytes) {
        var text = new StringBuilder();
        for (int start = 0; start < bytes.length; start += ROW) {
            text.append(String.format(Locale.ROOT, "%08x ", start));
            var letters = new StringBuilder();
            for (int i = start; i < start + ROW; i++) {
                text.append(i % ROW == HALF ? "  " : " ");
                text.append(i < bytes.length ? String.format(Locale.ROOT, "%02x", bytes[i]) : "  ");
                letters.append(i < bytes.length ? letter(bytes[i]) : "");
            }
            text.append("  ").append(letters).append('\n');
        }
        return text.toString();
    }

    private static String letter(byte b) {
        return b >= ' ' && b < 127 ? String.valueOf((char) b) : ".";
    }
}
