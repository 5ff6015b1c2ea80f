package granary.repo.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacedInputTest {
    /** Gives one byte after each pause. */
    private static InputStream slow(Duration pause) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
                return 'x';
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                target[offset] = (byte) read();
                return 1;
            }
        };
    }

    @Test
    void aClientThatSendsNextToNothingIsGivenUp() {
        InputStream in = new PacedInput(slow(Duration.ofMillis(10)), Duration.ofMinutes(1), Duration.ofMillis(100));

        assertThatThrownBy(in::readAllBytes)
                .isInstanceOf(SlowPeerException.class)
                .hasMessageContaining("fewer than 512 bytes a second");
    }

    @Test
    void aTransferEndsAtItsDeadline() {
        InputStream in = new PacedInput(slow(Duration.ofMillis(5)), Duration.ofMillis(50), Duration.ofMinutes(1));

        assertThatThrownBy(in::readAllBytes)
                .isInstanceOf(SlowPeerException.class)
                .hasMessageContaining("longer than the server allows");
        assertThatThrownBy(() -> in.skip(1000)).isInstanceOf(SlowPeerException.class);
    }

    @Test
    void whoeverKeepsPaceIsReadToTheEnd() throws IOException {
        byte[] bytes = new byte[100_000];
        InputStream in = new PacedInput(new ByteArrayInputStream(bytes), Duration.ofMinutes(1), Duration.ofNanos(1));

        assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
}
