package granary.web.lfs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of the LFS batch and verify calls, in the words of the Git LFS API. */
final class LfsJson {
    static final String MEDIA_TYPE = "application/vnd.git-lfs+json";

    private LfsJson() {}

    /** What a client wants to transfer. */
    record BatchRequest(
            @Nullable String operation,
            @Nullable List<String> transfers,
            @Nullable List<ObjectRequest> objects,
            @JsonProperty("hash_algo") @Nullable String hashAlgo,
            @Nullable Ref ref) {}

    /** What the objects are for: a branch, a full ref name, or nothing. */
    record Ref(@Nullable String name) {}

    /** One object as a client names it; nothing of it is checked yet. */
    record ObjectRequest(@Nullable String oid, @Nullable Long size) {}

    record BatchAnswer(
            String transfer, @JsonProperty("hash_algo") String hashAlgo, List<ObjectAnswer> objects) {}

    /** What to do for one object: something, nothing because it is there already, or why it cannot be. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ObjectAnswer(
            String oid,
            long size,
            @Nullable Boolean authenticated,
            @Nullable Map<String, Link> actions,
            @Nullable ObjectError error) {
        static ObjectAnswer of(String oid, long size, Map<String, Link> actions) {
            return new ObjectAnswer(oid, size, true, actions, null);
        }

        static ObjectAnswer present(String oid, long size) {
            return new ObjectAnswer(oid, size, null, null, null);
        }

        static ObjectAnswer refused(ObjectRequest wanted, int code, String message) {
            String oid = wanted.oid() == null ? "" : wanted.oid();
            long size = wanted.size() == null ? 0 : wanted.size();
            return new ObjectAnswer(oid, size, null, null, new ObjectError(code, message));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Link(
            String href,
            @JsonProperty("expires_in") long expiresInSeconds,
            @Nullable Map<String, String> header) {
        Link(String href, long expiresInSeconds) {
            this(href, expiresInSeconds, null);
        }
    }

    record ObjectError(int code, String message) {}
}
