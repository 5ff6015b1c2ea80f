package granary.repo.git;

import granary.blob.StoredObject;
import granary.blob.content.DamagedContentException;
import granary.blob.content.ReadBudget;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;

/** Reads a file of a pack and compares it with what it says of itself: packs and indexes end in the SHA-1 of the rest. */
final class PackFileCheck {
    private static final Set<String> WITH_CHECKSUM = Set.of("pack", "idx");
    private static final int CHECKSUM_BYTES = 20;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final ReadBudget budget;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    PackFileCheck(ReadBudget budget) {
        this.budget = budget;
    }

    /** @throws DamagedContentException when it has another size, or its bytes another checksum */
    void read(StoredObject file, PackFile expected) throws IOException {
        if (file.size() != expected.size()) {
            throw new DamagedContentException(
                    "%s has %d bytes, not %d".formatted(expected.name(), file.size(), expected.size()));
        }
        if (WITH_CHECKSUM.contains(expected.extension()) && file.size() > CHECKSUM_BYTES) {
            compare(file, expected);
        }
    }

    private void compare(StoredObject file, PackFile expected) throws IOException {
        MessageDigest digest = sha1();
        try (InputStream in = file.read(0, file.size())) {
            for (long left = file.size() - CHECKSUM_BYTES; left > 0; ) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new EOFException("%d bytes are missing".formatted(left + CHECKSUM_BYTES));
                }
                budget.spend(count);
                digest.update(buffer, 0, count);
                left -= count;
            }
            if (!Arrays.equals(digest.digest(), in.readNBytes(CHECKSUM_BYTES))) {
                throw new DamagedContentException("%s does not have its checksum".formatted(expected.name()));
            }
        } catch (EOFException | NoSuchFileException e) {
            throw new DamagedContentException("%s is gone or cut short".formatted(expected.name()), e);
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }
}
