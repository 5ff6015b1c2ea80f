package granary.blob.content;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Threads for hashing and packing, one per core, and a way to wait for the disk beside other work. When the queue is
 * full, whoever asks does the work.
 */
final class Workers implements AutoCloseable {
    private static final int QUEUE_MAX = 1024;
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final int count = Math.max(2, Runtime.getRuntime().availableProcessors());
    private final ThreadPoolExecutor cores = new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_MAX),
            Thread.ofPlatform().name("granary-content-", 1).daemon().factory(),
            (task, pool) -> task.run());
    private final ExecutorService waiters = Executors.newVirtualThreadPerTaskExecutor();

    Workers() {
        cores.allowCoreThreadTimeOut(true);
    }

    /** How many tasks can run at once: worth this many being under way. */
    int count() {
        return count;
    }

    /** Runs a task of pure computation, at once when it is {@code alone} and so not worth a thread's wake-up. */
    <T> Future<T> compute(Callable<T> task, boolean alone) {
        var future = new FutureTask<>(task);
        if (alone) {
            future.run();
        } else {
            cores.execute(future);
        }
        return future;
    }

    /** Runs a task that mostly waits for the disk. */
    <T> Future<T> await(Callable<T> task) {
        return waiters.submit(task);
    }

    /** The result; an exception of the task is thrown as it is. */
    static <T> T resultOf(Future<T> future) throws IOException {
        try {
            return future.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (TimeoutException e) {
            throw new IOException("gave up after %s; the machine or its disk is overloaded".formatted(DEADLINE), e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static IOException unwrapped(ExecutionException e) {
        return switch (Objects.requireNonNullElse(e.getCause(), e)) {
            case IOException io -> io;
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            case Throwable other -> new IOException(other);
        };
    }

    /** Waits until the task no longer touches anything, however it ends. For tasks that end by themselves. */
    static void awaitEnd(Future<?> future) {
        boolean interrupted = false;
        while (!future.isDone()) {
            try {
                future.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                break; // Whoever abandons a task has a failure of his own to report.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets what is under way finish. Afterwards callers do all work themselves. */
    @Override
    public void close() {
        waiters.close();
        cores.close();
    }
}
