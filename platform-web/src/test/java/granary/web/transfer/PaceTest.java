package granary.web.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import granary.web.error.ConnectionLostException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong now = new AtomicLong();
    private final Pace pace = new Pace(now::get);

    private int move(int bytes, Duration took) throws IOException {
        return pace.timed(() -> {
            now.addAndGet(took.toNanos());
            return bytes;
        });
    }

    @Test
    void waitingWithinTheGraceIsFine() throws IOException {
        assertThat(move(0, Pace.GRACE)).isZero();
    }

    @Test
    void tricklingPastTheGraceEnds() throws IOException {
        move(1, Pace.GRACE);

        assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(() -> move(1, Duration.ofSeconds(1)));
    }

    @Test
    void slowestPaceAllowedGoesOnForHours() throws IOException {
        for (int second = 0; second < 3 * 3600; second++) {
            move((int) Pace.BYTES_PER_SECOND_MIN, Duration.ofSeconds(1));
        }

        assertThat(now.get()).isPositive();
    }

    @Test
    void ourOwnTimeDoesNotCount() throws IOException {
        move(1, Duration.ZERO);
        now.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(move(1, Duration.ofSeconds(1))).isEqualTo(1);
    }

    @Test
    void endIsHandedOn() throws IOException {
        var in = new PacedInput(new ByteArrayInputStream(new byte[] {7}), pace);

        assertThat(in.read()).isEqualTo(7);
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void silenceIsAStall() {
        var in = new PacedInput(
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new SocketTimeoutException();
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        throw new SocketTimeoutException();
                    }
                },
                pace);

        assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(in::read);
    }
}
