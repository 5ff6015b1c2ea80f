package granary.web.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import granary.repo.LimitException;
import granary.web.access.MalformedRequestException;
import granary.web.transfer.Spill;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class CommitLinesTest {
    private final JsonMapper json = JsonMapper.builder().build();
    private final Spill line;
    private final Spill content;

    CommitLinesTest(@TempDir Path folder) {
        this.line = new Spill(folder);
        this.content = new Spill(folder);
    }

    @AfterEach
    void close() throws IOException {
        line.close();
        content.close();
    }

    private CommitLines lines(String body) {
        return new CommitLines(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), line, json);
    }

    private CommitLine only(String body) throws IOException {
        return lines(body).next().orElseThrow();
    }

    private byte[] contentOf(CommitLine read) throws IOException {
        content.clear();
        read.copyContent(content);
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        }
    }

    @Test
    void linesComeOneByOneWhateverEndsThem() throws IOException {
        CommitLines lines = lines("""
                {"key":"header","value":{"summary":"s"}}\r

                {"key":"deletedFile","value":{"path":"a"}}""");

        assertThat(lines.next().orElseThrow().require("summary")).isEqualTo("s");
        assertThat(lines.next().orElseThrow().key()).isEqualTo("deletedFile");
        assertThat(lines.next()).isEmpty();
    }

    @Test
    void contentMayComeBeforeItsEncoding() throws IOException {
        CommitLine read =
                only("{\"key\":\"file\",\"value\":{\"content\":\"aGk=\",\"path\":\"a.txt\",\"encoding\":\"base64\"}}");

        assertThat(read.require("path")).isEqualTo("a.txt");
        assertThat(contentOf(read)).asString().isEqualTo("hi");
    }

    @Test
    void contentIsTextUnlessSaidOtherwise() throws IOException {
        CommitLine read = only("{\"value\":{\"path\":\"a\",\"content\":\"gr\\u00fc\\nß\"},\"key\":\"file\"}");

        assertThat(read.key()).isEqualTo("file");
        assertThat(contentOf(read)).asString(StandardCharsets.UTF_8).isEqualTo("grü\nß");
    }

    @Test
    void largestFileFitsInALine() throws IOException {
        byte[] bytes = new byte[10_000_000];
        new Random(1).nextBytes(bytes);
        String body = "{\"key\":\"file\",\"value\":{\"content\":\"%s\",\"path\":\"a\",\"encoding\":\"base64\"}}\n"
                .formatted(Base64.getEncoder().encodeToString(bytes));

        assertThat(contentOf(only(body))).isEqualTo(bytes);
    }

    @Test
    void lineOverTheLimitIsRefused() {
        String body = "x".repeat((int) CommitLines.LINE_BYTES_MAX + 1);

        assertThatExceptionOfType(LimitException.class)
                .isThrownBy(() -> lines(body).next());
    }

    @Test
    void sizeIsANumberAndOtherFieldsDontMatter() throws IOException {
        CommitLine read =
                only("{\"key\":\"lfsFile\",\"value\":{\"size\":12,\"oid\":\"x\",\"more\":{\"a\":[1]}},\"also\":[{}]}");

        assertThat(read.size()).hasValue(12);
        assertThat(read.require("oid")).isEqualTo("x");
    }

    @Test
    void brokenLinesAreRefused() {
        for (String body : new String[] {
            "{", "[]", "null", "{\"key\":\"file\"} {}", "{\"key\":\"file\",\"value\":{\"path\":\"a\"", "nonsense"
        }) {
            assertThatExceptionOfType(MalformedRequestException.class).as(body).isThrownBy(() -> only(body));
        }
    }

    @Test
    void brokenBase64IsRefused() throws IOException {
        CommitLine read =
                only("{\"key\":\"file\",\"value\":{\"content\":\"!!!\",\"path\":\"a\",\"encoding\":\"base64\"}}");

        assertThatExceptionOfType(MalformedRequestException.class).isThrownBy(() -> contentOf(read));
    }
}
