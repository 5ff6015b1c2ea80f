package granary.repo.transport;

import granary.repo.RepoId;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommandErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes wrong while refs are moved is our fault, not the pusher's: it goes to the log, and the pusher is told so. */
record LoggedCommandErrors(RepoId repository) implements ReceiveCommandErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedCommandErrors.class);

    @Override
    public void handleBatchRefUpdateException(List<ReceiveCommand> commands, IOException error) {
        LOG.error("the refs of {} could not be moved", repository.path(), error);
        for (ReceiveCommand command : commands) {
            if (command.getResult() == ReceiveCommand.Result.NOT_ATTEMPTED) {
                command.setResult(
                        ReceiveCommand.Result.REJECTED_OTHER_REASON,
                        "the server could not write it down; fetch to see whether it did, and try again");
            }
        }
    }
}
