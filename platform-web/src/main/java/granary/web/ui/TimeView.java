package granary.web.ui;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A moment as pages show it: absolute first, relative second (ux.md rule 6), in UTC.
 *
 * @param iso for {@code <time datetime>}
 * @param date such as {@code 2026-11-18}
 * @param minute such as {@code 2026-11-18 14:02}
 * @param agoKey message of how long ago that is
 * @param agoCount its parameter
 */
public record TimeView(String iso, String date, String minute, String agoKey, long agoCount) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MONTH_DAYS = 30;
    private static final int YEAR_DAYS = 365;

    public static TimeView of(Instant moment, Instant now) {
        Instant second = moment.truncatedTo(ChronoUnit.SECONDS);
        Duration ago = Duration.between(second, now);
        String iso = second.toString();
        String date = DATE.format(second);
        String minute = MINUTE.format(second);
        if (ago.toDays() >= YEAR_DAYS) {
            return new TimeView(iso, date, minute, "ago.years", ago.toDays() / YEAR_DAYS);
        }
        if (ago.toDays() >= MONTH_DAYS) {
            return new TimeView(iso, date, minute, "ago.months", ago.toDays() / MONTH_DAYS);
        }
        if (ago.toDays() >= 1) {
            return new TimeView(iso, date, minute, "ago.days", ago.toDays());
        }
        if (ago.toHours() >= 1) {
            return new TimeView(iso, date, minute, "ago.hours", ago.toHours());
        }
        return new TimeView(iso, date, minute, "ago.minutes", Math.max(0, ago.toMinutes()));
    }
}
