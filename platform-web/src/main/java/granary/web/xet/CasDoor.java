package granary.web.xet;

import granary.blob.content.Scope;
import granary.blob.content.Viewer;
import granary.blob.xet.XetHash;
import granary.repo.NotFoundException;
import granary.repo.RepositoryInfo;
import granary.web.access.Caller;
import granary.web.access.Callers;
import granary.web.access.ForbiddenException;
import granary.web.access.MalformedRequestException;
import granary.web.access.Permission;
import granary.web.access.RepositoryAccess;
import granary.web.error.RefusedException;
import granary.web.link.Signer;
import granary.web.settings.DedupeScope;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** Lets clients into the CAS API by their access token. What was revoked since it was given out, it does not bring back. */
final class CasDoor {
    private static final String BEARER = "bearer ";

    /** Clients renew a token by their own clock, and take a refusal for final. */
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private final RepositoryAccess access;
    private final Callers callers;
    private final XetLinks links;
    private final Signer signer;
    private final DedupeScope dedupeScope;

    CasDoor(RepositoryAccess access, Callers callers, XetLinks links, Signer signer, DedupeScope dedupeScope) {
        this.access = access;
        this.callers = callers;
        this.links = links;
        this.signer = signer;
        this.dedupeScope = dedupeScope;
    }

    /** Who came in, and the repository that their token is for. */
    record Guest(Caller caller, RepositoryInfo repository, Viewer viewer) {
        Scope scope() {
            return new Scope(repository.key(), repository.id().namespace());
        }

        /** Only members write. */
        UUID person() {
            return viewer.person().orElseThrow(() -> new ForbiddenException("Sign in to upload"));
        }
    }

    /** Lets in whoever has a token for this and may still do it. */
    Guest admit(HttpServletRequest request, String epoch, Permission wanted) {
        requireEpoch(epoch);
        CasToken token = bearer(request)
                .flatMap(text -> signer.open(XetLinks.TOKEN, text, LEEWAY))
                .map(CasToken::read)
                .orElseThrow(
                        () -> unauthorized("The access token is missing, wrong or has run out; ask for a new one"));
        if (!token.allows(wanted)) {
            throw new ForbiddenException(
                    "This access token is for reading only; uploads need one from xet-write-token");
        }
        Caller caller = callers.again(token.holder().userId(), token.holder().tokenId())
                .orElseThrow(() -> unauthorized("The token or account that this access token was made for is gone"));
        RepositoryInfo repository = access.require(caller, token.repository(), wanted);
        return new Guest(caller, repository, viewer(caller, repository));
    }

    /** A client that remembers another store's URLs must not take this one for it (xet-protocol.md §6.9). */
    void requireEpoch(String epoch) {
        if (!epoch.equals(links.epoch())) {
            throw NotFoundException.other("There is no such store");
        }
    }

    private static Optional<String> bearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? Optional.of(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private static RefusedException unauthorized(String message) {
        return new RefusedException(HttpStatus.UNAUTHORIZED, message);
    }

    private Viewer viewer(Caller caller, RepositoryInfo repository) {
        Optional<UUID> person = caller instanceof Caller.Member member
                ? Optional.of(member.user().id())
                : Optional.empty();
        return new Viewer(repository.key(), person, keys -> visible(caller, repository, keys));
    }

    /** Those of the repositories whose contents the caller may know of when uploading to {@code target}. */
    private Set<UUID> visible(Caller caller, RepositoryInfo target, Set<UUID> repositories) {
        return switch (dedupeScope) {
            case REPOSITORY -> Set.of();
            case NAMESPACE -> {
                var readable = new HashMap<>(access.readable(caller, repositories));
                readable.values()
                        .removeIf(repository -> !repository
                                .id()
                                .namespace()
                                .equalsIgnoreCase(target.id().namespace()));
                yield readable.keySet();
            }
            case READABLE -> access.readable(caller, repositories).keySet();
            case HUB -> repositories;
        };
    }

    /** A hash in a URL. */
    static XetHash hash(String text) {
        if (!XetHash.isHash(text)) {
            throw new MalformedRequestException("A hash has 64 lower-case hex digits");
        }
        return XetHash.of(text);
    }
}
