package granary.repo.transport;

import granary.repo.git.PushRefusedException;
import java.io.IOException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;
import org.eclipse.jgit.transport.UnpackErrorHandler;

/** Tells the person who pushes why the pack was refused, and what to do; git shows one line of it. */
record UnpackSentences(UnpackErrorHandler next) implements UnpackErrorHandler {
    @Override
    public void handleUnpackException(Throwable error) throws IOException {
        next.handleUnpackException(
                switch (error) {
                    case TooLargeObjectInPackException tooLarge ->
                        refused(tooLarge, "large files belong in git-lfs (git lfs migrate import)");
                    case TooLargePackException tooLarge -> refused(tooLarge, "push in smaller parts");
                    case IOException told -> told;
                    case Exception fault ->
                        new IOException("the pack could not be taken: " + fault.getMessage(), fault);
                    case Throwable fatal -> fatal;
                });
    }

    private static PushRefusedException refused(IOException why, String advice) {
        return new PushRefusedException(why.getMessage() + " - " + advice);
    }
}
