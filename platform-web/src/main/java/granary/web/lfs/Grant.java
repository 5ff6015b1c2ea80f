package granary.web.lfs;

import granary.blob.Sha256;
import granary.web.access.Permission;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * What a link to an LFS object allows: one transfer of one object of one repository, by whoever asked for it. Links need
 * no header of their own, as Hub clients send none (hub-api.md §0.6).
 *
 * @param repository the repository's key: a later one of the same name is not meant
 * @param userId who asked; empty for a stranger
 * @param tokenId what they came with; empty for a session
 * @param size of the object, in bytes
 */
record Grant(
        Action action,
        UUID repository,
        Optional<UUID> userId,
        Optional<UUID> tokenId,
        Sha256 oid,
        long size,
        Instant expiresAt) {
    /** Length of {@link #write}, in bytes. */
    static final int BYTES = 1 + 3 * 16 + 32 + 2 * 8;

    private static final UUID NOBODY = new UUID(0, 0);

    /** What a link is for, and what its holder must be allowed at the moment of using it. */
    enum Action {
        DOWNLOAD('d', Permission.READ),
        UPLOAD('u', Permission.WRITE),
        VERIFY('v', Permission.WRITE);

        private final char code;
        private final Permission permission;

        Action(char code, Permission permission) {
            this.code = code;
            this.permission = permission;
        }

        static Action of(byte code) {
            return Arrays.stream(values())
                    .filter(action -> action.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("not an action: " + code));
        }

        Permission permission() {
            return permission;
        }
    }

    /** Action (1 byte), repository, user and token (16 each, zeros for none), oid (32), size and expiry (8 each). */
    byte[] write() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).put((byte) action.code);
        write(bytes, repository);
        write(bytes, userId.orElse(NOBODY));
        write(bytes, tokenId.orElse(NOBODY));
        return bytes.put(oid.bytes())
                .putLong(size)
                .putLong(expiresAt.getEpochSecond())
                .array();
    }

    /** Reads {@link #BYTES} bytes that {@link #write} made. */
    static Grant read(ByteBuffer bytes) {
        Action action = Action.of(bytes.get());
        UUID repository = readUuid(bytes);
        Optional<UUID> user = Optional.of(readUuid(bytes)).filter(id -> !id.equals(NOBODY));
        Optional<UUID> token = Optional.of(readUuid(bytes)).filter(id -> !id.equals(NOBODY));
        byte[] oid = new byte[32];
        bytes.get(oid);
        return new Grant(
                action,
                repository,
                user,
                token,
                Sha256.of(oid),
                bytes.getLong(),
                Instant.ofEpochSecond(bytes.getLong()));
    }

    private static void write(ByteBuffer bytes, UUID id) {
        bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID readUuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
