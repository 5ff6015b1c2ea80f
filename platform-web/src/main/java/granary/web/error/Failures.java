package granary.web.error;

import granary.blob.StorageFullException;
import granary.blob.content.DamagedContentException;
import granary.blob.content.IntakeRefusedException;
import granary.blob.content.ProofPendingException;
import granary.blob.content.ShardRefusedException;
import granary.blob.content.SweptMeanwhileException;
import granary.blob.content.TooManyTermsException;
import granary.blob.content.WithheldContentException;
import granary.blob.xet.XetFormatException;
import granary.repo.BusyException;
import granary.repo.ConflictException;
import granary.repo.LimitException;
import granary.repo.NotFoundException;
import granary.repo.transport.MalformedGitRequestException;
import granary.repo.transport.SlowPeerException;
import granary.web.access.ForbiddenException;
import granary.web.access.InvalidCredentialsException;
import granary.web.access.MalformedRequestException;
import granary.web.access.NotSignedInException;
import granary.web.account.NameTakenException;
import granary.web.error.Failure.Kind;
import java.util.Optional;
import org.apache.catalina.connector.ClientAbortException;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;

/** What each exception means. The one list of expected failures. */
final class Failures {
    static final String INTERNAL = "Something went wrong on this server. Please report the request id.";

    private static final String DATABASE_AWAY =
            "The server's database does not answer right now; try again in a moment";

    private Failures() {}

    static Failure of(Throwable e) {
        return switch (e) {
            case NotFoundException notFound -> notFound(notFound);
            case NotSignedInException _ -> Failure.of(401, Kind.NOT_SIGNED_IN, message(e));
            case InvalidCredentialsException _ -> Failure.of(401, Kind.BAD_CREDENTIALS, message(e));
            case ForbiddenException _ -> Failure.of(403, Kind.FORBIDDEN, message(e));
            case MalformedRequestException _ -> Failure.of(400, Kind.MALFORMED, message(e));
            case MalformedGitRequestException _ -> Failure.of(400, Kind.MALFORMED, message(e));
            case NameTakenException _ -> Failure.of(409, Kind.CONFLICT, message(e));
            case ConflictException conflict -> conflict(conflict);
            case LimitException _ -> Failure.of(413, Kind.TOO_LARGE, message(e));
            case IntakeRefusedException refused ->
                refused.reason() == IntakeRefusedException.Reason.TOO_LARGE
                        ? Failure.of(413, Kind.TOO_LARGE, message(e))
                        : Failure.of(422, Kind.MALFORMED, message(e));
            case StorageFullException _ ->
                Failure.of(507, Kind.STORAGE_FULL, "The server has no room left; nothing of this request was kept");
            case ProofPendingException _ -> Failure.of(503, Kind.BUSY, message(e));
            case SweptMeanwhileException _ -> Failure.of(503, Kind.BUSY, message(e));
            case ShardRefusedException _ -> Failure.of(400, Kind.MALFORMED, message(e));
            case XetFormatException _ -> Failure.of(400, Kind.MALFORMED, message(e));
            case TooManyTermsException _ -> Failure.of(413, Kind.TOO_LARGE, message(e));
            case WithheldContentException _ -> Failure.of(409, Kind.CONFLICT, message(e));
            case BusyException _ -> Failure.of(503, Kind.BUSY, message(e));
            case SlowPeerException _ -> Failure.of(408, Kind.MALFORMED, message(e));
            case ClientAbortException _ -> Failure.of(408, Kind.MALFORMED, "the connection broke off");
            case ConnectionLostException _ -> Failure.of(408, Kind.MALFORMED, message(e));
            case DamagedContentException _ -> Failure.of(500, Kind.INTERNAL, INTERNAL);
            case RefusedException refused -> Failure.ofStatus(refused.status().value(), message(e));
            case HttpMessageNotReadableException unread ->
                Failure.of(
                        400,
                        Kind.MALFORMED,
                        unread.getCause() instanceof JacksonException json
                                ? message(MalformedRequestException.ofBody(json))
                                : "The body is not what this call takes");
            case MethodArgumentTypeMismatchException mismatch ->
                Failure.of(400, Kind.MALFORMED, "The value of '%s' is not valid".formatted(mismatch.getName()));
            case ErrorResponse known -> ofSpring(known);
            default ->
                DatabaseAway.explains(e)
                        ? Failure.of(503, Kind.BUSY, DATABASE_AWAY)
                        : Failure.of(500, Kind.INTERNAL, INTERNAL);
        };
    }

    private static Failure notFound(NotFoundException e) {
        Kind kind = switch (e.kind()) {
            case REPOSITORY, OTHER -> Kind.NOT_FOUND;
            case REVISION -> Kind.REVISION_NOT_FOUND;
            case ENTRY -> Kind.ENTRY_NOT_FOUND;
        };
        return new Failure(404, kind, e.kind().code(), message(e), Optional.ofNullable(e.commit()));
    }

    private static Failure conflict(ConflictException e) {
        int status = e.kind() == ConflictException.Kind.BRANCH_MOVED ? 412 : 409;
        return Failure.of(status, Kind.CONFLICT, message(e));
    }

    private static Failure ofSpring(ErrorResponse e) {
        int status = e.getStatusCode().value();
        HttpStatus known = HttpStatus.resolve(status);
        String detail = e.getBody().getDetail();
        String message = detail != null ? detail : known != null ? known.getReasonPhrase() : "Request refused";
        return Failure.ofStatus(status, status == 404 ? "There is nothing at this address" : message);
    }

    private static String message(Throwable e) {
        return String.valueOf(e.getMessage());
    }
}
