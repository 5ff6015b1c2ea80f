package granary.blob.s3;

import granary.blob.s3.S3Requests.UploadId;
import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.ListMultipartUploadsResult.Upload;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What killed processes left: files here, multipart uploads in the bucket. */
final class AbandonedUploads {
    private final S3Requests requests;
    private final String prefix;
    private final Path folder;

    AbandonedUploads(S3Requests requests, String prefix, Path folder) {
        this.requests = requests;
        this.prefix = prefix;
        this.folder = folder;
    }

    /** Deletes files that nobody has written to for so long. */
    void removeFiles(Duration olderThan) throws IOException {
        Instant before = Instant.now().minus(olderThan);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.tmp")) {
            for (Path file : files) {
                if (isOlder(file, before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException keptMeanwhile) {
            return false;
        }
    }

    /**
     * Gives up multipart uploads that began so long ago. MinIO's server lists none but does this by itself, after a day; on
     * others the bucket's own rule for incomplete uploads can do it as well.
     */
    void giveUpMultiparts(Duration olderThan) throws IOException {
        Instant before = Instant.now().minus(olderThan);
        UploadId last = null;
        do {
            ListMultipartUploadsResult page = requests.listUploads(prefix, last);
            for (Upload upload : page.uploads()) {
                if (upload.initiated().toInstant().isBefore(before)) {
                    requests.abort(new UploadId(upload.objectName(), upload.uploadId()));
                }
            }
            last = page.isTruncated() ? new UploadId(page.nextKeyMarker(), page.nextUploadIdMarker()) : null;
        } while (last != null);
    }
}
