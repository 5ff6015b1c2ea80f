package granary.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreviewServerTest {
    @Test
    void healthAnswersWhoeverBearsTheSecret() throws Exception {
        try (var server = PreviewServer.start("s3cret")) {
            HttpResponse<String> answer = get(server.url().resolve("/health"), "Bearer s3cret");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"up\"}");
        }
    }

    @Test
    void nothingAnswersWithoutTheSecret() throws Exception {
        try (var server = PreviewServer.start("s3cret")) {
            for (String path : new String[] {"/health", "/", "/anything"}) {
                assertThat(get(server.url().resolve(path), "Bearer guess").statusCode())
                        .isEqualTo(401);
                assertThat(get(server.url().resolve(path), "s3cret").statusCode())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void otherPathsAreNotThere() throws Exception {
        try (var server = PreviewServer.start("s3cret")) {
            assertThat(get(server.url().resolve("/models"), "Bearer s3cret").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void processSaysWhereItListensAndEndsWithItsInput() throws Exception {
        var out = new ByteArrayOutputStream();

        int exit = PreviewApplication.run(
                Map.of(PreviewApplication.SECRET, "s3cret"),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err);

        assertThat(exit).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).matches("listening on http://127\\.0\\.0\\.1:\\d+\\R");
    }

    @Test
    void processWithoutSecretDoesNotServe() throws Exception {
        int exit = PreviewApplication.run(
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                System.out,
                new PrintStream(new ByteArrayOutputStream()));

        assertThat(exit).isEqualTo(1);
    }

    private static HttpResponse<String> get(URI url, String authorization) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(url)
                            .header("Authorization", authorization)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
