package granary.web.xet;

import granary.blob.content.CasStore;
import granary.blob.content.StoredFile;
import granary.blob.xet.XetHash;
import granary.repo.CommitId;
import granary.repo.RepositoryInfo;
import granary.web.access.Caller;
import granary.web.access.Permission;
import granary.web.access.PublicUrl;
import granary.web.link.Holder;
import granary.web.link.Signer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells clients where the CAS API is, and gives them tokens for it. */
public final class XetLinks {
    /** What clients take a file's Xet hash from, where others would follow a link. */
    public static final String FILE_INFO_TYPE = "application/vnd.xet-fileinfo+json";

    /** Clients renew theirs a minute before; a large upload does so now and then (xet-protocol.md §1.2). */
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    private static final Duration EPOCH_LIFETIME = Duration.ofSeconds(10);

    static final Signer.Purpose TOKEN = new Signer.Purpose("cas-token");

    private final PublicUrl publicUrl;
    private final CasStore store;
    private final Signer signer;
    private volatile @Nullable Epoch epoch;

    /** The store's name, and when it was looked up, in nanoseconds of this process's clock. */
    private record Epoch(String name, long readAt) {}

    XetLinks(PublicUrl publicUrl, CasStore store, Signer signer) {
        this.publicUrl = publicUrl;
        this.store = store;
        this.signer = signer;
    }

    /**
     * An access token of the CAS API.
     *
     * @param casUrl what paths of the API are appended to
     */
    public record Access(String casUrl, Instant expiresAt, String token) {
        /** The form of it that huggingface_hub and git-xet read. */
        public void writeTo(HeaderSink headers) {
            headers.set("X-Xet-Cas-Url", casUrl);
            headers.set("X-Xet-Access-Token", token);
            headers.set("X-Xet-Token-Expiration", String.valueOf(expiresAt.getEpochSecond()));
        }
    }

    /** Where headers go. */
    public interface HeaderSink {
        void set(String name, String value);
    }

    /** A token for somebody who has this right now. */
    public Access access(
            HttpServletRequest request, Caller caller, RepositoryInfo repository, Permission right, String revision) {
        Instant expiresAt = signer.expiry(TOKEN_LIFETIME);
        var token = new CasToken(right, repository.key(), Holder.of(caller), revision);
        return new Access(casUrl(request), expiresAt, signer.sign(TOKEN, token.write(), expiresAt));
    }

    /** Where clients get a token, and the next when it runs out. */
    public String tokenUrl(HttpServletRequest request, RepositoryInfo repository, Permission right, String revision) {
        return "%s/api/%s/%s/xet-%s-token/%s"
                .formatted(
                        publicUrl.of(request),
                        repository.id().type().plural(),
                        repository.id().path(),
                        right == Permission.WRITE ? "write" : "read",
                        URLEncoder.encode(revision, StandardCharsets.UTF_8));
    }

    /** Sets the headers that let clients fetch the file by Xet (xet-protocol.md §1.5). */
    public void announce(
            HttpServletRequest request,
            HttpServletResponse response,
            RepositoryInfo repository,
            CommitId commit,
            StoredFile file) {
        String hash = file.xetHash().text();
        response.setHeader("X-Xet-Hash", hash);
        response.addHeader(
                "Link",
                "<%s>; rel=\"xet-auth\", <%s/v1/reconstructions/%s>; rel=\"xet-reconstruction-info\""
                        .formatted(
                                tokenUrl(request, repository, Permission.READ, commit.hex()), casUrl(request), hash));
    }

    /** Whether there are chunks to fetch: an empty file has none, and no hash. */
    public static boolean isXet(StoredFile file) {
        return !file.xetHash().equals(XetHash.ZERO);
    }

    String casUrl(HttpServletRequest request) {
        return publicUrl.of(request) + "/cas/" + epoch();
    }

    /** Names the store this hub serves. An administrator may name it anew, on another node too. */
    String epoch() {
        Epoch known = epoch;
        if (known == null || System.nanoTime() - known.readAt() > EPOCH_LIFETIME.toNanos()) {
            known = new Epoch(store.epoch(), System.nanoTime());
            epoch = known;
        }
        return known.name();
    }
}
