package granary.web.admincli;

import granary.web.admincli.Table.Column;
import granary.web.settings.SettingsReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Every command there is. */
final class Commands {
    private static final String PASSWORD = "--password-stdin";

    private Commands() {}

    static List<Command> all(SettingsReader settings) {
        return Stream.of(ofPeople(), StoredCommands.all(), List.of(copy(settings)))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Command> ofPeople() {
        return List.of(
                withFlags(
                        "user create",
                        "NAME",
                        List.of("--full-name", "--email"),
                        List.of("--admin", PASSWORD),
                        "make an account; the password is the first line of standard input",
                        Commands::createUser),
                plain("user list", "", "every account", Commands::listUsers),
                plain(
                        "user disable",
                        "NAME",
                        "lock an account out, with its tokens and sessions",
                        (a, hub, _) ->
                                done(hub.post(Map.of(), "users", a.word(0), "disable"), a.word(0) + " is disabled.")),
                plain(
                        "user enable",
                        "NAME",
                        "let a disabled account in again",
                        (a, hub, _) ->
                                done(hub.post(Map.of(), "users", a.word(0), "enable"), a.word(0) + " is enabled.")),
                plain(
                        "user delete",
                        "NAME",
                        "delete an account for good; its name stays taken",
                        (a, hub, _) -> done(hub.delete("users", a.word(0)), a.word(0) + " is deleted.")),
                withFlags(
                        "user reset-password",
                        "NAME",
                        List.of(),
                        List.of(PASSWORD),
                        "give an account another password",
                        Commands::resetPassword),
                withFlags(
                        "org create",
                        "NAME",
                        List.of("--full-name"),
                        List.of("--private-by-default"),
                        "make an organization",
                        Commands::createOrganization),
                plain("org list", "", "every organization", Commands::listOrganizations),
                new Command(
                        "org add-member",
                        List.of("ORG", "USER"),
                        List.of("--role"),
                        List.of(),
                        List.of(),
                        "make a user a member, or change their role",
                        Commands::addMember),
                new Command(
                        "token create",
                        List.of("USER"),
                        List.of("--name", "--scope"),
                        List.of("--value"),
                        List.of(),
                        "make an access token and print it, this once; --value imports one",
                        Commands::createToken),
                plain("token list", "USER", "a user's tokens, without their secrets", Commands::listTokens),
                plain(
                        "token revoke",
                        "USER ID",
                        "end a token",
                        (a, hub, _) ->
                                done(hub.delete("users", a.word(0), "tokens", a.word(1)), "The token is revoked.")),
                plain("repo list", "", "every repository", Commands::listRepositories));
    }

    private static Command copy(SettingsReader settings) {
        return new Command(
                "objects copy",
                List.of(),
                List.of(CopyObjects.FROM, CopyObjects.TO),
                List.of(),
                List.of(CopyObjects.VERIFY),
                "copy all objects from one place to another and read each copy back; --verify compares those that are there"
                        + " already, too",
                new CopyObjects(settings)::run);
    }

    static Command plain(String name, String words, String doc, Command.Action action) {
        return withFlags(name, words, List.of(), List.of(), doc, action);
    }

    static Command withFlags(
            String name,
            String words,
            List<String> optional,
            List<String> switches,
            String doc,
            Command.Action action) {
        List<String> wordList = words.isEmpty() ? List.of() : List.of(words.split(" ", -1));
        return new Command(name, wordList, List.of(), optional, switches, doc, action);
    }

    private static Answer done(JsonNode json, String sentence) {
        return Answer.of(json, sentence);
    }

    private static Answer createUser(Arguments arguments, HubClient hub, Terminal terminal) {
        var body = new HashMap<String, Object>();
        body.put("name", arguments.word(0));
        body.put("fullName", arguments.value("--full-name").orElse(""));
        body.put("email", arguments.value("--email").orElse(""));
        body.put("admin", arguments.has("--admin"));
        body.put("password", terminal.password(arguments.has(PASSWORD)));
        return done(hub.post(body, "users"), arguments.word(0) + " is created.");
    }

    private static Answer listUsers(Arguments arguments, HubClient hub, Terminal terminal) {
        JsonNode users = hub.get("users");
        return Answer.of(
                users,
                Table.of(
                        users,
                        new Column("NAME", "name"),
                        new Column("FULL NAME", "fullName"),
                        new Column("EMAIL", "email"),
                        new Column("ADMIN", "admin"),
                        new Column("DISABLED", "disabled"),
                        new Column("CREATED", "createdAt")));
    }

    private static Answer resetPassword(Arguments arguments, HubClient hub, Terminal terminal) {
        String password = terminal.password(arguments.has(PASSWORD));
        JsonNode answer = hub.post(Map.of("password", password), "users", arguments.word(0), "reset-password");
        return done(answer, arguments.word(0) + " has another password.");
    }

    private static Answer createOrganization(Arguments arguments, HubClient hub, Terminal terminal) {
        var body = Map.of(
                "name",
                arguments.word(0),
                "fullName",
                arguments.value("--full-name").orElse(""),
                "privateByDefault",
                arguments.has("--private-by-default"));
        return done(hub.post(body, "orgs"), arguments.word(0) + " is created.");
    }

    private static Answer listOrganizations(Arguments arguments, HubClient hub, Terminal terminal) {
        JsonNode organizations = hub.get("orgs");
        return Answer.of(
                organizations,
                Table.of(
                        organizations,
                        new Column("NAME", "name"),
                        new Column("FULL NAME", "fullName"),
                        new Column("PRIVATE BY DEFAULT", "privateByDefault"),
                        new Column("CREATED", "createdAt")));
    }

    private static Answer addMember(Arguments arguments, HubClient hub, Terminal terminal) {
        String role = arguments.value("--role").orElseThrow();
        JsonNode answer = hub.put(Map.of("role", role), "orgs", arguments.word(0), "members", arguments.word(1));
        return done(answer, "%s is a member of %s (%s).".formatted(arguments.word(1), arguments.word(0), role));
    }

    /** Prints nothing but the token, so that a script can take it as it is. */
    private static Answer createToken(Arguments arguments, HubClient hub, Terminal terminal) {
        var body = new HashMap<String, Object>();
        body.put("name", arguments.value("--name").orElseThrow());
        body.put("scope", arguments.value("--scope").orElseThrow());
        Optional<String> value = arguments.value("--value");
        value.ifPresent(text -> body.put("value", text));
        JsonNode token = hub.post(body, "users", arguments.word(0), "tokens");
        return Answer.of(token, token.path("token").asString());
    }

    private static Answer listTokens(Arguments arguments, HubClient hub, Terminal terminal) {
        JsonNode tokens = hub.get("users", arguments.word(0), "tokens");
        return Answer.of(
                tokens,
                Table.of(
                        tokens,
                        new Column("ID", "id"),
                        new Column("NAME", "name"),
                        new Column("SCOPE", "scope"),
                        new Column("ENDS IN", "hint"),
                        new Column("CREATED", "createdAt"),
                        new Column("LAST USED", "lastUsedAt")));
    }

    private static Answer listRepositories(Arguments arguments, HubClient hub, Terminal terminal) {
        JsonNode repositories = hub.get("repos");
        return Answer.of(
                repositories,
                Table.of(
                        repositories,
                        new Column("TYPE", "type"),
                        new Column("ID", "id"),
                        new Column("PRIVATE", "isPrivate"),
                        new Column("BRANCH", "defaultBranch"),
                        new Column("UPDATED", "updatedAt")));
    }
}
