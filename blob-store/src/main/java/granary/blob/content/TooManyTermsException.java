package granary.blob.content;

/** A range that is in too many pieces for one answer. A smaller one can be had. */
public final class TooManyTermsException extends RuntimeException {
    public TooManyTermsException(int termsMax) {
        super("This range is in more than %d pieces; ask for a smaller one with a Range header".formatted(termsMax));
    }
}
