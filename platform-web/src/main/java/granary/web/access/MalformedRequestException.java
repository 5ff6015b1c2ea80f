package granary.web.access;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** The request cannot mean anything: a name, path, revision or body that breaks the rules; the message says which. */
public final class MalformedRequestException extends RuntimeException {
    public MalformedRequestException(String message) {
        super(message);
    }

    public MalformedRequestException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For a body that is no JSON, or not the JSON that a call takes: says where, never what, which may be a secret. */
    public static MalformedRequestException ofBody(JacksonException cause) {
        String field = cause.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
        if (!field.isEmpty()) {
            return new MalformedRequestException(
                    "The body is not what this call takes: the value of '%s' is not valid".formatted(field), cause);
        }
        TokenStreamLocation place = cause.getLocation();
        String where = place == null || place.getLineNr() < 1
                ? ""
                : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr());
        return new MalformedRequestException("The body is not the JSON that this call takes" + where, cause);
    }
}
