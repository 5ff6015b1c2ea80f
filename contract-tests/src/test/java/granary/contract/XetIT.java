package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.XetPairing.Way;
import granary.contract.kit.Account;
import granary.contract.kit.Programs;
import granary.contract.kit.RunningHub;
import granary.contract.kit.TappedHub;
import granary.contract.kit.WithHub;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever wrote a file and whichever way: whoever reads it, whichever way, gets the same bytes. */
@WithHub
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class XetIT {
    private static final String XORBS = "POST /cas/[0-9a-z]+/v1/xorbs/.*";
    private static final String FETCHES = "GET /cas/[0-9a-z]+/fetch/.*";
    private static final String LFS_UPLOADS = "PUT .*/info/lfs/objects/.*";
    private static final String LARGE_BY_HTTP = "GET /.*/resolve/.*/" + XetPairing.LARGE;
    private static final String CAS = "[A-Z]+ /cas/.*";

    private final RunningHub hub;
    private final Account alice;
    private final Path folder;
    private final Map<XetWriter, XetPairing> written = new EnumMap<>(XetWriter.class);

    XetIT(RunningHub hub, @TempDir Path folder) {
        Programs.require("git-lfs");
        this.hub = hub;
        this.alice = hub.newUser("alice");
        this.folder = folder;
    }

    static Stream<Arguments> pairings() {
        return Arrays.stream(XetWriter.values())
                .flatMap(writer -> Arrays.stream(XetReader.values()).map(reader -> Arguments.of(writer, reader)));
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void whatOneWritesTheOtherReadsBitForBit(XetWriter writer, XetReader reader, @TempDir Path home) {
        XetPairing source = written.computeIfAbsent(writer, this::write);

        try (TappedHub tapped = TappedHub.of(hub)) {
            reader.read(new XetPairing(tapped, alice, source.repository(), source.files(), home));

            if (reader.way() == Way.XET) {
                assertThat(tapped.asked(FETCHES)).isNotEmpty();
                assertThat(tapped.asked(LARGE_BY_HTTP))
                        .as("JavaScript asks there for the hash, others for nothing")
                        .hasSize(reader == XetReader.JAVASCRIPT ? 1 : 0);
            } else {
                assertThat(tapped.asked(CAS)).isEmpty();
            }
        }
    }

    private XetPairing write(XetWriter writer) {
        String name = writer.name().toLowerCase(Locale.ROOT);
        Path files = folder.resolve(name + "-files");
        XetPairing.makeFiles(files, 100L * (1 + written.size()));
        hub.api(alice).createModel(alice.name(), name, false);
        try (TappedHub tapped = TappedHub.of(hub)) {
            var pairing = new XetPairing(tapped, alice, alice.name() + "/" + name, files, folder.resolve(name));
            writer.write(pairing);

            assertThat(tapped.sent(writer.way() == Way.XET ? XORBS : LFS_UPLOADS))
                    .as("bytes that %s sent this way", writer)
                    .isGreaterThan(XetPairing.LARGE_BYTES);
            assertThat(tapped.asked(writer.way() == Way.XET ? LFS_UPLOADS : CAS))
                    .as("what %s sent the other way", writer)
                    .isEmpty();
            return pairing;
        }
    }
}
