package granary.repo.transport;

import granary.repo.Author;
import granary.repo.RepositoryInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Git's smart HTTP services, without the HTTP: {@code gitProtocol} is the value of the {@code Git-Protocol} header or
 * empty; bodies are already unzipped. Asks nobody for permission.
 */
public interface GitTransport {
    /** The answer to {@code GET info/refs?service=git-upload-pack}. */
    void advertiseUpload(RepositoryInfo repository, String gitProtocol, OutputStream out) throws IOException;

    /** The answer to {@code POST git-upload-pack}. Failures after the first byte reach the client as side-band errors. */
    void upload(RepositoryInfo repository, String gitProtocol, InputStream in, OutputStream out) throws IOException;

    /** The answer to {@code GET info/refs?service=git-receive-pack}. */
    void advertiseReceive(RepositoryInfo repository, String gitProtocol, OutputStream out) throws IOException;

    /** The answer to {@code POST git-receive-pack}; {@code pusher} goes to the reflog and the event. */
    void receive(RepositoryInfo repository, Author pusher, String gitProtocol, InputStream in, OutputStream out)
            throws IOException;
}
