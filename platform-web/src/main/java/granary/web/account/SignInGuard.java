package granary.web.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Slows down guessing: after five failures for a name, or fifty from an address, the next try must wait, each time twice
 * as long, up to fifteen minutes. Kept in the database, so that other nodes and a restart do not forget it.
 */
public final class SignInGuard {
    private static final int NAME_FAILURES_FREE = 5;
    private static final int ADDRESS_FAILURES_FREE = 50;
    private static final Duration FORGET_AFTER = Duration.ofHours(1);
    private static final Duration WAIT_MAX = Duration.ofMinutes(15);
    private static final int DOUBLINGS_MAX = 10;
    private static final int SUBJECT_MAX = 200;

    private final JdbcClient jdbc;
    private final Clock clock;

    SignInGuard(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** How long somebody must wait before the next try; zero when not at all. */
    public Duration waitFor(String name, String address) {
        Duration byName = waitFor(nameSubject(name), NAME_FAILURES_FREE);
        Duration byAddress = waitFor(addressSubject(address), ADDRESS_FAILURES_FREE);
        return byName.compareTo(byAddress) > 0 ? byName : byAddress;
    }

    private Duration waitFor(String subject, int free) {
        record Failures(int failures, Instant lastAt) {}
        return jdbc.sql("select failures, last_at from sign_in_failure where subject = ?")
                .param(subject)
                .query((row, _) ->
                        new Failures(row.getInt(1), row.getTimestamp(2).toInstant()))
                .optional()
                .filter(known -> known.failures() >= free)
                .map(known -> Duration.between(clock.instant(), known.lastAt().plus(pause(known.failures() - free))))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    private static Duration pause(int failuresTooMany) {
        Duration pause = Duration.ofSeconds(1L << Math.min(failuresTooMany, DOUBLINGS_MAX));
        return pause.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : pause;
    }

    public void failed(String name, String address) {
        for (String subject : List.of(nameSubject(name), addressSubject(address))) {
            jdbc.sql("""
                    insert into sign_in_failure (subject, failures, last_at) values (:subject, 1, :now)
                    on conflict (subject) do update set last_at = excluded.last_at, failures =
                        case when sign_in_failure.last_at < :forget then 1 else sign_in_failure.failures + 1 end""")
                    .param("subject", subject)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("forget", clock.instant().minus(FORGET_AFTER).atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    public void succeeded(String name) {
        jdbc.sql("delete from sign_in_failure where subject = ? or last_at < ?")
                .param(nameSubject(name))
                .param(clock.instant().minus(FORGET_AFTER).atOffset(ZoneOffset.UTC))
                .update();
    }

    private static String nameSubject(String name) {
        String key = "name:" + name.toLowerCase(java.util.Locale.ROOT).replace('\0', ' ');
        return key.substring(0, Math.min(key.length(), SUBJECT_MAX));
    }

    private static String addressSubject(String address) {
        return "address:" + address;
    }
}
