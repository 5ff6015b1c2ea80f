package granary.web.member;

import granary.repo.NotFoundException;
import granary.web.access.PublicUrl;
import granary.web.account.NameTakenException;
import granary.web.account.Setup;
import granary.web.account.User;
import granary.web.account.WrongSetupCodeException;
import granary.web.security.SignIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** The first start: makes the administrator, for whoever has the code from the server's log. Afterwards not there. */
@Controller
class SetupController {
    private final Setup setup;
    private final SignIn signIn;
    private final PublicUrl publicUrl;

    SetupController(Setup setup, SignIn signIn, PublicUrl publicUrl) {
        this.setup = setup;
        this.signIn = signIn;
        this.publicUrl = publicUrl;
    }

    @GetMapping("/setup")
    ModelAndView form(HttpServletRequest request) {
        requireOpen();
        return page(SetupForm.fresh(publicUrl.of(request), isLoopback(request.getLocalAddr())), "");
    }

    @PostMapping("/setup")
    ModelAndView complete(SetupForm form, HttpServletRequest request, HttpServletResponse response) {
        requireOpen();
        User administrator;
        try {
            administrator = setup.complete(form.answers(urlToKeep(form, request)));
        } catch (IllegalArgumentException _) {
            return again(form, form.problem(), HttpStatus.UNPROCESSABLE_CONTENT, response);
        } catch (NameTakenException _) {
            return again(form, "setup.problem.taken", HttpStatus.CONFLICT, response);
        } catch (WrongSetupCodeException _) {
            return again(form, "setup.problem.code", HttpStatus.FORBIDDEN, response);
        }
        signIn.signIn(administrator, request, response);
        var home = new RedirectView("/");
        home.setStatusCode(HttpStatus.SEE_OTHER);
        return new ModelAndView(home);
    }

    /** The address the form suggested is not kept when only this machine knows it by that. */
    private Optional<String> urlToKeep(SetupForm form, HttpServletRequest request) {
        String given = form.fields().publicUrl();
        boolean suggested = given.equals(publicUrl.of(request));
        return Optional.of(given).filter(url -> !url.isEmpty() && !(suggested && isLoopback(request.getLocalAddr())));
    }

    private void requireOpen() {
        if (!setup.isOpen()) {
            throw NotFoundException.other("Page not found");
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress(); // an address, so nothing is looked up
        } catch (UnknownHostException _) {
            return false;
        }
    }

    private static ModelAndView again(SetupForm form, String problem, HttpStatus status, HttpServletResponse response) {
        response.setStatus(status.value());
        return page(form, problem);
    }

    private static ModelAndView page(SetupForm form, String problem) {
        return new ModelAndView("account/setup", Map.of("page", new SetupPage(form.fields(), problem)));
    }
}
