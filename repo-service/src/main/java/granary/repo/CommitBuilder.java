package granary.repo;

import granary.blob.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Collects the changes of one commit. File bytes go into the object store as they come, so that a commit of any number of
 * files needs little memory; nothing is visible before {@link #commit}, and closing without it leaves nothing.
 */
public interface CommitBuilder extends AutoCloseable {
    /** Adds or replaces a file that git keeps. {@code size} bytes are read from {@code bytes}. */
    void addFile(RepoPath path, InputStream bytes, long size) throws IOException;

    /**
     * Adds or replaces a file whose bytes are content linked to this repository.
     *
     * @throws IllegalArgumentException when no such content is linked here
     */
    void addLfsFile(RepoPath path, Sha256 sha256) throws IOException;

    /** Deletes a file, or a folder with all in it; throws {@link NotFoundException} when there is none. */
    void delete(RepoPath path) throws IOException;

    /**
     * Makes the commit and moves the branch, in one transaction. A commit that changes nothing is made nevertheless,
     * as Hub clients expect one.
     *
     * @param title first line of the message
     * @param description what follows it; may be empty
     * @param parent what the client believes the branch to be at; a full or short commit id
     * @throws ConflictException {@code BRANCH_MOVED} when the branch is elsewhere, or moved meanwhile
     */
    CommitId commit(String title, String description, Optional<String> parent) throws IOException;

    @Override
    void close();
}
