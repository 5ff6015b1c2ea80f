package granary.web.member;

import granary.web.account.AccountName;
import granary.web.account.NewUser;
import granary.web.account.Setup;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the setup page's form sends; a field that was left out is empty. */
record SetupForm(
        @Nullable String code,
        @Nullable String siteName,
        @Nullable String publicUrl,
        @Nullable String name,
        @Nullable String email,
        @Nullable String password,
        @Nullable String anonymousRead) {
    private static final int LENGTH_MAX = 1000;
    private static final int SITE_NAME_MAX = 80;

    /** The form before anybody wrote into it. */
    static SetupForm fresh(String publicUrl, boolean anonymousRead) {
        return new SetupForm("", "Granary", publicUrl, "", "", "", anonymousRead ? "on" : null);
    }

    /** As the page shows it again. A password is never sent back. */
    SetupPage.Fields fields() {
        return new SetupPage.Fields(
                text(code), text(siteName), text(publicUrl), text(name), text(email), anonymousRead != null);
    }

    /**
     * The answers.
     *
     * @throws IllegalArgumentException when a field holds what it may not
     */
    Setup.Answers answers(Optional<String> publicUrlToKeep) {
        return new Setup.Answers(
                text(code),
                text(siteName),
                publicUrlToKeep,
                anonymousRead != null,
                new NewUser(new AccountName(text(name)), "", text(email), true, password == null ? "" : password));
    }

    /** The message about the first field that is wrong, when {@link #answers} refused. */
    String problem() {
        if (text(siteName).isEmpty() || text(siteName).length() > SITE_NAME_MAX) {
            return "setup.problem.site-name";
        }
        if (isRefused(() -> new AccountName(text(name)))) {
            return "setup.problem.name";
        }
        if (isRefused(() -> new NewUser(new AccountName("x"), "", "", true, password == null ? "" : password))) {
            return "setup.problem.password";
        }
        return isRefused(() -> answers(Optional.empty())) ? "setup.problem.email" : "setup.problem.public-url";
    }

    private static boolean isRefused(Supplier<Record> attempt) {
        try {
            Objects.requireNonNull(attempt.get());
            return false;
        } catch (IllegalArgumentException _) {
            return true;
        }
    }

    private static String text(@Nullable String field) {
        String text = field == null ? "" : field.strip();
        return text.substring(0, Math.min(text.length(), LENGTH_MAX));
    }
}
