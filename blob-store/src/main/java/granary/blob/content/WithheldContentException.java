package granary.blob.content;

import granary.blob.Sha256;

/** The bytes were sent as chunks, and turned out not to have the SHA-256 that their sender declared. */
public final class WithheldContentException extends RuntimeException {
    public WithheldContentException(Sha256 declared) {
        super(
                "This file is withheld: its bytes do not hash to the SHA-256 %s that its uploader declared. Upload it again."
                        .formatted(declared.hex()));
    }
}
