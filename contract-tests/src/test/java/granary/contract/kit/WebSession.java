package granary.contract.kit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser's session without the browser: keeps cookies, and fills in the hidden field that forms need. */
public final class WebSession {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final Pattern COOKIE = Pattern.compile("([^=;\\s]+)=([^;\n]*)");

    private final RunningHub hub;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    private WebSession(RunningHub hub) {
        this.hub = hub;
    }

    /** A visitor who has not signed in. */
    public static WebSession visitor(RunningHub hub) {
        return new WebSession(hub);
    }

    /** Signs in by the login form. */
    public static WebSession signIn(RunningHub hub, Account account) {
        var session = new WebSession(hub);
        var answer = session.trySignIn(account.name(), account.password());
        if (answer.header("Location").contains("error")) {
            throw new AssertionError("could not sign in: " + answer);
        }
        return session;
    }

    /** Sends the login form; what came back. */
    public RawHttp.Answer trySignIn(String name, String password) {
        return post("/login", "/login", Map.of("username", name, "password", password));
    }

    public RawHttp.Answer get(String path) {
        return remember(http().get(path));
    }

    /** Opens the page {@code formPath} and sends the form on it, with these fields, to {@code path}. */
    public RawHttp.Answer post(String formPath, String path, Map<String, String> fields) {
        var all = new LinkedHashMap<>(fields);
        all.put("_csrf", tokenAt(formPath));
        return remember(http().post(path, "application/x-www-form-urlencoded", encode(all)));
    }

    /** The value that forms of this session must carry. */
    public String tokenAt(String formPath) {
        RawHttp.Answer page = get(formPath);
        Matcher token = TOKEN.matcher(page.text());
        if (!token.find()) {
            throw new AssertionError("no form at %s: %s".formatted(formPath, page));
        }
        return token.group(1);
    }

    /** A client that sends this session's cookies, and nothing else. */
    public RawHttp http() {
        String line = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return line.isEmpty() ? hub.http() : hub.http().header("Cookie", line);
    }

    public Map<String, String> cookies() {
        return Map.copyOf(cookies);
    }

    private RawHttp.Answer remember(RawHttp.Answer answer) {
        answer.header("Set-Cookie").lines().forEach(line -> {
            Matcher cookie = COOKIE.matcher(line);
            if (cookie.lookingAt()) {
                boolean gone = cookie.group(2).isEmpty() || line.contains("Max-Age=0");
                if (gone) {
                    cookies.remove(cookie.group(1));
                } else {
                    cookies.put(cookie.group(1), cookie.group(2));
                }
            }
        });
        return answer;
    }

    private static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
