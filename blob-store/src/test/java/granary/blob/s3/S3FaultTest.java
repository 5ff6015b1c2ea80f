package granary.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.ObjectKey;
import granary.blob.ObjectUpload;
import granary.blob.StorageFullException;
import granary.blob.StoredObject;
import granary.blob.s3.FaultProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What S3 and the network between do wrong never makes a wrong object, and leaves nothing behind for ever. */
class S3FaultTest {
    private static final ObjectKey KEY = ObjectKey.xorb("ef".repeat(32));
    private static final byte[] SMALL = random(50_000);
    /** Two parts. */
    private static final byte[] LARGE = random((int) MultipartUpload.PART_BYTES + 1_000_000);

    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(10), SILENCE, Duration.ofSeconds(30), 3, Duration.ofMillis(20), Duration.ofMinutes(1));

    private static final String PUT = "^PUT /[^?]* HTTP";
    private static final String PUT_PART = "^PUT .*partNumber=2";
    private static final String CREATE = "^POST .*uploads";
    private static final String COMPLETE = "^POST .*uploadId=";
    private static final String ABORT = "^DELETE .*uploadId=";
    private static final String GET = "^GET .*xorbs/";

    private final Path uploads;
    private final S3Settings bucket = S3Server.shared().newBucket();
    private final FaultProxy proxy = new FaultProxy(bucket.endpoint());
    private final S3ObjectStore store;
    /** The same bucket, without the proxy. */
    private final S3ObjectStore direct;

    S3FaultTest(@TempDir Path uploads) throws IOException {
        this.uploads = uploads;
        this.direct = new S3ObjectStore(bucket, uploads, Patience.USUAL);
        this.store = new S3ObjectStore(
                new S3Settings(
                        proxy.url(), bucket.region(), bucket.bucket(), "", bucket.credentials(), Optional.empty()),
                uploads,
                SHORT);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        store.removeAbandoned(Duration.ZERO);
        try (Stream<Path> files = Files.list(uploads);
                Stream<Path> stored = Files.walk(S3Server.shared().folderOf(bucket.bucket()))) {
            assertThat(files).isEmpty();
            assertThat(stored.filter(Files::isRegularFile).map(Path::toString))
                    .allMatch(name -> name.contains("xorbs/"));
        }
        proxy.close();
        store.close();
        direct.close();
    }

    static Stream<Fault> faultsOnTheWayIn() {
        return Stream.of(
                new Fault.Status(500),
                new Fault.Status(503),
                new Fault.Delay(SILENCE.multipliedBy(2)),
                new Fault.CutRequest(0),
                new Fault.CutRequest(20_000),
                new Fault.CutAnswer(-1));
    }

    @ParameterizedTest
    @MethodSource("faultsOnTheWayIn")
    void aSmallObjectArrivesWholeInSpiteOf(Fault fault) throws IOException {
        proxy.next(PUT, fault, 2);

        keep(SMALL);

        assertThat(bytes()).isEqualTo(SMALL);
        assertThat(proxy.left()).isZero();
    }

    @ParameterizedTest
    @MethodSource("faultsOnTheWayIn")
    void aPartArrivesWholeInSpiteOf(Fault fault) throws IOException {
        proxy.next(PUT_PART, fault, 2);

        keep(LARGE);

        assertThat(bytes()).isEqualTo(LARGE);
        assertThat(proxy.left()).isZero();
    }

    static Stream<Fault> faultsOfCompleting() {
        return Stream.of(
                new Fault.Status(500),
                new Fault.ErrorInside("InternalError"),
                new Fault.Delay(SILENCE.multipliedBy(2)),
                new Fault.CutRequest(50),
                new Fault.CutAnswer(-1),
                new Fault.CutAnswer(40));
    }

    @ParameterizedTest
    @MethodSource("faultsOfCompleting")
    void aLargeObjectIsCompletedInSpiteOf(Fault fault) throws IOException {
        proxy.next(COMPLETE, fault, 1);

        keep(LARGE);

        assertThat(bytes()).isEqualTo(LARGE);
        assertThat(proxy.left()).isZero();
    }

    @Test
    void lostAnswersToABeginningLeaveUploadsThatAreRemovedAsAbandoned() throws IOException {
        proxy.next(CREATE, new Fault.CutAnswer(-1), 1);
        keep(LARGE);
        assertThat(openMultiparts()).isOne();

        store.removeAbandoned(Duration.ofHours(1));
        assertThat(openMultiparts()).as("it is young").isOne();
        store.removeAbandoned(Duration.ZERO);

        assertThat(openMultiparts()).isZero();
        assertThat(bytes()).isEqualTo(LARGE);
    }

    @Test
    void anErrorInsideTheAnswerToCompletingIsAFailure() throws IOException {
        proxy.next(COMPLETE, new Fault.ErrorInside("InternalError"), SHORT.attempts());

        assertThatThrownBy(() -> keep(LARGE)).isInstanceOf(IOException.class).hasMessageContaining("InternalError");

        assertThat(direct.find(KEY)).isEmpty();
        assertThat(openMultiparts()).as("given up at once").isZero();
    }

    @Test
    void anAnswerThatAllIsWellIsNotBelievedUnlessTheObjectIsThere() throws IOException {
        proxy.next(COMPLETE, new Fault.Status(200), 1);

        assertThatThrownBy(() -> keep(LARGE)).isInstanceOf(IOException.class).hasMessageContaining("does not hold it");

        assertThat(direct.find(KEY)).isEmpty();
        assertThat(openMultiparts()).isZero();
    }

    @Test
    void anOutageFailsTheUploadAndLeavesNothing() throws IOException {
        proxy.next(PUT_PART, new Fault.Status(503), SHORT.attempts());

        assertThatThrownBy(() -> keep(LARGE)).isInstanceOf(IOException.class).hasMessageContaining("503");

        assertThat(direct.find(KEY)).isEmpty();
        assertThat(openMultiparts()).isZero();
        assertThat(proxy.seen(ABORT)).isOne();
    }

    @Test
    void whatCannotBeGivenUpNowIsRemovedAsAbandoned() throws IOException {
        proxy.next(PUT_PART, new Fault.Status(503), SHORT.attempts());
        proxy.next(ABORT, new Fault.Status(503), SHORT.attempts());

        assertThatThrownBy(() -> keep(LARGE)).isInstanceOf(IOException.class).hasMessageContaining("503");
        assertThat(openMultiparts()).isOne();
        store.removeAbandoned(Duration.ZERO);

        assertThat(openMultiparts()).isZero();
    }

    @Test
    void aFullServerIsSaidToBeFullAndNotAskedAgain() throws IOException {
        proxy.next(PUT, new Fault.Status(507), 1);

        assertThatThrownBy(() -> keep(SMALL)).isInstanceOf(StorageFullException.class);

        assertThat(proxy.seen(PUT)).isOne();
        keep(SMALL);
        assertThat(bytes()).isEqualTo(SMALL);
    }

    @Test
    void aRefusalIsNotAskedForAgain() throws IOException {
        proxy.next(PUT, new Fault.Status(403), 1);

        assertThatThrownBy(() -> keep(SMALL)).isInstanceOf(IOException.class).hasMessageContaining("403");

        assertThat(proxy.seen(PUT)).isOne();
    }

    @Test
    void aReadGoesOnWhereItBroke() throws IOException {
        keep(LARGE);
        proxy.next(GET, new Fault.CutAnswer(1_000_000), 1);
        proxy.next(GET, new Fault.CutAnswer(-1), 1);
        proxy.next(GET, new Fault.Status(503), 1);
        proxy.next(GET, new Fault.CutAnswer(7), 1);
        StoredObject object = store.find(KEY).orElseThrow();

        try (InputStream in = object.read(1000, LARGE.length - 2000)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(LARGE, 1000, LARGE.length - 1000));
        }

        assertThat(proxy.left()).isZero();
    }

    @Test
    void aReadThatBreaksOffAgainAndAgainFailsInsteadOfEndingEarly() throws IOException {
        keep(LARGE);
        proxy.next(GET, new Fault.CutAnswer(10), 100);
        StoredObject object = store.find(KEY).orElseThrow();

        try (InputStream in = object.read(0, LARGE.length)) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
        }

        assertThat(proxy.left()).as("it gave up soon").isGreaterThan(90);
    }

    @Test
    void aReadDoesNotGoOnInAnotherObjectOfThatKey() throws IOException {
        keep(LARGE);
        proxy.next(GET, new Fault.CutAnswer(1_000_000), 1);
        StoredObject object = store.find(KEY).orElseThrow();

        try (InputStream in = object.read(0, LARGE.length)) {
            assertThat(in.readNBytes(100)).isEqualTo(Arrays.copyOf(LARGE, 100));
            direct.delete(KEY);
            byte[] other = LARGE.clone();
            other[5_000_000]++;
            keep(other);

            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class).hasMessageContaining("another object");
        }
    }

    private StoredObject keep(byte[] bytes) throws IOException {
        try (ObjectUpload upload = store.begin()) {
            upload.write(bytes);
            upload.sealFor(KEY);
            return upload.keepAs(KEY);
        }
    }

    private byte[] bytes() throws IOException {
        try (InputStream in = direct.find(KEY)
                .orElseThrow()
                .read(0, direct.find(KEY).orElseThrow().size())) {
            return in.readAllBytes();
        }
    }

    private int openMultiparts() throws IOException {
        try (var requests = new S3Requests(bucket, SHORT)) {
            return requests.listUploads("", null).uploads().size();
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
