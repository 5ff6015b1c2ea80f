package granary.web.lfs;

import granary.blob.Sha256;
import granary.web.access.Permission;
import granary.web.link.Holder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * What a link to an LFS object allows: one transfer of one object of one repository, by whoever asked for it. Links need
 * no header of their own, as Hub clients send none (hub-api.md §0.6).
 *
 * @param repository the repository's key: a later one of the same name is not meant
 * @param holder who asked
 * @param size of the object, in bytes
 */
record Grant(Action action, UUID repository, Holder holder, Sha256 oid, long size) {
    /** Length of {@link #write}, in bytes. */
    static final int BYTES = 1 + 16 + Holder.BYTES + 32 + 8;

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

    /** Action (1 byte), repository (16), holder, oid (32), size (8). */
    byte[] write() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).put((byte) action.code);
        Holder.write(bytes, repository);
        holder.write(bytes);
        return bytes.put(oid.bytes()).putLong(size).array();
    }

    /** Reads {@link #BYTES} bytes that {@link #write} made. */
    static Grant read(ByteBuffer bytes) {
        Action action = Action.of(bytes.get());
        UUID repository = Holder.readUuid(bytes);
        Holder holder = Holder.read(bytes);
        byte[] oid = new byte[32];
        bytes.get(oid);
        return new Grant(action, repository, holder, Sha256.of(oid), bytes.getLong());
    }
}
