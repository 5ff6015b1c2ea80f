package granary.web.health;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A question whose answer may take longer than anybody waits. It is not asked again before it was answered. */
final class Question {
    private final Supplier<String> asking;
    private @Nullable CompletableFuture<String> running;

    Question(Supplier<String> asking) {
        this.asking = asking;
    }

    /** The answer, or {@code late} when it is not there by the deadline. */
    synchronized String within(Duration deadline, String late) {
        CompletableFuture<String> answer = running;
        if (answer == null || answer.isDone()) {
            answer = CompletableFuture.supplyAsync(
                    asking, task -> Thread.ofVirtual().name("health").start(task));
            running = answer;
        }
        return answer.copy()
                .completeOnTimeout(late, deadline.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
