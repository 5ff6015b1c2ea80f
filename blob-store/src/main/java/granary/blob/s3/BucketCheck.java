package granary.blob.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Finds out whether a bucket can be used before anything depends on it. Above all the server must refuse to overwrite when
 * it is told to: one that ignores the condition would let one hub change what another has remembered.
 */
final class BucketCheck {
    private final S3Requests requests;
    private final S3Settings settings;
    private final String name;

    BucketCheck(S3Requests requests, S3Settings settings) {
        this.requests = requests;
        this.settings = settings;
        this.name = settings.prefix() + "incoming/check-" + UUID.randomUUID();
    }

    /**
     * Lists, writes, tries to overwrite in both ways there are, and deletes what it wrote.
     *
     * @throws IOException with a sentence that says what is wrong and what to do
     */
    void run(Path folder) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "check-", ".tmp"), new byte[] {1});
        var oneByte = new FilePart(file, 0, 1);
        try {
            requests.list(name, null);
            requests.putIfAbsent(name, oneByte);
            try {
                requireRefusal(() -> requests.putIfAbsent(name, oneByte));
                requireRefusal(() -> overwriteInParts(file));
            } finally {
                requests.delete(name);
            }
        } catch (S3Failure failure) {
            throw new IOException(sentence(failure), failure);
        } finally {
            Files.delete(file);
        }
    }

    private void overwriteInParts(Path file) throws IOException {
        MultipartUpload upload = MultipartUpload.send(requests, name, file, 1);
        try {
            upload.complete();
        } finally {
            upload.abort();
        }
    }

    /** A write that has to fail. */
    private interface Overwrite {
        void run() throws IOException;
    }

    private void requireRefusal(Overwrite overwrite) throws IOException {
        try {
            overwrite.run();
        } catch (S3Failure failure) {
            if (failure.isTaken()) {
                return;
            }
            throw failure.isNotImplemented() ? overwrites() : failure;
        }
        throw overwrites();
    }

    private IOException overwrites() {
        return new IOException("""
                The S3 server at %s does not know conditional writes (If-None-Match) and would overwrite objects; \
                use one that does, such as a current MinIO.""".formatted(settings.endpoint()));
    }

    private String sentence(S3Failure failure) {
        String server = settings.endpoint().toString();
        if (!failure.hasAnswer()) {
            return "The S3 server at %s does not answer: %s.".formatted(server, failure.getMessage());
        }
        return switch (failure.code()) {
            case "NoSuchBucket" -> "There is no bucket %s at %s; make it first.".formatted(settings.bucket(), server);
            case "InvalidAccessKeyId" -> "The S3 server at %s does not know the access key.".formatted(server);
            case "SignatureDoesNotMatch" -> "The S3 server at %s refuses the secret key.".formatted(server);
            case "AccessDenied" ->
                "The S3 server at %s lets this access key not list, read, write and delete in %s: %s."
                        .formatted(server, settings.place(), failure.getMessage());
            case "AuthorizationHeaderMalformed", "PermanentRedirect", "InvalidRegion" ->
                "The bucket %s at %s is in another region than %s: %s."
                        .formatted(settings.bucket(), server, settings.region(), failure.getMessage());
            default -> "The S3 server at %s cannot be used: %s.".formatted(server, failure.getMessage());
        };
    }
}
