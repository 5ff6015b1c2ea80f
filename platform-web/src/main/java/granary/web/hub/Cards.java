package granary.web.hub;

import granary.repo.card.Card;
import granary.repo.card.CardRules;
import granary.web.access.MalformedRequestException;
import java.util.Map;

/** Model cards: their metadata, and what is wrong with it (hub-api.md §14). */
final class Cards {
    /** The front matter; empty when there is none or it cannot be read. */
    Map<String, Object> metadata(String text) {
        return Card.parse(text).metadata();
    }

    /** Lets a card pass that holds to the rules; else says the first that it breaks. */
    void require(String text) {
        CardRules.Verdict verdict = check(text);
        if (verdict.isRefused()) {
            throw new MalformedRequestException(verdict.errors().getFirst());
        }
    }

    CardRules.Verdict check(String text) {
        return CardRules.check(Card.parse(text));
    }
}
