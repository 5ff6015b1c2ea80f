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
import granary.web.token.Token;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** Makes links to objects, and lets in those who come by them. */
final class Links {
    /** The largest object taken in. */
    static final long OBJECT_BYTES_MAX = 1L << 40;

    private static final String PARAMETER = "grant";

    private final RepositoryAccess access;
    private final Callers callers;
    private final Grants grants;
    private final PublicUrl publicUrl;

    Links(RepositoryAccess access, Callers callers, Grants grants, PublicUrl publicUrl) {
        this.access = access;
        this.callers = callers;
        this.grants = grants;
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
        var grant = new Grant(
                action,
                repository.key(),
                userId(caller),
                tokenId(caller),
                object.sha256(),
                object.size(),
                grants.expiry());
        String path = action == Grant.Action.VERIFY
                ? "verify"
                : "objects/" + object.sha256().hex();
        String href = base + path + "?" + PARAMETER + "=" + grants.sign(grant);
        return new LfsJson.Link(href, Grants.LIFETIME.toSeconds());
    }

    private static Optional<UUID> userId(Caller caller) {
        return caller instanceof Caller.Member member
                ? Optional.of(member.user().id())
                : Optional.empty();
    }

    private static Optional<UUID> tokenId(Caller caller) {
        return caller instanceof Caller.Member member ? member.token().map(Token::id) : Optional.empty();
    }

    /**
     * Lets in whoever holds a link, when its holder may still do what it is for. Everything is asked anew: what was
     * revoked since it was made, no link brings back.
     */
    Admission admit(HttpServletRequest request, RepoUrl url, Grant.Action action) {
        String text = request.getParameter(PARAMETER);
        Grant grant = Optional.ofNullable(text)
                .flatMap(grants::open)
                .filter(opened -> opened.action() == action)
                .orElseThrow(() -> new RefusedException(
                        HttpStatus.FORBIDDEN, "This link is not valid or has run out; ask for the objects again"));
        RepositoryInfo repository = access.require(holder(grant), url.repoId(), action.permission());
        if (!repository.key().equals(grant.repository())) {
            throw NotFoundException.repository();
        }
        return new Admission(repository, new Content(grant.oid(), grant.size()));
    }

    private Caller holder(Grant grant) {
        if (grant.userId().isEmpty()) {
            return Caller.ANONYMOUS;
        }
        return callers.again(grant.userId().get(), grant.tokenId())
                .orElseThrow(() -> new RefusedException(
                        HttpStatus.FORBIDDEN, "The access token or account that this link was made for is gone"));
    }

    /** A repository and the one object in it that may be transferred. */
    record Admission(RepositoryInfo repository, Content object) {}
}
