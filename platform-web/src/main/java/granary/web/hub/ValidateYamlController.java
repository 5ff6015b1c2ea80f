package granary.web.hub;

import granary.repo.card.Card;
import granary.repo.card.CardRules;
import granary.web.access.MalformedRequestException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what is wrong with a card before it is committed (hub-api.md §14). Anybody may ask. With errors the status is 400,
 * and yet the body is the list: clients read it before they look at the status.
 */
@RestController
class ValidateYamlController {
    private final Cards cards;

    ValidateYamlController(Cards cards) {
        this.cards = cards;
    }

    @PostMapping("/api/validate-yaml")
    ResponseEntity<Object> validate(
            @RequestBody CardBody body, @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept) {
        String content = body.content();
        if (content == null || content.length() > Card.CHARACTERS_MAX) {
            throw new MalformedRequestException(
                    "'content' must be the text of a card, of at most %d characters".formatted(Card.CHARACTERS_MAX));
        }
        CardRules.Verdict verdict = cards.check(content);
        var answer = ResponseEntity.status(verdict.isRefused() ? HttpStatus.BAD_REQUEST : HttpStatus.OK);
        return accept.startsWith(MediaType.TEXT_PLAIN_VALUE)
                ? answer.contentType(new MediaType(MediaType.TEXT_PLAIN, java.nio.charset.StandardCharsets.UTF_8))
                        .body(asText(verdict))
                : answer.contentType(MediaType.APPLICATION_JSON).body(VerdictView.of(verdict));
    }

    private static String asText(CardRules.Verdict verdict) {
        return verdict.errors().stream()
                        .map(error -> "- Error: " + error + "\n")
                        .collect(Collectors.joining())
                + verdict.warnings().stream()
                        .map(told -> "- Warning: " + told + "\n")
                        .collect(Collectors.joining());
    }

    record CardBody(@Nullable String content, @Nullable String repoType) {}

    /** Errors and warnings, each a sentence. */
    record VerdictView(List<Message> errors, List<Message> warnings) {
        record Message(String message) {}

        static VerdictView of(CardRules.Verdict verdict) {
            return new VerdictView(
                    verdict.errors().stream().map(Message::new).toList(),
                    verdict.warnings().stream().map(Message::new).toList());
        }
    }
}
