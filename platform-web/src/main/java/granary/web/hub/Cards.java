package granary.web.hub;

import granary.repo.card.Card;
import granary.repo.card.CardRules;
import granary.web.access.MalformedRequestException;

/** Cards that clients are about to commit. */
final class Cards {
    private Cards() {}

    /** Refuses a card as validate-yaml would, in a sentence. */
    static void require(String text) {
        CardRules.Verdict verdict = CardRules.check(Card.parse(text));
        if (verdict.isRefused()) {
            throw new MalformedRequestException("README.md: " + String.join("; ", verdict.errors()));
        }
    }
}
