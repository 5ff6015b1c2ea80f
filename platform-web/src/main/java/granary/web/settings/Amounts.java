package granary.web.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit, as people write them. */
final class Amounts {
    private static final Pattern BYTES = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?) ?([kmgt]i?b|b?)");
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L,
            "b", 1L,
            "kb", 1_000L,
            "mb", 1_000_000L,
            "gb", 1_000_000_000L,
            "tb", 1_000_000_000_000L,
            "kib", 1L << 10,
            "mib", 1L << 20,
            "gib", 1L << 30,
            "tib", 1L << 40);
    private static final Pattern DAYS = Pattern.compile("(\\d{1,4}) ?d?");

    private Amounts() {}

    /** Such as {@code 20MB}, {@code 1.5 GiB} or {@code 4096}. */
    static long bytes(Given given) {
        Matcher parts = BYTES.matcher(given.text().strip().toLowerCase(Locale.ROOT));
        Long unit = parts.matches() ? UNITS.get(parts.group(2)) : null;
        if (unit == null) {
            throw given.refused("a number of bytes such as 500kB, 20MB or 1GiB");
        }
        return new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit)).longValue();
    }

    /** Such as {@code 30} or {@code 30d}; at least one. */
    static Duration days(Given given) {
        Matcher parts = DAYS.matcher(given.text().strip().toLowerCase(Locale.ROOT));
        if (parts.matches() && Integer.parseInt(parts.group(1)) > 0) {
            return Duration.ofDays(Integer.parseInt(parts.group(1)));
        }
        throw given.refused("a number of days from 1 to 9999");
    }
}
