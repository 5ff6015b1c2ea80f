package granary.web.admincli;

import tools.jackson.databind.JsonNode;

/**
 * What a command leads to.
 *
 * @param json as the hub said it; printed with {@code --json}
 * @param text the same for people
 * @param good whether the command counts as a success
 */
record Answer(JsonNode json, String text, boolean good) {
    static Answer of(JsonNode json, String text) {
        return new Answer(json, text, true);
    }
}
