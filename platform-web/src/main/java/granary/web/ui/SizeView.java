package granary.web.ui;

import java.util.Locale;

/** A number of bytes, short ({@code 16.4 GB}) and to the byte. Units are powers of a thousand, as disks count. */
public record SizeView(String text, String exact) {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final double STEP = 1000;

    public static SizeView of(long bytes) {
        double value = bytes;
        int unit = 0;
        while (unit < UNITS.length - 1 && Math.round(value * 10) >= STEP * 10) {
            value /= STEP;
            unit++;
        }
        return new SizeView(number(value, unit) + " " + UNITS[unit], "%,d B".formatted(bytes));
    }

    /** Three digits that count, as in 3.99, 16.4 and 141. */
    private static String number(double value, int unit) {
        if (unit == 0 || value >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }
}
