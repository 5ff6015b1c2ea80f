package granary.repo.testkit;

import granary.repo.RepositoryInfo;
import granary.repo.transport.GitTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Pushes bytes that no git would send, straight into the transport. */
public record RawPush(GitTransport transport, RepositoryInfo repository) {
    private static final String ZEROS = "0".repeat(40);

    /** Creates a branch at {@code target} with this pack; the server's answer as text. */
    public String create(String branch, byte[] target, byte[] pack) throws IOException {
        String command = "%s %s refs/heads/%s\0 report-status side-band-64k"
                .formatted(ZEROS, HexFormat.of().formatHex(target), branch);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes("%04x%s0000".formatted(command.length() + 4, command).getBytes(StandardCharsets.UTF_8));
        request.writeBytes(pack);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        transport.receive(repository, Storage.ALICE, "", new ByteArrayInputStream(request.toByteArray()), answer);
        return answer.toString(StandardCharsets.UTF_8);
    }
}
