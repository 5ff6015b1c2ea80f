package granary.contract;

import granary.contract.kit.RawHttp;
import granary.web.access.RepoUrl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One way into the hub, and a request that goes through it. In {@code target} and {@code body}, {@code {T}} stands for
 * {@code models}, {@code datasets} …, {@code {type}} for {@code model} …, {@code {P}} for nothing, {@code datasets/} …,
 * {@code {id}}, {@code {ns}}, {@code {name}} for the repository, {@code {commit}} for its newest commit, and
 * {@code {epoch}} for the name of the store behind the CAS API.
 *
 * @param kind who may go through
 * @param patterns the mappings that lead here, as {@link granary.web.HubDoors} writes them
 */
record Door(Kind kind, List<String> patterns, String method, String target, String type, String body) {
    /** What a door leads to, and with that who may go through. */
    enum Kind {
        /** Shows something of one repository. */
        READ,
        /** Changes one repository. */
        WRITE,
        /** Deletes or reconfigures one repository. */
        MANAGE,
        /** Belongs to one repository and opens with a signed link only. */
        LINK,
        /** Belongs to one repository and opens with an access token of the CAS API only. */
        CAS,
        /** Lists repositories. */
        LIST,
        /** Belongs to the caller, who has to be signed in. */
        SELF,
        /** For administrators. */
        ADMIN,
        /** For everybody; shows nothing of repositories. */
        OPEN
    }

    /** A door of the API below a repository. */
    static Door api(Kind kind, String method, String pattern, String target) {
        return new Door(kind, List.of(method + " " + RepoUrl.API + pattern), method, "/api/{T}/{id}" + target, "", "");
    }

    /** A door outside the API below a repository, mapped for models and for the other types. */
    static Door web(Kind kind, String method, String pattern, String target) {
        return new Door(
                kind,
                List.of(method + " " + RepoUrl.WEB + pattern, method + " " + RepoUrl.WEB_TYPED + pattern),
                method,
                "/{P}{id}" + target,
                "",
                "");
    }

    /** A door whose pattern is its target. */
    static Door plain(Kind kind, String method, String target) {
        return new Door(kind, List.of(method + " " + target), method, target, "", "");
    }

    /** The same door, with another request. */
    Door at(String other) {
        return new Door(kind, patterns, method, other, type, body);
    }

    /** The same door under more mappings. */
    Door alias(String... more) {
        List<String> all =
                Stream.concat(patterns.stream(), Stream.of(more)).distinct().toList();
        return new Door(kind, all, method, target, type, body);
    }

    /** The same door, with a mapping that takes every method. */
    Door any() {
        return new Door(
                kind,
                patterns.stream()
                        .map(pattern -> "ANY" + pattern.substring(method.length()))
                        .toList(),
                method,
                target,
                type,
                body);
    }

    Door sending(String type, String body) {
        return new Door(kind, patterns, method, target, type, body);
    }

    Door json(String body) {
        return sending("application/json", body);
    }

    /** The same door, with a request that names this commit. */
    Door naming(String commit) {
        return at(target.replace("{commit}", commit));
    }

    /** The same door of a hub whose store has this name. */
    Door in(String epoch) {
        return at(target.replace("{epoch}", epoch));
    }

    /** Whether it looks at tokens; some doors of the CAS API go by their URL alone. */
    boolean readsTokens() {
        return kind == Kind.CAS || readsSessions();
    }

    /** Whether it knows who is signed in with a browser. */
    boolean readsSessions() {
        return !target.startsWith("/cas/");
    }

    boolean changesSomething() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    boolean isOfRepository() {
        return switch (kind) {
            case READ, WRITE, MANAGE, LINK, CAS -> true;
            case LIST, SELF, ADMIN, OPEN -> false;
        };
    }

    /** Asks for {@code namespace/name} of the type {@code plural} through this door. */
    RawHttp.Answer ask(RawHttp http, String plural, String namespace, String name) {
        RawHttp with = type.isEmpty() ? http : http.header("Content-Type", type);
        byte[] bytes = fill(body, plural, namespace, name).getBytes(StandardCharsets.UTF_8);
        return with.send(method, fill(target, plural, namespace, name), bytes);
    }

    private static String fill(String template, String plural, String namespace, String name) {
        String singular = plural.equals("code") ? plural : plural.substring(0, plural.length() - 1);
        return template.replace("{T}", plural)
                .replace("{type}", singular.toLowerCase(Locale.ROOT))
                .replace("{P}", plural.equals("models") ? "" : plural + "/")
                .replace("{id}", namespace + "/" + name)
                .replace("{ns}", namespace)
                .replace("{name}", name);
    }

    @Override
    public String toString() {
        return "%s %s %s".formatted(kind, method, target);
    }
}
