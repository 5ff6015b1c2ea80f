package granary.web.ui;

import java.util.Locale;

/** A person or organization as pages show them. Pictures are drawn from the name: nothing is fetched from elsewhere. */
public record AvatarView(String name, String fullName, String href, String initial, int colour) {
    private static final int COLOURS = 5;

    public static AvatarView of(String name, String fullName) {
        String initial = name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
        int colour = Math.floorMod(name.toLowerCase(Locale.ROOT).hashCode(), COLOURS) + 1;
        return new AvatarView(name, fullName, "/" + PathText.segment(name), initial, colour);
    }
}
