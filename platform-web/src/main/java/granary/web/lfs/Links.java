package granary.web.lfs;

import granary.blob.content.Content;
import granary.repo.NotFoundException;
import granary.repo.RepositoryInfo;
import granary.web.access.Caller;
import granary.web.access.Callers;
import granary.web.access.PublicUrl;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import granary.web.error.RefusedException;
import granary.web.link.Holder;
import granary.web.link.Signer;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** Makes links to objects, and lets in those who come by them. */
final class Links {
    /** The largest object taken in. */
    static final long OBJECT_BYTES_MAX = 1L << 40;

    /** How long a link may wait to be used. Clients ask for new ones when theirs are old. */
    static final Duration LIFETIME = Duration.ofHours(1);

    private static final Signer.Purpose PURPOSE = new Signer.Purpose("lfs");
    private static final String PARAMETER = "grant";

    private final RepositoryAccess access;
    private final Callers callers;
    private final Signer signer;
    private final PublicUrl publicUrl;

    Links(RepositoryAccess access, Callers callers, Signer signer, PublicUrl publicUrl) {
        this.access = access;
        this.callers = callers;
        this.signer = signer;
        this.publicUrl = publicUrl;
    }

    /** What the links of a repository begin with, for the client of this request. */
    String baseOf(HttpServletRequest request, RepositoryInfo repository) {
        return "%s/%s%s.git/info/lfs/"
                .formatted(
                        publicUrl.of(request),
                        repository.id().type().urlPrefix(),
                        repository.id().path());
    }

    LfsJson.Link to(String base, Caller caller, RepositoryInfo repository, Grant.Action action, Content object) {
        var grant = new Grant(action, repository.key(), Holder.of(caller), object.sha256(), object.size());
        String path = action == Grant.Action.VERIFY
                ? "verify"
                : "objects/" + object.sha256().hex();
        String signed = signer.sign(PURPOSE, grant.write(), signer.expiry(LIFETIME));
        return new LfsJson.Link(base + path + "?" + PARAMETER + "=" + signed, LIFETIME.toSeconds());
    }

    /**
     * Lets in whoever holds a link, when its holder may still do what it is for. Everything is asked anew: what was
     * revoked since it was made, no link brings back.
     */
    Admission admit(HttpServletRequest request, RepoUrl url, Grant.Action action) {
        String text = request.getParameter(PARAMETER);
        Grant grant = Optional.ofNullable(text)
                .flatMap(this::open)
                .filter(opened -> opened.action() == action)
                .orElseThrow(() -> new RefusedException(
                        HttpStatus.FORBIDDEN, "This link is not valid or has run out; ask for the objects again"));
        RepositoryInfo repository = access.require(holder(grant), url.repoId(), action.permission());
        if (!repository.key().equals(grant.repository())) {
            throw NotFoundException.repository();
        }
        return new Admission(repository, new Content(grant.oid(), grant.size()));
    }

    private Optional<Grant> open(String text) {
        return signer.open(PURPOSE, text, Duration.ZERO)
                .filter(statement -> statement.length == Grant.BYTES)
                .map(statement -> Grant.read(ByteBuffer.wrap(statement)));
    }

    private Caller holder(Grant grant) {
        return callers.again(grant.holder().userId(), grant.holder().tokenId())
                .orElseThrow(() -> new RefusedException(
                        HttpStatus.FORBIDDEN, "The access token or account that this link was made for is gone"));
    }

    /** A repository and the one object in it that may be transferred. */
    record Admission(RepositoryInfo repository, Content object) {}
}
