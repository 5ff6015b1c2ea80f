package granary.contract.kit;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real Chromium. Each {@link Window} has its own cookies. */
public final class Browser implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /** Starts the system's Chromium; skips the calling test when there is none. */
    public static Browser launch() {
        String set = System.getenv().getOrDefault("GRANARY_CHROMIUM", "");
        Path chromium =
                set.isEmpty() ? Programs.require("chromium", "chromium-browser", "google-chrome") : Path.of(set);
        Path node = Programs.require("node");
        var playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", node.toString())));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(chromium)
                                .setArgs(FLAGS)));
    }

    /** A window onto {@code hub}, as wide as asked and in the theme that the system is said to prefer. */
    public Window open(URI hub, Look look) {
        var context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(hub.toString())
                .setViewportSize(look.width(), look.width() < 500 ? 844 : 900)
                .setColorScheme(look.dark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setJavaScriptEnabled(look.javaScript())
                .setLocale("en-US"));
        return new Window(hub, context);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }

    /** What a window looks like: its width in pixels, its theme, and whether scripts run. */
    public record Look(int width, boolean dark, boolean javaScript) {
        public static final Look DESKTOP = new Look(1280, false, true);
        public static final Look DESKTOP_DARK = new Look(1280, true, true);
        public static final Look PHONE = new Look(390, false, true);
        public static final Look PHONE_DARK = new Look(390, true, true);
        public static final Look NO_SCRIPT = new Look(1280, false, false);

        public static List<Look> all() {
            return List.of(DESKTOP, DESKTOP_DARK, PHONE, PHONE_DARK);
        }

        @Override
        public String toString() {
            return "%d-%s".formatted(width, dark ? "dark" : "light");
        }
    }
}
