package granary.web.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import granary.web.transfer.ByteRange.Part;
import granary.web.transfer.ByteRange.Unsatisfiable;
import granary.web.transfer.ByteRange.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @Test
    void firstToLastIsInclusive() {
        assertThat(ByteRange.of("bytes=0-0", 10)).isEqualTo(new Part(0, 1));
        assertThat(ByteRange.of("bytes=2-4", 10)).isEqualTo(new Part(2, 3));
    }

    @Test
    void lastIsCutToTheFile() {
        assertThat(ByteRange.of("bytes=8-100", 10)).isEqualTo(new Part(8, 2));
        assertThat(ByteRange.of("bytes=0-100000", 10)).isEqualTo(new Part(0, 10));
        assertThat(ByteRange.of("bytes=8-18446744073709551615", 10)).isEqualTo(new Part(8, 2));
    }

    @Test
    void openEndReachesTheEnd() {
        assertThat(ByteRange.of("bytes=7-", 10)).isEqualTo(new Part(7, 3));
    }

    @Test
    void suffixIsTheEndOfTheFile() {
        assertThat(ByteRange.of("bytes=-3", 10)).isEqualTo(new Part(7, 3));
        assertThat(ByteRange.of("bytes=-30", 10)).isEqualTo(new Part(0, 10));
        assertThat(ByteRange.of("bytes=-0", 10)).isEqualTo(new Unsatisfiable());
    }

    @Test
    void beyondTheEndThereIsNothing() {
        assertThat(ByteRange.of("bytes=10-", 10)).isEqualTo(new Unsatisfiable());
        assertThat(ByteRange.of("bytes=999999999999999999-", 10)).isEqualTo(new Unsatisfiable());
        assertThat(ByteRange.of("bytes=18446744073709551615-", 10)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,3-4", "bytes=4-2", "bytes=-", "lines=0-1", "bytes=a-b"})
    void whatIsNotOneRangeIsTheWholeFile(String header) {
        assertThat(ByteRange.of(header, 10)).isEqualTo(new Whole());
    }

    @Test
    void emptyFileIsAlwaysWhole() {
        assertThat(ByteRange.of("bytes=0-0", 0)).isEqualTo(new Whole());
    }

    @Test
    void contentRangeNamesTheLastByte() {
        assertThat(new Part(2, 3).contentRange(10)).isEqualTo("bytes 2-4/10");
    }
}
