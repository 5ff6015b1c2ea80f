package granary.web.xet;

import granary.web.access.Permission;
import granary.web.link.Holder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What an access token of the CAS API allows: reading, or reading and writing, for one revision of one repository.
 *
 * @param repository the repository's key: a later one of the same name is not meant
 * @param holder who asked for it
 * @param revision as it was asked for; nothing is decided by it, as files belong to a repository as a whole
 */
record CasToken(Permission right, UUID repository, Holder holder, String revision) {
    private static final int FIXED_BYTES = 1 + 16 + Holder.BYTES;

    /** Right (1 byte), repository (16), holder, revision (the rest, UTF-8). */
    byte[] write() {
        byte[] name = revision.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + name.length);
        bytes.put((byte) (right == Permission.WRITE ? 'w' : 'r'));
        Holder.write(bytes, repository);
        holder.write(bytes);
        return bytes.put(name).array();
    }

    /** Reads what {@link #write} made. */
    static CasToken read(byte[] statement) {
        ByteBuffer bytes = ByteBuffer.wrap(statement);
        Permission right = bytes.get() == 'w' ? Permission.WRITE : Permission.READ;
        UUID repository = Holder.readUuid(bytes);
        Holder holder = Holder.read(bytes);
        String revision = StandardCharsets.UTF_8.decode(bytes).toString();
        return new CasToken(right, repository, holder, revision);
    }

    boolean allows(Permission wanted) {
        return wanted == Permission.READ || right == Permission.WRITE;
    }
}
