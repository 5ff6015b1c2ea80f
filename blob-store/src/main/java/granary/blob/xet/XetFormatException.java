package granary.blob.xet;

import java.io.IOException;

/** Bytes that are not what the Xet format says they must be. */
public final class XetFormatException extends IOException {
    public XetFormatException(String message) {
        super(message);
    }
}
