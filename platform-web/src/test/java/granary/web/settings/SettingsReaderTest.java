package granary.web.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.s3.S3Settings;
import granary.web.settings.HubSettings.Database;
import granary.web.settings.HubSettings.LogLevel;
import granary.web.settings.HubSettings.Scrubbing;
import granary.web.settings.HubSettings.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    SettingsReaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void nothingGivenIsAHubOnLoopback() {
        assertThat(read())
                .isEqualTo(new HubSettings(
                        "127.0.0.1",
                        8080,
                        folder.resolve("data"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        true,
                        DedupeScope.READABLE,
                        new Scrubbing(20_000_000, Duration.ofDays(30), Optional.empty()),
                        LogLevel.INFO));
    }

    @Test
    void everythingCanBeGivenInTheFile() throws IOException {
        Path certificate = Files.createFile(folder.resolve("cert.pem"));
        Path key = Files.createFile(folder.resolve("key.pem"));
        file("""
                port: 9000
                host: 0.0.0.0
                data: elsewhere
                public-url: https://hub.example.org/
                database-url: jdbc:postgresql://db/granary
                database-user: hub
                database-password: "p:w"
                objects: /srv/objects
                cache: /var/cache/granary
                anonymous-read: off
                trusted-proxies: [10.0.0.0/8, "::1"]
                tls-cert: cert.pem
                tls-key: key.pem
                preview: no
                dedupe-scope: namespace
                scrub-rate: 1.5 MiB
                scrub-period: 7d
                second-objects: /mnt/copy
                log-level: debug
                """);

        assertThat(read())
                .isEqualTo(new HubSettings(
                        "0.0.0.0",
                        9000,
                        folder.resolve("elsewhere"),
                        Optional.of(URI.create("https://hub.example.org")),
                        Optional.of(new Database("jdbc:postgresql://db/granary", "hub", "p:w")),
                        Optional.of(new ObjectLocation.Folder(Path.of("/srv/objects"))),
                        Optional.of(Path.of("/var/cache/granary")),
                        Optional.of(false),
                        List.of("10.0.0.0/8", "::1"),
                        Optional.of(new Tls(certificate, key)),
                        false,
                        DedupeScope.NAMESPACE,
                        new Scrubbing(
                                1_572_864,
                                Duration.ofDays(7),
                                Optional.of(new ObjectLocation.Folder(Path.of("/mnt/copy")))),
                        LogLevel.DEBUG));
    }

    @Test
    void objectsMayBeInABucket() throws IOException {
        environment.put("GRANARY_S3_SECRET_KEY", "hunter2");
        file("""
                objects: s3://weights/hub/one
                s3-endpoint: http://127.0.0.1:9000/
                s3-access-key: granary
                s3-region: eu-central-1
                s3-public-endpoint: https://s3.example.org
                """);
        var credentials = new S3Settings.Credentials("granary", "hunter2");
        var bucket = new S3Settings(
                URI.create("http://127.0.0.1:9000"),
                "eu-central-1",
                "weights",
                "hub/one/",
                credentials,
                Optional.of(URI.create("https://s3.example.org")));

        assertThat(read().objectLocation()).isEqualTo(new ObjectLocation.Bucket(bucket));
        assertThat(read().toString()).contains("s3://weights/hub/one/").doesNotContain("hunter2");
        assertRefused("Unknown flag --s3-secret-key", "--s3-secret-key", "hunter2");

        file("objects: s3://weights\ns3-endpoint: http://127.0.0.1:9000\ns3-access-key: granary\n");
        assertThat(read().objectLocation())
                .isEqualTo(new ObjectLocation.Bucket(new S3Settings(
                        URI.create("http://127.0.0.1:9000"),
                        "us-east-1",
                        "weights",
                        "",
                        credentials,
                        Optional.empty())));
    }

    @Test
    void aBucketNeedsItsServerAndCredentials() {
        assertRefused("--objects: a bucket needs GRANARY_S3_ENDPOINT too", "--objects", "s3://weights");
        assertRefused(
                "--objects: a bucket needs GRANARY_S3_ACCESS_KEY too",
                "--objects",
                "s3://weights",
                "--s3-endpoint",
                "http://127.0.0.1:9000");
        environment.put("GRANARY_S3_SECRET_KEY", "hunter2");
        assertRefused("GRANARY_S3_SECRET_KEY has no meaning unless GRANARY_OBJECTS is a bucket");
        assertRefused("GRANARY_S3_SECRET_KEY has no meaning", "--objects", "/srv/objects");
        environment.put("GRANARY_S3_ENDPOINT", "http://127.0.0.1:9000");
        environment.put("GRANARY_S3_ACCESS_KEY", "granary");
        assertRefused("--objects: 'Weights' is not the name of a bucket", "--objects", "s3://Weights");
        assertRefused("--objects: '../' is not a prefix of folders", "--objects", "s3://weights/..");
        assertRefused(
                "--s3-endpoint: 's3' is not the address of a server", "--objects", "s3://w-1", "--s3-endpoint", "s3");
    }

    @Test
    void flagWinsOverEnvironmentAndEnvironmentOverFile() throws IOException {
        file("port: 1\n");
        assertThat(read().port()).isEqualTo(1);

        environment.put("GRANARY_PORT", "2");
        assertThat(read().port()).isEqualTo(2);

        assertThat(read("--port", "3").port()).isEqualTo(3);
        assertThat(read("--port=4").port()).isEqualTo(4);
    }

    @Test
    void fileIsFoundHereOrInTheDataFolderOrWhereItIsNamed() throws IOException {
        Path inData = Files.createDirectories(folder.resolve("d")).resolve("granary.yaml");
        Files.writeString(inData, "port: 5\n");
        Path named = Files.writeString(folder.resolve("other.yaml"), "port: 6\n");

        assertThat(read("--data", "d").port()).isEqualTo(5);
        assertThat(read("--data", "d", "--config", named.toString()).port()).isEqualTo(6);

        file("port: 7\n");
        assertThat(read().port()).isEqualTo(7);
        assertRefused("There are two settings files", "--data", "d");
    }

    @Test
    void fileInTheDataFolderCannotMoveTheDataFolder() throws IOException {
        Path inData = Files.createDirectories(folder.resolve("d")).resolve("granary.yaml");
        Files.writeString(inData, "data: e\n");

        assertRefused("cannot move the data folder", "--data", "d");
    }

    @Test
    void unknownNamesNameTheNearest() throws IOException {
        assertRefused("Unknown flag --prot; did you mean --port?", "--prot", "1");
        assertRefused("flags start with two dashes", "serve");

        environment.put("GRANARY_ANONYMUS_READ", "on");
        assertRefused("Unknown environment variable GRANARY_ANONYMUS_READ; did you mean GRANARY_ANONYMOUS_READ?");

        environment.clear();
        file("host: 127.0.0.1\npublic_url: http://a\n");
        assertRefused("granary.yaml, line 2, column 1: unknown key 'public_url'; did you mean 'public-url'?");
    }

    @Test
    void secretsHaveNoFlagAndAreNotRepeated() throws IOException {
        assertRefused("Unknown flag --database-password", "--database-password", "hunter2");

        file("database-url: jdbc:postgresql://db/granary?password=hunter2\n");
        assertThatThrownBy(this::read)
                .hasMessageContaining("GRANARY_DATABASE_PASSWORD")
                .hasMessageNotContaining("hunter2");

        file("database-url: jdbc:postgresql://db/granary\ndatabase-password: hunter2\n");
        assertThat(read().toString()).doesNotContain("hunter2");
    }

    @Test
    void brokenFileIsToldWithLineAndColumn() throws IOException {
        file("port: 8080\nhost: [127.0.0.1\n");
        assertRefused("granary.yaml, line 3, column 1 is not valid YAML");

        file("port: 8080\nport: 8081\n");
        assertRefused("line 2, column 1: 'port' stands there twice");

        file("- port\n");
        assertRefused("line 1, column 1: expected lines such as 'port: 8080'");

        file("tls-cert: {a: b}\n");
        assertRefused("line 1, column 11: expected a plain value");

        file("port:\n");
        assertRefused("the value is missing");

        Files.write(folder.resolve("granary.yaml"), new byte[] {'p', (byte) 0xff, (byte) 0xfe});
        assertRefused("granary.yaml is not");

        file("port: " + "1".repeat(70_000));
        assertRefused("granary.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "--port, 65536, --port: '65536' is not a port",
        "--port, -1, --port: '-1' is not a port",
        "--port, http, --port: 'http' is not a port",
        "--host, 'a b', --host: 'a b' is not an address",
        "--public-url, hub.example.org, is not a public URL",
        "--public-url, https://hub.example.org/path, is not a public URL",
        "--public-url, ftp://hub.example.org, is not a public URL",
        "--anonymous-read, maybe, --anonymous-read: 'maybe' is not on or off",
        "--trusted-proxies, proxy.example.org, is not a list of addresses",
        "--trusted-proxies, 10.0.0.0/33, is not a list of addresses",
        "--log-level, loud, --log-level: 'loud' is not error",
        "--database-url, mysql://db, is not a PostgreSQL address",
        "--database-user, hub, --database-user has no meaning without GRANARY_DATABASE_URL",
        "--tls-cert, absent.pem, absent.pem' is not a file that can be read",
        "--config, absent.yaml, absent.yaml' is not a file",
    })
    void badValueIsOneSentenceThatNamesItsSource(String flag, String value, String message) {
        assertRefused(message, flag, value);
    }

    @Test
    void certificateNeedsItsKey() throws IOException {
        Files.createFile(folder.resolve("cert.pem"));

        assertRefused("--tls-cert needs GRANARY_TLS_KEY beside it", "--tls-cert", "cert.pem");
    }

    @Test
    void flagNeedsAValueAndIsGivenOnce() {
        assertRefused("--port needs a value: --port NUMBER", "--port");
        assertRefused("--port is given twice", "--port", "1", "--port", "2");
    }

    @Test
    void listeningToOthersWithoutANameWarns() {
        var warnings =
                reader().read(List.of("--host", "0.0.0.0", "--port", "80")).warnings();

        assertThat(warnings).anyMatch(warning -> warning.contains("--public-url"));
        assertThat(warnings).anyMatch(warning -> warning.contains("unencrypted"));
        assertThat(reader().read(List.of()).warnings()).isEmpty();
    }

    @Test
    void helpNamesEverySetting() {
        assertThat(Setting.all())
                .allSatisfy(setting -> assertThat(SettingsReader.help())
                        .contains(setting.environmentName())
                        .contains(setting.doc()));
    }

    @Test
    void documentationHoldsTheTable() throws IOException {
        assertThat(Path.of("..", "docs", "settings.md")).content().contains(SettingsHelp.markdownRows());
    }

    private void file(String text) throws IOException {
        Files.writeString(folder.resolve("granary.yaml"), text);
    }

    private SettingsReader reader() {
        return new SettingsReader(environment, folder);
    }

    private HubSettings read(String... args) {
        return reader().read(List.of(args)).settings();
    }

    private void assertRefused(String message, String... args) {
        assertThatThrownBy(() -> read(args)).isInstanceOf(StartException.class).hasMessageContaining(message);
    }
}
