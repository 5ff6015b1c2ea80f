package granary.web.hub;

import granary.web.error.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;

/** What this hub has no pull requests for. */
final class PullRequests {
    private PullRequests() {}

    /** Refuses a commit that is to become a pull request, rather than commit it to the branch. */
    static void refuse(HttpServletRequest request) {
        String wanted = request.getParameter("create_pr");
        if (wanted != null && !wanted.equals("0") && !wanted.equalsIgnoreCase("false")) {
            throw new RefusedException(
                    HttpStatus.BAD_REQUEST, "This server has no pull requests: commit to a branch, without create_pr");
        }
    }
}
