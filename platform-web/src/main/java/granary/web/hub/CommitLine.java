package granary.web.hub;

import granary.web.access.MalformedRequestException;
import granary.web.transfer.Spill;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of a commit's body: {@code {"key": …, "value": {…}}}. Its {@code content}, which may be long and stands before
 * the {@code encoding} it is in, is passed over at first and read only when asked for.
 */
final class CommitLine {
    private static final String CONTENT = "content";
    private static final int TEXT_MAX = 64 * 1024;

    private final Spill line;
    private final JsonMapper json;
    private final Map<String, String> texts = new HashMap<>();
    private OptionalLong size = OptionalLong.empty();
    private String key = "";
    private boolean hasContent;

    private CommitLine(Spill line, JsonMapper json) {
        this.line = line;
        this.json = json;
    }

    /** Reads a line; it must stay as it is for as long as the result is used. */
    static CommitLine read(Spill line, JsonMapper json) throws IOException {
        var read = new CommitLine(line, json);
        read.eachField(read::take);
        return read;
    }

    /** What the line is about: {@code header}, {@code file}, {@code lfsFile}, {@code deletedFile} and so on. */
    String key() {
        return key;
    }

    Optional<String> text(String field) {
        return Optional.ofNullable(texts.get(field));
    }

    String require(String field) {
        return text(field)
                .orElseThrow(() -> new MalformedRequestException("A line '%s' needs '%s'".formatted(key, field)));
    }

    OptionalLong size() {
        return size;
    }

    /** Writes the bytes of {@code content} to {@code target}, decoded. */
    void copyContent(Spill target) throws IOException {
        if (!hasContent) {
            throw new MalformedRequestException("A line '%s' needs 'content'".formatted(key));
        }
        boolean base64 = switch (text("encoding").orElse("utf-8")) {
            case "base64" -> true;
            case "utf-8" -> false;
            default -> throw new MalformedRequestException("'encoding' must be base64 or utf-8");
        };
        eachField((name, parser) -> {
            if (!name.equals(CONTENT)) {
                parser.skipChildren();
            } else if (base64) {
                parser.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, target);
            } else {
                Writer writer = new OutputStreamWriter(target, StandardCharsets.UTF_8);
                parser.getString(writer);
                writer.flush();
            }
        });
    }

    private void take(String name, JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (name.equals(CONTENT)) {
            hasContent = token == JsonToken.VALUE_STRING;
        } else if (token == JsonToken.VALUE_STRING) {
            String text = parser.getString();
            if (text.length() > TEXT_MAX) {
                throw new MalformedRequestException("'%s' is too long".formatted(name));
            }
            texts.put(name, text);
        } else if (name.equals("size") && token == JsonToken.VALUE_NUMBER_INT) {
            size = OptionalLong.of(parser.getLongValue());
        } else {
            parser.skipChildren();
        }
    }

    /** Shows the fields of {@code value} to {@code visitor}, each with the parser at its value, and notes the key. */
    private void eachField(Visitor visitor) throws IOException {
        try (InputStream in = line.open();
                JsonParser parser = json.createParser(in)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT);
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("key") && token == JsonToken.VALUE_STRING) {
                    key = parser.getString();
                } else if (name.equals("value") && token == JsonToken.START_OBJECT) {
                    for (String field = parser.nextName(); field != null; field = parser.nextName()) {
                        parser.nextToken();
                        visitor.visit(field, parser);
                    }
                } else {
                    parser.skipChildren();
                }
            }
            expect(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new MalformedRequestException("A line of the commit is not JSON as it should be", e);
        }
    }

    private static void expect(boolean condition) {
        if (!condition) {
            throw new MalformedRequestException("A line of the commit is not a JSON object");
        }
    }

    private interface Visitor {
        void visit(String field, JsonParser parser) throws IOException;
    }
}
