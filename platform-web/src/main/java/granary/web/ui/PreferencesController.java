package granary.web.ui;

import granary.web.access.OwnPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Language and theme, chosen in the footer of any page, by anybody. */
@Controller
class PreferencesController {
    private static final Duration KEPT = Duration.ofDays(365);

    @PostMapping("/settings/appearance")
    ResponseEntity<Void> choose(
            @RequestParam(required = false) @Nullable String theme,
            @RequestParam(required = false) @Nullable String lang,
            @RequestParam(defaultValue = "/") String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (theme != null) {
            Theme chosen = Theme.of(theme);
            keep(request, response, Theme.COOKIE, chosen == Theme.AUTO ? "" : chosen.text());
        }
        if (lang != null) {
            keep(request, response, PageLocale.COOKIE, lang.equals("en") || lang.equals("zh") ? lang : "");
        }
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, OwnPath.orHome(next))
                .build();
    }

    /** Scripts may read these two: the theme switch sets its cookie itself, to spare a round trip. */
    private static void keep(HttpServletRequest request, HttpServletResponse response, String name, String value) {
        ResponseCookie cookie = ResponseCookie.from(name, value)
                .path("/")
                .maxAge(value.isEmpty() ? Duration.ZERO : KEPT)
                .sameSite("Lax")
                .secure(request.isSecure())
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
