package granary.web.ui;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The built style sheet, scripts and icons. Their names carry a hash of their content, so that browsers may keep them for
 * ever; the build's manifest says which name is today's.
 */
public final class Assets {
    static final String FOLDER = "static/a/";

    private static final String MANIFEST = FOLDER + "manifest.json";

    private final Map<String, String> names;

    Assets(Map<String, String> names) {
        this.names = new TreeMap<>(names);
    }

    /** Reads the manifest; without one the hub must not start, as every page would come out bare. */
    static Assets read() {
        try (InputStream manifest = Assets.class.getClassLoader().getResourceAsStream(MANIFEST)) {
            if (manifest == null) {
                throw new IllegalStateException("The pages' style sheet and scripts were not built (no " + MANIFEST
                        + "): build platform-web without -Dweb.skip=true");
            }
            return new Assets(new JsonMapper().readValue(manifest, new TypeReference<Map<String, String>>() {}));
        } catch (IOException | JacksonException e) {
            throw new IllegalStateException("The list of built assets is unreadable: " + MANIFEST, e);
        }
    }

    /** The URL of an asset by its plain name, such as {@code app.css}. */
    public String url(String name) {
        String hashed = names.get(name);
        if (hashed == null) {
            throw new IllegalArgumentException("no such asset: '%s', only %s".formatted(name, names.keySet()));
        }
        return "/a/" + hashed;
    }
}
