package granary.repo.transport;

import granary.blob.content.ContentStore;
import granary.repo.Author;
import granary.repo.BusyException;
import granary.repo.LimitException;
import granary.repo.RepositoryInfo;
import granary.repo.git.GitLimits;
import granary.repo.git.GitStorage;
import granary.repo.git.PackedRepository;
import granary.repo.git.PushChecker;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.UnpackException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.ServiceMayNotContinueException;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.transport.UploadPackInternalServerErrorException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Git's smart HTTP protocol, version 0 and 2 for fetching and 0 for pushing, on JGit's own services. */
public final class SmartHttpTransport implements GitTransport {
    private static final Logger LOG = LoggerFactory.getLogger(SmartHttpTransport.class);
    private static final Duration UPLOAD_WAIT_MAX = Duration.ofSeconds(10);
    private static final Duration WANTS_TIME_MAX = Duration.ofSeconds(60);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final GitStorage storage;
    private final ContentStore contents;
    private final GitLimits limits;
    private final Semaphore uploads;

    public SmartHttpTransport(GitStorage storage, ContentStore contents) {
        this.storage = storage;
        this.contents = contents;
        this.limits = storage.limits();
        this.uploads = new Semaphore(limits.uploadsMax(), true);
    }

    @Override
    public void advertiseUpload(RepositoryInfo repository, String gitProtocol, OutputStream out) throws IOException {
        try (PackedRepository git = storage.open(repository);
                UploadPack upload = uploadPack(git, gitProtocol)) {
            PacketLineOut lines = new PacketLineOut(out);
            upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines), "git-upload-pack");
            lines.flush();
        }
    }

    @Override
    public void upload(RepositoryInfo repository, String gitProtocol, InputStream in, OutputStream out)
            throws IOException {
        takeUpload();
        try (PackedRepository git = storage.open(repository);
                UploadPack upload = uploadPack(git, gitProtocol)) {
            DeepenGuard guarded = new DeepenGuard(paced(in));
            upload.setProtocolV2Hook(guarded);
            upload.upload(guarded, new PacedOutput(out, limits.transferTimeMax()), null);
        } catch (UploadPackInternalServerErrorException told) {
            logFailedFetch(repository, told.getCause());
        } catch (ServiceMayNotContinueException refused) {
            if (!refused.isOutput()) {
                throw refused;
            }
        } finally {
            uploads.release();
        }
    }

    /** What a client did wrong is no reason for a stack trace: anybody could fill the log with them. */
    private static void logFailedFetch(RepositoryInfo repository, @Nullable Throwable cause) {
        if (cause instanceof LimitException || cause instanceof PackProtocolException) {
            LOG.info("a fetch from {} was refused: {}", repository.id().path(), cause.getMessage());
        } else {
            LOG.warn(
                    "a fetch from {} failed; its client was told",
                    repository.id().path(),
                    cause);
        }
    }

    private void takeUpload() throws IOException {
        try {
            if (!uploads.tryAcquire(UPLOAD_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BusyException("too many clones and fetches at once; try again", RETRY_AFTER);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for other fetches", e);
        }
    }

    private UploadPack uploadPack(PackedRepository git, String gitProtocol) {
        UploadPack upload = new UploadPack(git);
        upload.setBiDirectionalPipe(false);
        upload.setRequestValidator(new ReachableWants(WANTS_TIME_MAX));
        PackConfig config = new PackConfig(git);
        // Only packs of a garbage collection count as searched for deltas; searching others anew costs seven times the
        // CPU.
        config.setDeltaCompress(false);
        config.setThreads(1);
        upload.setPackConfig(config);
        if (!gitProtocol.isEmpty()) {
            upload.setExtraParameters(List.of(gitProtocol.split(":", -1)));
        }
        return upload;
    }

    @Override
    public void advertiseReceive(RepositoryInfo repository, String gitProtocol, OutputStream out) throws IOException {
        try (PackedRepository git = storage.open(repository)) {
            PacketLineOut lines = new PacketLineOut(out);
            lines.writeString("# service=git-receive-pack\n");
            lines.end();
            ReceivePack receive = receivePack(git, new Author("granary", ""), new PushChecker(0));
            receive.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
            lines.flush();
        }
    }

    @Override
    public void receive(RepositoryInfo repository, Author pusher, String gitProtocol, InputStream in, OutputStream out)
            throws IOException {
        PushChecker checker =
                new PushChecker(limits.fileBytesMax(repository.id().type()));
        try (PackedRepository git = storage.open(repository)) {
            ReceivePack receive = receivePack(git, pusher, checker);
            receive.setPreReceiveHook(new PushRules(git, checker, contents));
            receive.receive(paced(in), out, null);
        } catch (UnpackException told) {
            LOG.info("a push to {} was refused: {}", repository.id().path(), told.getCause());
        } catch (IOException e) {
            throw isProtocolError(e)
                    ? new MalformedGitRequestException("This is no push that git would send: " + e.getMessage(), e)
                    : e;
        }
    }

    /** JGit has a type for most such errors, but reports a line without a length as a plain exception. */
    private static boolean isProtocolError(IOException e) {
        return e instanceof PackProtocolException
                || e instanceof EOFException
                || String.valueOf(e.getMessage()).startsWith("Invalid packet line header");
    }

    private ReceivePack receivePack(PackedRepository git, Author pusher, PushChecker checker) {
        ReceivePack receive = new ReceivePack(git);
        receive.setBiDirectionalPipe(false);
        receive.setObjectChecker(checker);
        receive.setMaxPackSizeLimit(limits.packBytesMax());
        receive.setMaxCommandBytes(limits.commandBytesMax());
        receive.setAllowPushOptions(false);
        receive.setAllowNonFastForwards(true);
        receive.setRefLogIdent(new PersonIdent(pusher.name(), pusher.email(), Instant.now(), ZoneOffset.UTC));
        receive.setReceiveCommandErrorHandler(new LoggedCommandErrors(git.info().id()));
        receive.setUnpackErrorHandler(new UnpackSentences(receive.getUnpackErrorHandler()));
        return receive;
    }

    private InputStream paced(InputStream in) {
        return new PacedInput(in, limits.transferTimeMax(), limits.stalledTimeMax());
    }
}
