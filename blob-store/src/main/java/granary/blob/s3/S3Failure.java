package granary.blob.s3;

import granary.blob.StorageFullException;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;

/** A request that S3 refused, or that got no answer. */
final class S3Failure extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final Set<Integer> PASSING_STATUSES = Set.of(408, 429, 500, 502, 503, 504);

    /** These also come in an answer of status 200, when the server found out too late (CompleteMultipartUpload). */
    private static final Set<String> PASSING_CODES = Set.of(
            "InternalError",
            "ServiceUnavailable",
            "SlowDown",
            "SlowDownRead",
            "SlowDownWrite",
            "RequestTimeout",
            "OperationAborted",
            "ConditionalRequestConflict");

    private static final Set<String> FULL_CODES =
            Set.of("QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "InsufficientCapacity");

    private final String code;
    private final int status;

    /** A refusal: {@code code} is the server's word for it, empty when it has none. */
    S3Failure(String request, String code, int status, String message, Throwable cause) {
        super("cannot %s: S3 answers %d %s (%s)".formatted(request, status, code, message), cause);
        this.code = code;
        this.status = status;
    }

    private S3Failure(String request, Throwable cause) {
        super("cannot %s: S3 gives no answer (%s)".formatted(request, said(cause)), cause);
        this.code = "";
        this.status = 0;
    }

    /** An answer without S3's XML: a proxy's in between, or one that was cut. */
    S3Failure(int status) {
        super("S3 answers %d without saying why".formatted(status));
        this.code = "";
        this.status = status;
    }

    /** What went wrong with {@code request}, in words such as "read xorbs/ab/…". */
    static IOException of(String request, Throwable cause) {
        S3Failure failure = switch (cause) {
            case ErrorResponseException refusal ->
                new S3Failure(
                        request,
                        Objects.requireNonNullElse(refusal.errorResponse().code(), ""),
                        refusal.response().code(),
                        Objects.requireNonNullElse(refusal.errorResponse().message(), ""),
                        refusal);
            case ServerException refusal -> new S3Failure(request, "", refusal.statusCode(), said(refusal), refusal);
            case S3Failure bare -> new S3Failure(request, "", bare.status, "without saying why", bare);
            default -> new S3Failure(request, cause);
        };
        return failure.isFull() ? new StorageFullException("the object store's S3 server is full", failure) : failure;
    }

    private static String said(Throwable cause) {
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }

    private boolean isFull() {
        return status == INSUFFICIENT_STORAGE || FULL_CODES.contains(code);
    }

    /** Whether asking again may help. */
    boolean mayPass() {
        return status == 0 || PASSING_STATUSES.contains(status) || PASSING_CODES.contains(code);
    }

    boolean hasAnswer() {
        return status != 0;
    }

    boolean isNoSuchKey() {
        return code.equals("NoSuchKey");
    }

    boolean isNoSuchUpload() {
        return code.equals("NoSuchUpload");
    }

    /** The key has an object already, and the request was to leave it as it is. */
    boolean isTaken() {
        return status == PRECONDITION_FAILED;
    }

    boolean isNotImplemented() {
        return status == NOT_IMPLEMENTED;
    }

    /** The server's word for what is wrong; empty when it has none. */
    String code() {
        return code;
    }
}
