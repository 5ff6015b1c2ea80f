package granary.web.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class FileAnswerTest {
    private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.UTF_8);

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private MockHttpServletResponse send(FileAnswer answer) throws IOException {
        answer.send(request, response, (first, length, out) -> out.write(BYTES, (int) first, (int) length));
        return response;
    }

    private static FileAnswer named(String name) {
        return new FileAnswer(name, FileType.of(name), BYTES.length, "abc", false);
    }

    @Test
    void wholeFileComesWithItsIdentityAndLength() throws IOException {
        send(named("a.txt"));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getContentAsString()).isEqualTo("0123456789");
        assertThat(response.getHeader("ETag")).isEqualTo("\"abc\"");
        assertThat(response.getHeader("Accept-Ranges")).isEqualTo("bytes");
        assertThat(response.getHeader("Content-Length")).isEqualTo("10");
    }

    @Test
    void headTellsTheLengthAndSendsNothing() throws IOException {
        request.setMethod("HEAD");

        new FileAnswer("big.bin", FileType.of("big.bin"), 3L << 32, "abc", false).send(request, response, (_, _, _) -> {
            throw new AssertionError("nothing is to be read");
        });

        assertThat(response.getContentLengthLong()).isEqualTo(3L << 32);
    }

    @Test
    void partIs206() throws IOException {
        request.addHeader("Range", "bytes=2-4");

        send(named("a.txt"));

        assertThat(response.getStatus()).isEqualTo(206);
        assertThat(response.getHeader("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(response.getContentAsString()).isEqualTo("234");
    }

    @Test
    void rangeBeyondTheEndIs416() throws IOException {
        request.addHeader("Range", "bytes=10-");

        send(named("a.txt"));

        assertThat(response.getStatus()).isEqualTo(416);
        assertThat(response.getHeader("Content-Range")).isEqualTo("bytes */10");
    }

    @Test
    void rangeOfAnEmptyFileIs200() throws IOException {
        request.addHeader("Range", "bytes=0-0");

        send(new FileAnswer("empty.txt", FileType.text(), 0, "abc", false));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getHeader("Content-Range")).isEqualTo("bytes */0");
    }

    @Test
    void knownFileIsNotSentAgain() throws IOException {
        request.addHeader("If-None-Match", "\"other\", W/\"abc\"");

        send(named("a.txt"));

        assertThat(response.getStatus()).isEqualTo(304);
        assertThat(response.getContentAsByteArray()).isEmpty();
    }

    @Test
    void rangeOfAnotherVersionIsTheWholeFile() throws IOException {
        request.addHeader("Range", "bytes=5-");
        request.addHeader("If-Range", "\"old\"");

        assertThat(send(named("a.txt")).getStatus()).isEqualTo(200);
    }

    @Test
    void activeFilesAreOnlySaved() throws IOException {
        for (String name : new String[] {"x.html", "x.svg", "x.pdf", "x.js", "x.xml", "x.xhtml", "x"}) {
            var answer = new MockHttpServletResponse();
            named(name).send(request, answer, (_, _, _) -> {});

            assertThat(answer.getHeader("Content-Disposition")).as(name).startsWith("attachment;");
            assertThat(answer.getContentType()).as(name).doesNotContain("html", "javascript", "text/xml");
            assertThat(answer.getHeader("Content-Security-Policy")).startsWith("sandbox;");
            assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @Test
    void nameIsWrittenForOldAndNewReaders() throws IOException {
        send(named("naïve \"x\".txt"));

        assertThat(response.getHeader("Content-Disposition"))
                .isEqualTo("inline; filename*=UTF-8''na%C3%AFve%20%22x%22.txt; filename=\"na_ve _x_.txt\";");
    }

    @Test
    void privateFileStaysWithItsReceiver() throws IOException {
        send(new FileAnswer("a.txt", FileType.text(), BYTES.length, "abc", true));

        assertThat(response.getHeader("Cache-Control")).contains("private");
    }
}
