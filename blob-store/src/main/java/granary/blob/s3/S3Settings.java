package granary.blob.s3;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which bucket of which server objects are kept in.
 *
 * @param endpoint the server: {@code http://} or {@code https://}, a host and perhaps a port
 * @param region what requests are signed for; servers of one's own mostly take {@value #USUAL_REGION}
 * @param bucket has to be there; nobody makes it
 * @param prefix what every key begins with: empty, or folders with a slash at the end
 * @param publicEndpoint how clients reach the same server; empty when they are not to read from it
 */
public record S3Settings(
        URI endpoint,
        String region,
        String bucket,
        String prefix,
        Credentials credentials,
        Optional<URI> publicEndpoint) {
    public static final String USUAL_REGION = "us-east-1";

    private static final int PREFIX_LENGTH_MAX = 200;
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("(?:(?!\\.{1,2}/)[A-Za-z0-9._-]+/)*");
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public S3Settings {
        requireServer(endpoint);
        publicEndpoint.ifPresent(S3Settings::requireServer);
        require(REGION.matcher(region).matches(), "a region", region);
        require(BUCKET.matcher(bucket).matches(), "the name of a bucket", bucket);
        require(
                prefix.length() <= PREFIX_LENGTH_MAX && PREFIX.matcher(prefix).matches(),
                "a prefix of folders, each with a slash behind it",
                prefix);
    }

    /** Who asks the server, and what proves it. */
    public record Credentials(String accessKey, String secretKey) {
        public Credentials {
            if (accessKey.isBlank() || secretKey.isBlank()) {
                throw new IllegalArgumentException("access key and secret key are both needed");
            }
        }

        /** Without the secret: this may end up in a log. */
        @Override
        public String toString() {
            return "Credentials[accessKey=%s]".formatted(accessKey);
        }
    }

    private static void requireServer(URI url) {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        boolean bare = url.getRawPath() == null || url.getRawPath().isEmpty();
        require(
                web
                        && bare
                        && url.getHost() != null
                        && url.getUserInfo() == null
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null,
                "a server: http:// or https://, a host and perhaps a port",
                url);
    }

    private static void require(boolean isGood, String expected, Object value) {
        if (!isGood) {
            throw new IllegalArgumentException("'%s' is not %s".formatted(value, expected));
        }
    }

    /** Bucket and prefix, as people write them. */
    public String place() {
        return "s3://" + bucket + "/" + prefix;
    }
}
