package granary.repo.transport;

import static org.assertj.core.api.Assertions.assertThat;

import granary.repo.RepositoryInfo;
import granary.repo.testkit.Git;
import granary.repo.testkit.GitServer;
import granary.repo.testkit.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many pushes to one branch: one winner a round, and nothing of the others stays (security.md D6). */
class ConcurrentPushTest {
    private static final int CLIENTS = 6;
    private static final int ROUNDS = 4;

    @TempDir
    Path folder;

    private final Storage storage = new Storage();
    private final GitServer server = new GitServer(storage);

    @AfterEach
    void stop() {
        server.close();
        storage.close();
    }

    @Test
    void ofPushesAtOnceExactlyOneWins() throws Exception {
        RepositoryInfo info = storage.model();
        List<Git> clients = clients(info);
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(winners(threads, clients, round)).isOne();
                for (Git client : clients) {
                    client.run("fetch", "-q", "origin");
                    client.run("reset", "-q", "--hard", "origin/main");
                }
            }
        }

        assertThat(clients.getFirst().run("rev-list", "--count", "HEAD")).isEqualTo("" + (ROUNDS + 1));
        assertThat(clients.getFirst().run("fsck", "--full")).isEmpty();
        assertThat(storage.packRows(info)).isEqualTo(ROUNDS + 1);
        assertThat(storage.packObjects(info)).hasSize(2 * (ROUNDS + 1));
    }

    private List<Git> clients(RepositoryInfo info) throws IOException {
        Git first = Git.init(folder.resolve("client-0"));
        first.commit("start.txt", "start");
        first.run("remote", "add", "origin", server.url(info));
        first.run("push", "-q", "-u", "origin", "main");
        List<Git> clients = new ArrayList<>(List.of(first));
        for (int i = 1; i < CLIENTS; i++) {
            clients.add(Git.clone(folder.resolve("client-" + i), server.url(info)));
        }
        return clients;
    }

    private static int winners(ExecutorService threads, List<Git> clients, int round) throws Exception {
        List<Callable<Boolean>> pushes = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            Git client = clients.get(i);
            client.commit("file.txt", round + " by " + i);
            pushes.add(() -> !client.tryRun("push", "-q", "origin", "main").failed());
        }
        int winners = 0;
        for (Future<Boolean> won : threads.invokeAll(pushes)) {
            winners += won.get() ? 1 : 0;
        }
        return winners;
    }
}
