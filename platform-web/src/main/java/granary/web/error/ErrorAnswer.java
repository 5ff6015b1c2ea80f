package granary.web.error;

import granary.repo.BusyException;
import granary.web.access.Caller;
import granary.web.access.CallerArgument;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every failure: of handlers, of Spring Security, of the URL firewall and of the servlet container. What a
 * failure looks like depends on the door the request came to (architecture.md §5).
 */
public final class ErrorAnswer {
    /** Where the page for a failure finds it. */
    static final String FAILURE = Failure.class.getName();

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswer.class);
    private static final int MESSAGE_MAX = 1000;

    /** What was said already of a file whose bytes then could not be sent. */
    private static final List<String> OF_FILES =
            List.of("Content-Range", "Content-Disposition", "ETag", "Last-Modified", "Accept-Ranges");

    /** How long a database that died takes to be there again, as a rule. */
    private static final String RESTART_SECONDS = "3";

    private final JsonMapper json;

    ErrorAnswer(JsonMapper json) {
        this.json = json;
    }

    /**
     * Answers with what the exception means. When part of the answer is out already there is nothing left to say: the
     * exception goes on to the container, which breaks the connection, so that no client takes the part for the whole.
     */
    public void write(HttpServletRequest request, HttpServletResponse response, Throwable e)
            throws IOException, ServletException {
        Failure failure = Failures.of(e);
        if (response.isCommitted()) {
            LOG.atLevel(failure.status() == 408 ? Level.DEBUG : Level.WARN)
                    .log("Request {} broke off: {}", requestId(request), e.toString());
            throw new IOException("the answer broke off", e);
        }
        if (failure.status() == 500) {
            LOG.error("Request {} failed: {} {}", requestId(request), request.getMethod(), request.getRequestURI(), e);
        }
        if (e instanceof BusyException busy) {
            response.setHeader("Retry-After", String.valueOf(busy.retryAfter().toSeconds()));
        } else if (failure.status() == 503) {
            LOG.warn("Request {} has to be tried again: {}", requestId(request), e.toString());
            response.setHeader("Retry-After", RESTART_SECONDS);
        }
        write(request, response, failure);
    }

    /** Answers with a bare status, as the container or Spring Security gives it. */
    public void writeStatus(HttpServletRequest request, HttpServletResponse response, int status, String message)
            throws IOException, ServletException {
        if (!response.isCommitted()) {
            write(request, response, Failure.ofStatus(status, message));
        }
    }

    private void write(HttpServletRequest request, HttpServletResponse response, Failure failure)
            throws IOException, ServletException {
        response.resetBuffer();
        OF_FILES.forEach(header -> response.setHeader(header, null));
        response.setHeader("Cache-Control", "no-store");
        switch (Door.of(originalPath(request))) {
            case PAGE -> page(request, response, failure);
            case API -> api(request, response, failure);
            case CAS -> cas(response, failure);
            case GIT -> git(request, response, failure);
            case LFS -> lfs(request, response, failure);
            case OPENAI -> openAi(response, failure);
        }
    }

    private static void page(HttpServletRequest request, HttpServletResponse response, Failure failure)
            throws IOException, ServletException {
        if (failure.kind() == Failure.Kind.NOT_SIGNED_IN) {
            String next =
                    originalPath(request) + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
            boolean comesBack = request.getMethod().equals("GET");
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(
                    "Location",
                    comesBack ? "/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8) : "/login");
            return;
        }
        response.setStatus(failure.status());
        if (request.getAttribute(FAILURE) != null) {
            plain(response, "text/plain", failure.message()); // the error page itself failed
            return;
        }
        request.setAttribute(FAILURE, failure);
        request.getRequestDispatcher("/error").forward(request, response);
    }

    private void api(HttpServletRequest request, HttpServletResponse response, Failure failure) throws IOException {
        boolean hidden = failure.code().equals("RepoNotFound") && isAnonymous(request);
        response.setStatus(hidden ? HttpServletResponse.SC_UNAUTHORIZED : failure.status());
        if (!failure.code().isEmpty()) {
            response.setHeader("X-Error-Code", failure.code());
        }
        failure.commit().ifPresent(commit -> response.setHeader("X-Repo-Commit", commit.hex()));
        response.setHeader("X-Error-Message", headerText(failure.message()));
        body(response, "application/json", Map.of("error", failure.message()));
    }

    private void cas(HttpServletResponse response, Failure failure) throws IOException {
        response.setStatus(failure.status());
        body(response, "application/json", Map.of("error", failure.message()));
    }

    private static void git(HttpServletRequest request, HttpServletResponse response, Failure failure)
            throws IOException {
        response.setStatus(challenged(request, response, failure));
        plain(response, "text/plain", failure.message() + "\n");
    }

    private void lfs(HttpServletRequest request, HttpServletResponse response, Failure failure) throws IOException {
        int status = challenged(request, response, failure);
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("LFS-Authenticate", "Basic realm=\"Granary\"");
        }
        response.setStatus(status);
        var body = new LinkedHashMap<String, String>();
        body.put("message", failure.message());
        body.put("request_id", requestId(request));
        body(response, "application/vnd.git-lfs+json", body);
    }

    /** Git asks for credentials only after a 401 that says so; without it a hidden repository could never be cloned. */
    private static int challenged(HttpServletRequest request, HttpServletResponse response, Failure failure) {
        boolean hidden = failure.code().equals("RepoNotFound") && isAnonymous(request);
        int status = hidden ? HttpServletResponse.SC_UNAUTHORIZED : failure.status();
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Granary\", charset=\"UTF-8\"");
        }
        return status;
    }

    private void openAi(HttpServletResponse response, Failure failure) throws IOException {
        response.setStatus(failure.status());
        var error = new LinkedHashMap<String, Object>();
        error.put("message", failure.message());
        error.put("type", failure.status() < 500 ? "invalid_request_error" : "server_error");
        error.put("param", null);
        error.put("code", failure.kind().name().toLowerCase(java.util.Locale.ROOT));
        body(response, "application/json", Map.of("error", error));
    }

    private void body(HttpServletResponse response, String type, Object body) throws IOException {
        response.setContentType(type);
        byte[] bytes = json.writeValueAsBytes(body);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static void plain(HttpServletResponse response, String type, String text) throws IOException {
        response.setContentType(type + ";charset=utf-8");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static boolean isAnonymous(HttpServletRequest request) {
        return CallerArgument.of(request) instanceof Caller.Anonymous;
    }

    /** The path the client asked for, also when the container has forwarded to the error page. */
    private static String originalPath(HttpServletRequest request) {
        Object original = request.getAttribute(jakarta.servlet.RequestDispatcher.ERROR_REQUEST_URI);
        return original instanceof String path ? path : request.getRequestURI();
    }

    static String requestId(HttpServletRequest request) {
        return Objects.toString(request.getAttribute("granary.request-id"), "");
    }

    /** Header values are latin-1 without line ends; anything else becomes a question mark. */
    private static String headerText(String message) {
        String line = message.replaceAll("[^\\x20-\\x7e]", "?");
        return line.substring(0, Math.min(line.length(), MESSAGE_MAX));
    }
}
