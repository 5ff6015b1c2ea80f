package granary.web.ui;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes view models of any record: empty, as usual, or with text that tries to break out of its place. */
final class SampleModels {
    static final String HOSTILE_TEXT = "\"'><script>alert(1)</script> style=\"x\" ${7*7} #{x} 模型\u202e&amp;";

    /** What the models hold. */
    enum Mood {
        EMPTY,
        TYPICAL,
        HOSTILE
    }

    /** Components whose text is one of our own words, which templates make message keys and names of icons of. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("type", "model"),
            Map.entry("icon", "box"),
            Map.entry("kind", "models"),
            Map.entry("Row.kind", "file"),
            Map.entry("FilePage.kind", "lfs"),
            Map.entry("Change.kind", "added"),
            Map.entry("FailureView.kind", "FORBIDDEN"),
            Map.entry("Row.badge", "lfs"),
            Map.entry("agoKey", "ago.days"),
            Map.entry("word", "relation.base"),
            Map.entry("tab", "card"),
            Map.entry("Tab.word", "card"),
            Map.entry("scope", "read"),
            Map.entry("expiry", "90"),
            Map.entry("sort", "name"),
            Map.entry("visibility", "private"),
            Map.entry("charset", "GB18030"),
            Map.entry("html", "<p>safe</p>"));

    private static final Map<String, String> OPTIONAL_WORDS =
            Map.of("FilePage.note", "file.large", "NewPage.problem", "new.problem.name", "problem", "login.failed");

    private final Mood mood;

    SampleModels(Mood mood) {
        this.mood = mood;
    }

    /** A record of this type. */
    Object of(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(type, components[i]);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private @Nullable Object value(Class<?> owner, RecordComponent component) throws ReflectiveOperationException {
        Class<?> type = component.getType();
        if (mood == Mood.EMPTY && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return null;
        }
        if (type == String.class) {
            return text(owner.getSimpleName(), component.getName());
        }
        if (type == List.class) {
            return mood == Mood.EMPTY ? List.of() : list(component.getGenericType());
        }
        if (type == int.class) {
            return mood == Mood.EMPTY ? 0 : 3;
        }
        if (type == long.class) {
            return mood == Mood.EMPTY ? 0L : 75L;
        }
        if (type == boolean.class) {
            return mood != Mood.EMPTY;
        }
        return type == UUID.class ? new UUID(1, 2) : of(type);
    }

    private String text(String owner, String name) {
        String word = WORDS.getOrDefault(owner + "." + name, WORDS.get(name));
        if (word != null) {
            return word;
        }
        String optional = OPTIONAL_WORDS.getOrDefault(owner + "." + name, OPTIONAL_WORDS.get(name));
        if (optional != null) {
            return mood == Mood.EMPTY ? "" : optional;
        }
        return switch (mood) {
            case EMPTY -> "";
            case TYPICAL -> "text";
            case HOSTILE -> HOSTILE_TEXT;
        };
    }

    private List<Object> list(Type listType) throws ReflectiveOperationException {
        Type element = ((ParameterizedType) listType).getActualTypeArguments()[0];
        if (element == String.class) {
            return List.of(mood == Mood.HOSTILE ? HOSTILE_TEXT : "text", "other");
        }
        return List.of(of((Class<?>) element), of((Class<?>) element));
    }
}
