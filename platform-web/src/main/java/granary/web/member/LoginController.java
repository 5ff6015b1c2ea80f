package granary.web.member;

import granary.web.access.Caller;
import granary.web.account.Setup;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The login form, and the page that asks whether to sign out. What they send is handled by {@code security}. */
@Controller
class LoginController {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
    private static final int MINUTE_SECONDS = 60;

    private final Setup setup;

    LoginController(Setup setup) {
        this.setup = setup;
    }

    @GetMapping("/login")
    ModelAndView form(
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(defaultValue = "") String wait,
            @RequestParam(defaultValue = "/") String next,
            Caller caller) {
        if (setup.isOpen()) {
            return new ModelAndView("redirect:/setup");
        }
        if (caller instanceof Caller.Member && error == null) {
            return new ModelAndView("redirect:/");
        }
        long seconds = SECONDS.matcher(wait).matches() ? Long.parseLong(wait) : 0;
        var page = new LoginPage(next, error != null, Math.ceilDiv(seconds, MINUTE_SECONDS), seconds);
        return new ModelAndView("account/login", Map.of("page", page));
    }

    @GetMapping("/logout")
    ModelAndView logout(Caller.Member caller) {
        return new ModelAndView("account/logout", Map.of("name", caller.name()));
    }

    /**
     * The login form.
     *
     * @param failed whether the last try did not get in
     * @param waitSeconds how long to wait before the next; 0 when not at all
     */
    record LoginPage(String next, boolean failed, long waitMinutes, long waitSeconds) {}
}
