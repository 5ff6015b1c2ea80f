package granary.web;

import granary.web.settings.SettingsReader;
import granary.web.settings.StartException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The hub as a process: reads its settings, starts, says where it is, and stops when it is told to. */
final class HubProcess {
    private HubProcess() {}

    static void main(String[] args) {
        try {
            run(List.of(args), System.out);
        } catch (StartException failure) {
            System.err.println(failure.getMessage());
            System.exit(1);
        }
    }

    private static void run(List<String> args, PrintStream out) {
        if (SettingsReader.asksForHelp(args)) {
            out.print(SettingsReader.help());
            return;
        }
        var read = new SettingsReader(System.getenv(), Path.of("")).read(args);
        read.warnings().forEach(System.err::println);
        var stopped = new CountDownLatch(1);
        Hub hub = Hub.start(read.settings());
        if (Boolean.getBoolean(Training.PROPERTY)) {
            Training.drive(hub);
            return;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            hub.close();
            stopped.countDown();
        }));
        greet(hub, out);
        await(stopped);
    }

    private static void greet(Hub hub, PrintStream out) {
        String url = hub.publicUrl().toString();
        out.println("Granary is ready at " + url);
        out.println("For Hugging Face tools:  export HF_ENDPOINT=" + url);
        hub.setupCode()
                .ifPresent(code -> out.println("First start: open " + url + "/setup and enter the code " + code));
        out.flush();
    }

    private static void await(CountDownLatch stopped) {
        try {
            stopped.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
