package granary.blob.content;

/** A file whose SHA-256 is not proven yet, on a machine that has others to prove. A little later it is. */
public final class ProofPendingException extends RuntimeException {
    public ProofPendingException() {
        super("This file was uploaded just now and is still being checked; try again in a moment");
    }
}
