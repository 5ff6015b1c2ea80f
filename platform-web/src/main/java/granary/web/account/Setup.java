package granary.web.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.springframework.transaction.annotation.Transactional;

/** The first start: makes the first administrator, once, for whoever has the setup code. */
@Transactional
public class Setup {
    private final Accounts accounts;
    private final Site site;
    private final SetupCode code;

    Setup(Accounts accounts, Site site, SetupCode code) {
        this.accounts = accounts;
        this.site = site;
        this.code = code;
    }

    /** Whether the server still waits for its first administrator. */
    @Transactional(readOnly = true)
    public boolean isOpen() {
        return !accounts.hasAdministrator();
    }

    /**
     * Makes the administrator and keeps the answers.
     *
     * @throws WrongSetupCodeException when the code is not the one in the log, or setup is over
     */
    public User complete(Answers answers) {
        String expected = code.current().orElseThrow(WrongSetupCodeException::new);
        if (!sameText(expected, answers.code().strip().toUpperCase(Locale.ROOT))) {
            throw new WrongSetupCodeException();
        }
        site.answer(answers.siteName(), answers.publicUrl(), answers.anonymousRead());
        User admin = accounts.createUser(answers.administrator());
        code.useUp();
        return admin;
    }

    private static boolean sameText(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** What the setup page asks; the administrator must be one ({@link NewUser#siteAdmin}). */
    public record Answers(
            String code, String siteName, Optional<String> publicUrl, boolean anonymousRead, NewUser administrator) {
        private static final int NAME_MAX = 80;

        public Answers {
            if (siteName.isBlank() || siteName.length() > NAME_MAX) {
                throw new IllegalArgumentException("the site's name has 1 to 80 characters");
            }
            if (!administrator.siteAdmin()) {
                throw new IllegalArgumentException("setup makes an administrator");
            }
            publicUrl = publicUrl.map(Answers::requireUrl);
        }

        private static String requireUrl(String url) {
            if (!url.matches("https?://[A-Za-z0-9.\\[\\]:_-]+/?")) {
                throw new IllegalArgumentException(
                        "a public URL is http:// or https://, a host and perhaps a port: '%s'".formatted(url));
            }
            return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        }
    }
}
