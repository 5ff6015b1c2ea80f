package granary.web.error;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Failures of handlers. */
@ControllerAdvice
class ExceptionAdvice {
    private final ErrorAnswer answer;

    ExceptionAdvice(ErrorAnswer answer) {
        this.answer = answer;
    }

    @ExceptionHandler
    void any(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (e instanceof AsyncRequestNotUsableException gone) {
            throw gone; // the client is gone: nobody to answer
        }
        answer.write(request, response, e);
    }
}
