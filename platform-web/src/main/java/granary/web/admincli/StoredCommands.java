package granary.web.admincli;

import granary.web.admincli.Table.Column;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The commands that look after what is stored. */
final class StoredCommands {
    private static final String NAMESPACE = "--namespace";
    private static final String REPOSITORY = "--repository";
    private static final String DEEP = "--deep";
    private static final String DRY_RUN = "--dry-run";
    private static final String GRACE = "--grace";
    private static final String NOW = "--now";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([dhms])");

    private StoredCommands() {}

    static List<Command> all() {
        return List.of(
                Commands.withFlags(
                        "stats",
                        "",
                        List.of(NAMESPACE, REPOSITORY),
                        List.of(),
                        "what is stored, of all, of a namespace, or of a repository such as models/alice/llama",
                        StoredCommands::stats),
                Commands.withFlags(
                        "fsck",
                        "",
                        List.of(),
                        List.of(DEEP),
                        "check that everything that is named is there; --deep reads every byte",
                        StoredCommands::check),
                Commands.withFlags(
                        "sweep",
                        "",
                        List.of(GRACE),
                        List.of(DRY_RUN),
                        "give back the room of what nobody needs, as the hub does every hour; a grace below 22d may make"
                                + " clients send again what they sent before",
                        StoredCommands::sweep),
                Commands.withFlags(
                        "scrub",
                        "",
                        List.of(),
                        List.of(NOW),
                        "list what is damaged; --now first reads everything that is stored",
                        StoredCommands::scrub),
                Commands.plain(
                        "objects new-epoch",
                        "",
                        "make clients forget what they remember of the store; needed after it was put back to an older state",
                        StoredCommands::newEpoch));
    }

    private static Answer stats(Arguments arguments, HubClient hub, Terminal terminal) {
        Optional<String> namespace = arguments.value(NAMESPACE);
        Optional<String> repository = arguments.value(REPOSITORY);
        if (namespace.isPresent() && repository.isPresent()) {
            throw new UsageException("Give %s or %s, not both.".formatted(NAMESPACE, REPOSITORY));
        }
        var query = new HashMap<String, String>();
        namespace.ifPresent(name -> query.put("namespace", name));
        repository.ifPresent(id -> query.put("repository", id));
        JsonNode stats = hub.get(query, "stats");
        return Answer.of(stats, Table.ofFields(stats));
    }

    private static Answer check(Arguments arguments, HubClient hub, Terminal terminal) {
        JsonNode report = hub.work(Map.of("deep", String.valueOf(arguments.has(DEEP))), "fsck");
        JsonNode problems = report.path("problems");
        String text = Table.ofFields(report.path("checked")) + "\n"
                + (problems.isEmpty()
                        ? "No problems."
                        : Table.of(
                                problems,
                                new Column("PROBLEM", "kind"),
                                new Column("SUBJECT", "subject"),
                                new Column("MESSAGE", "message")))
                + "\nOrphans, which a sweep will delete: "
                + report.path("orphans").asLong();
        return new Answer(report, text, problems.isEmpty());
    }

    private static Answer sweep(Arguments arguments, HubClient hub, Terminal terminal) {
        var query = new HashMap<String, String>();
        query.put("dryRun", String.valueOf(arguments.has(DRY_RUN)));
        arguments
                .value(GRACE)
                .ifPresent(text ->
                        query.put("graceSeconds", String.valueOf(duration(text).toSeconds())));
        JsonNode report = hub.work(query, "sweep");
        return Answer.of(report, Table.ofFields(report));
    }

    private static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new UsageException("%s is a number with a unit, such as 22d, 12h, 30m or 0s.".formatted(GRACE));
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    private static Answer newEpoch(Arguments arguments, HubClient hub, Terminal terminal) {
        JsonNode epoch = hub.post(Map.of(), "objects", "epoch");
        return Answer.of(epoch, Table.ofFields(epoch));
    }

    private static Answer scrub(Arguments arguments, HubClient hub, Terminal terminal) {
        JsonNode report = arguments.has(NOW) ? hub.work(Map.of(), "scrub") : hub.get("scrub");
        JsonNode xorbs = report.path("damagedXorbs");
        JsonNode packs = report.path("damagedPacks");
        boolean good = xorbs.isEmpty() && packs.isEmpty();
        String text =
                Table.ofFields(report.path("state")) + "\n" + (good ? "Nothing is damaged." : damaged(xorbs, packs));
        return new Answer(report, text, good);
    }

    private static String damaged(JsonNode xorbs, JsonNode packs) {
        return Table.of(
                        xorbs,
                        new Column("DAMAGED XORB", "xorb"),
                        new Column("SINCE", "since"),
                        new Column("CONTENTS", "contents"),
                        new Column("REPOSITORIES", "repositories"))
                + "\n"
                + Table.of(
                        packs,
                        new Column("DAMAGED GIT PACK", "pack"),
                        new Column("SINCE", "since"),
                        new Column("REPOSITORIES", "repositories"));
    }
}
