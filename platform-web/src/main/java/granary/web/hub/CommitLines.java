package granary.web.hub;

import granary.repo.LimitException;
import granary.web.transfer.Spill;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of a commit line by line, in little memory however long it is (hub-api.md §8.4). */
final class CommitLines {
    /** A file of the largest size that git keeps, in base64, and its path. */
    static final long LINE_BYTES_MAX = 20L * 1024 * 1024;

    /** All lines together. Clients begin a new commit at 100 MB. */
    static final long BODY_BYTES_MAX = 2L * 1024 * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final Spill line;
    private final JsonMapper json;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int filled;
    private long read;

    /** {@code line} holds one line at a time. */
    CommitLines(InputStream in, Spill line, JsonMapper json) {
        this.in = in;
        this.line = line;
        this.json = json;
    }

    /** The next line that is not blank, to be used before the next call; empty at the end. */
    Optional<CommitLine> next() throws IOException {
        do {
            line.clear();
            if (!readLine()) {
                return Optional.empty();
            }
        } while (line.size() == 0);
        return Optional.of(CommitLine.read(line, json));
    }

    private boolean readLine() throws IOException {
        boolean any = false;
        while (position < filled || fill()) {
            any = true;
            int end = position;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            append(end - position);
            position = end;
            if (end < filled) {
                position++;
                return true;
            }
        }
        return any;
    }

    private void append(int length) throws IOException {
        boolean onlyReturn = length == 1 && buffer[position] == '\r' && line.size() == 0;
        if (!onlyReturn) {
            line.write(buffer, position, length);
        }
        if (line.size() > LINE_BYTES_MAX) {
            throw new LimitException("A line of the commit is longer than %d bytes".formatted(LINE_BYTES_MAX));
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        filled = Math.max(0, in.read(buffer, 0, buffer.length));
        read += filled;
        if (read > BODY_BYTES_MAX) {
            throw new LimitException("A commit's body is longer than %d bytes: make several".formatted(BODY_BYTES_MAX));
        }
        return filled > 0;
    }
}
