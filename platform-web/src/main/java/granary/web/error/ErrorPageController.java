package granary.web.error;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** Draws the page of a failure, and answers failures that only the servlet container saw. */
@Controller
class ErrorPageController implements ErrorController {
    private final ErrorAnswer answer;

    ErrorPageController(ErrorAnswer answer) {
        this.answer = answer;
    }

    @RequestMapping("/error")
    @Nullable
    String show(HttpServletRequest request, HttpServletResponse response, Model model)
            throws IOException, ServletException {
        if (request.getAttribute(ErrorAnswer.FAILURE) instanceof Failure failure) {
            response.setStatus(failure.status());
            model.addAttribute(
                    "failure",
                    new FailureView(
                            failure.status(),
                            failure.kind().name(),
                            failure.message(),
                            ErrorAnswer.requestId(request)));
            return "error/page";
        }
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int code = status instanceof Integer known ? known : HttpStatus.NOT_FOUND.value();
        HttpStatus known = HttpStatus.resolve(code);
        answer.writeStatus(
                request, response, code, code >= 500 || known == null ? Failures.INTERNAL : known.getReasonPhrase());
        return null;
    }

    /** What the page shows; {@code kind} is the name of a {@link Failure.Kind}. */
    public record FailureView(int status, String kind, String message, String requestId) {}
}
