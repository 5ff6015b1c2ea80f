package granary.web;

import granary.web.account.AccountName;
import granary.web.account.Accounts;
import granary.web.account.NewUser;
import granary.web.account.Role;
import granary.web.account.User;
import granary.web.settings.HubSettings;
import granary.web.token.NewToken;
import granary.web.token.TokenScope;
import granary.web.token.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One hub for the door tests of a JVM: alice and mallory, who have nothing to do with each other, and the organization
 * {@code lab}, which alice administers. Each test makes repositories of its own.
 */
public final class TestHub {
    private static final TestHub SHARED = start();

    private final Hub hub;
    private final Path data;
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private TestHub(Hub hub, Path data) {
        this.hub = hub;
        this.data = data;
    }

    public static TestHub shared() {
        return SHARED;
    }

    private static TestHub start() {
        try {
            Path data = Files.createTempDirectory("granary-doors");
            var started = new TestHub(Hub.start(HubSettings.onLoopback(data)), data);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> started.stop(data)));
            started.addUser("alice");
            started.addUser("mallory");
            Accounts accounts = started.hub.bean(Accounts.class);
            accounts.createOrganization(new AccountName("lab"), "The lab", true);
            accounts.addMember("lab", "alice", Role.ADMIN);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop(Path data) {
        hub.close();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addUser(String name) {
        User user = hub.bean(Accounts.class)
                .createUser(new NewUser(
                        new AccountName(name), name, name + "@example.org", false, "correct horse " + name));
        addToken(user, "write", TokenScope.WRITE);
        addToken(user, "read", TokenScope.READ);
    }

    private String addToken(User user, String name, TokenScope scope) {
        var wanted = new NewToken(user.id(), name, scope, Optional.empty(), Optional.empty());
        String secret = hub.bean(Tokens.class).create(wanted).secret().text();
        secrets.put(user.name() + " " + name, secret);
        return secret;
    }

    /** The folder of its objects, to spoil some. */
    public Path objects() {
        return data.resolve("objects");
    }

    public URI url() {
        return hub.url();
    }

    public Doors stranger() {
        return new Doors(http, hub.url(), Optional.empty());
    }

    /** With a token that may write. */
    public Doors alice() {
        return as("alice", "write");
    }

    /** With a token that may only read. */
    public Doors aliceReading() {
        return as("alice", "read");
    }

    public Doors mallory() {
        return as("mallory", "write");
    }

    private Doors as(String user, String token) {
        return new Doors(http, hub.url(), Optional.of(Objects.requireNonNull(secrets.get(user + " " + token))));
    }

    /** Alice with a fresh token, and how to take it away again. */
    public Revocable aliceForAWhile(String name) {
        Accounts accounts = hub.bean(Accounts.class);
        User alice = accounts.findUser("alice").orElseThrow();
        String secret = addToken(alice, name, TokenScope.WRITE);
        Tokens tokens = hub.bean(Tokens.class);
        return new Revocable(
                new Doors(http, hub.url(), Optional.of(secret)),
                () -> tokens.listOf(alice.id()).stream()
                        .filter(token -> token.name().equals(name))
                        .forEach(token -> tokens.revoke(alice.id(), token.id())));
    }

    public record Revocable(Doors doors, Runnable revoke) {}
}
