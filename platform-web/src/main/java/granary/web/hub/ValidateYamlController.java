package granary.web.hub;

import granary.repo.card.Card;
import granary.repo.card.CardRules;
import granary.web.transfer.JsonBodies;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what is wrong with a card before it is committed (hub-api.md §14). Needs nobody to be signed in. */
@RestController
class ValidateYamlController {
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final JsonBodies bodies;

    ValidateYamlController(JsonBodies bodies) {
        this.bodies = bodies;
    }

    @PostMapping("/api/validate-yaml")
    ResponseEntity<?> validate(HttpServletRequest request) throws IOException {
        CardBody body = bodies.read(request, CardBody.class, JsonBodies.LARGE);
        CardRules.Verdict verdict = CardRules.check(Card.parse(body.content() == null ? "" : body.content()));
        HttpStatus status = verdict.isRefused() ? HttpStatus.BAD_REQUEST : HttpStatus.OK;
        String accept = Objects.toString(request.getHeader("Accept"), "");
        if (accept.startsWith(MediaType.TEXT_PLAIN_VALUE)) {
            return ResponseEntity.status(status).contentType(TEXT).body(lines(verdict));
        }
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(new VerdictView(messages(verdict.errors()), messages(verdict.warnings())));
    }

    private static String lines(CardRules.Verdict verdict) {
        return Stream.concat(
                        verdict.errors().stream().map(error -> "- Error: " + error + "\n"),
                        verdict.warnings().stream().map(warning -> "- Warning: " + warning + "\n"))
                .collect(Collectors.joining());
    }

    private static List<Message> messages(List<String> texts) {
        return texts.stream().map(Message::new).toList();
    }

    record CardBody(@Nullable String content, @Nullable String repoType) {}

    record VerdictView(List<Message> errors, List<Message> warnings) {}

    record Message(String message) {}
}
