package granary.web.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client sends: {@code hf_} and letters, digits or underscores (Hub clients refuse tokens that begin otherwise,
 * hub-api.md §0.8). Its hash is plain SHA-256, which is right for secrets that nobody can guess: ours have 37 random
 * letters, 214 bits.
 */
public record TokenSecret(String text) {
    private static final Pattern PATTERN = Pattern.compile("hf_[A-Za-z0-9_]{8,200}");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LETTERS = 37;
    private static final int HINT_LETTERS = 4;

    public TokenSecret {
        if (!isOne(text)) {
            throw new IllegalArgumentException("a token is hf_ and 8 to 200 letters, digits or underscores");
        }
    }

    private static boolean isOne(String text) {
        return PATTERN.matcher(text).matches();
    }

    /** What a client sent, when it can be a token at all. */
    public static Optional<TokenSecret> find(String text) {
        return isOne(text) ? Optional.of(new TokenSecret(text)) : Optional.empty();
    }

    static TokenSecret random() {
        var random = new SecureRandom();
        var text = new StringBuilder("hf_");
        for (int i = 0; i < RANDOM_LETTERS; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return new TokenSecret(text.toString());
    }

    /** What a list shows to tell tokens apart: {@code hf_…} and the last four letters. */
    String hint() {
        return "hf_…" + text.substring(text.length() - HINT_LETTERS);
    }

    /** What is stored of it: SHA-256, in hex. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** Without the secret: this may end up in a log. */
    @Override
    public String toString() {
        return hint();
    }
}
