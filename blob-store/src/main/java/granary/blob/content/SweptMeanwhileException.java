package granary.blob.content;

/** Stored bytes that a content was to share were swept, or found damaged, while it came in. Sending it again helps. */
public final class SweptMeanwhileException extends RuntimeException {
    public SweptMeanwhileException() {
        super("stored bytes that this content shares with others were swept while it came in; send it again");
    }
}
