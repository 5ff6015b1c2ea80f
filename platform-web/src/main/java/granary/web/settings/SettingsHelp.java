package granary.web.settings;

import java.util.stream.Collectors;

/** The table of settings as text: for the terminal, and for docs/settings.md. */
final class SettingsHelp {
    private SettingsHelp() {}

    static String text() {
        String flags = Setting.all().stream()
                .map(setting -> "  %s%n      %s%n      Default: %s. Environment: %s%n"
                        .formatted(
                                setting.flag()
                                        .map(flag -> flag + " " + setting.value())
                                        .orElse("(no flag: see environment)"),
                                setting.doc(),
                                setting.defaultText().isEmpty() ? "empty" : setting.defaultText(),
                                setting.environmentName()))
                .collect(Collectors.joining());
        return """
                Usage: granary run [--port NUMBER] [--host ADDRESS] [--data FOLDER] [more flags]

                Starts the hub: its database, the server, and the preview process. Ctrl-C stops all of it.
                A flag wins over the environment, that over granary.yaml, and that over the default.

                """ + flags;
    }

    /** The rows of the table in docs/settings.md. */
    static String markdownRows() {
        return Setting.all().stream()
                .map(setting -> "| %s | `%s` | %s | %s | %s |%n"
                        .formatted(
                                setting.inFile() ? "`" + setting.key() + "`" : "—",
                                setting.environmentName(),
                                setting.flag().map(flag -> "`" + flag + "`").orElse("—"),
                                setting.defaultText().isEmpty() ? "empty" : setting.defaultText(),
                                setting.doc()))
                .collect(Collectors.joining());
    }
}
