package granary.web.card;

import granary.repo.card.Card;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.context.MessageSource;

/** Renders cards and other Markdown files, within limits of size, depth and time. */
public final class Cards {
    /** Longest source, in characters. */
    public static final int SOURCE_MAX = 1_000_000;

    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final int AT_ONCE = 4;
    private static final List<String> ALERTS = List.of("note", "tip", "important", "warning", "caution");

    private final MessageSource messages;
    private final Semaphore running = new Semaphore(AT_ONCE);

    Cards(MessageSource messages) {
        this.messages = messages;
    }

    /**
     * Renders a Markdown file.
     *
     * @param locale language of the titles that we add, such as those of alerts
     */
    public RenderedCard render(String source, Place place, Locale locale) {
        if (source.length() > SOURCE_MAX) {
            return new RenderedCard.Refused();
        }
        var task = new FutureTask<RenderedCard>(() -> rendered(source, place, words(locale)));
        try {
            if (!running.tryAcquire(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                return new RenderedCard.Refused();
            }
            // A thread of its own, as nothing can stop a parser: it gives its permit back whenever it ends.
            Thread.ofPlatform().daemon().name("card").start(() -> {
                try {
                    task.run();
                } finally {
                    running.release();
                }
            });
            return task.get(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new RenderedCard.Refused();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new RenderedCard.Refused();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a card could not be rendered", e.getCause());
        }
    }

    private static RenderedCard rendered(String source, Place place, AlertWords words) {
        try {
            Markdown.Drawn drawn = Markdown.draw(Card.parse(source).body(), words);
            return new RenderedCard.Safe(
                    SafeHtml.of(drawn.html(), new LinkTarget(place)),
                    drawn.headings().outline());
        } catch (Markdown.TooComplexException _) {
            return new RenderedCard.Refused();
        }
    }

    private AlertWords words(Locale locale) {
        Map<String, String> titles = new LinkedHashMap<>();
        for (String kind : ALERTS) {
            titles.put(kind, messages.getMessage("alert." + kind, null, locale));
        }
        return new AlertWords(titles);
    }
}
