package granary.repo.transport;

import granary.repo.card.Card;
import granary.repo.card.CardRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Looks at the card a branch would get; one that the branch has already is not judged again. */
record CardCheck(RevWalk walk) {
    private static final String CARD = "README.md";
    private static final int CARD_BYTES_MAX = Card.CHARACTERS_MAX;

    /** Why the card is refused. {@code before} is where the branch was; all zeros when it is new. */
    Optional<String> refusal(ObjectId before, ObjectId after) throws IOException {
        Optional<ObjectId> card = cardAt(after);
        if (card.isEmpty() || (!before.equals(ObjectId.zeroId()) && card.equals(cardAt(before)))) {
            return Optional.empty();
        }
        ObjectLoader blob = reader().open(card.get(), Constants.OBJ_BLOB);
        if (blob.getSize() > CARD_BYTES_MAX) {
            return Optional.of(
                    "README.md has %,d bytes; a card has at most %,d".formatted(blob.getSize(), CARD_BYTES_MAX));
        }
        String text = new String(blob.getBytes(CARD_BYTES_MAX), StandardCharsets.UTF_8);
        CardRules.Verdict verdict = CardRules.check(Card.parse(text));
        return verdict.errors().stream().findFirst().map(error -> "README.md: " + error);
    }

    private Optional<ObjectId> cardAt(ObjectId commit) throws IOException {
        if (!(walk.parseAny(commit) instanceof RevCommit parsed)) {
            return Optional.empty();
        }
        try (TreeWalk tree = TreeWalk.forPath(reader(), CARD, parsed.getTree())) {
            boolean isFile = tree != null && (tree.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
            return isFile ? Optional.of(tree.getObjectId(0)) : Optional.empty();
        }
    }

    private ObjectReader reader() {
        return walk.getObjectReader();
    }
}
