package granary.web.hub;

import granary.web.access.MalformedRequestException;
import java.util.List;
import java.util.Map;

/** Model cards: their metadata, and what is wrong with it (hub-api.md §14). */
final class Cards {
    Map<String, Object> metadata(String text) {
        return Map.of();
    }

    void require(String text) {
        List<String> errors = List.of();
        if (!errors.isEmpty()) {
            throw new MalformedRequestException(errors.getFirst());
        }
    }
}
