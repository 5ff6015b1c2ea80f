package granary.repo.git;

import granary.blob.ObjectKey;

/** A file of a pack: the pack itself, its index, or another, and how many bytes were stored. */
record PackFile(ObjectKey key, String extension, long size) {
    String name() {
        return key.path();
    }
}
