package granary.web.security;

import granary.web.access.Callers;
import granary.web.access.OwnPath;
import granary.web.access.PublicUrl;
import granary.web.account.Accounts;
import granary.web.account.SignInGuard;
import granary.web.error.ErrorAnswer;
import granary.web.settings.AdminSecret;
import granary.web.settings.HubSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Who a request is from. What they may do is not decided here but in {@code access}, so every request is let through to
 * its handler.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration implements WebMvcConfigurer {
    private static final String SESSION_COOKIE = "granary_session";

    @Bean
    SecurityFilterChain filters(
            HttpSecurity http,
            Accounts accounts,
            SignInGuard guard,
            Callers callers,
            ErrorAnswer errors,
            AdminSecret adminSecret,
            SecurityContextRepository contexts)
            throws Exception {
        var callerFilter = new CallerFilter(callers, errors, adminSecret);
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .authenticationManager(new ProviderManager(new PasswordAuthentication(accounts, guard)))
                .addFilterBefore(callerFilter, AuthorizationFilter.class)
                .addFilterBefore(new CrossSiteFilter(errors), CsrfFilter.class)
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(new CrossSiteRequests(SESSION_COOKIE))
                        .csrfTokenRepository(csrfTokens()))
                .headers(AbstractHttpConfigurer::disable) // RequestFrame sets them, before anything is written
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .securityContext(context -> context.securityContextRepository(contexts))
                .formLogin(form -> form.loginPage("/login")
                        .successHandler((request, response, _) ->
                                response.sendRedirect(OwnPath.orHome(request.getParameter("next"))))
                        .failureHandler(SecurityConfiguration::loginFailed))
                .logout(logout -> logout.logoutSuccessUrl("/").deleteCookies(SESSION_COOKIE))
                .exceptionHandling(
                        handling -> handling.accessDeniedHandler((request, response, _) -> errors.writeStatus(
                                        request,
                                        response,
                                        403,
                                        "This form is too old or came from another site. Go back, reload, try again."))
                                .authenticationEntryPoint((request, response, _) ->
                                        errors.writeStatus(request, response, 401, "Sign in to do this")))
                .build();
    }

    private static void loginFailed(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        String wait = e instanceof LockedException ? "&wait=" + e.getMessage() : "";
        String next = URLEncoder.encode(OwnPath.orHome(request.getParameter("next")), StandardCharsets.UTF_8);
        response.sendRedirect("/login?error" + wait + "&next=" + next);
    }

    private static CookieCsrfTokenRepository csrfTokens() {
        var tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("granary_csrf");
        tokens.setCookieCustomizer(
                cookie -> cookie.httpOnly(true).sameSite("Lax").path("/"));
        return tokens;
    }

    @Bean
    SecurityContextRepository securityContextRepository() {
        return new HttpSessionSecurityContextRepository();
    }

    @Bean
    SignIn signIn(SecurityContextRepository contexts) {
        return new SignIn(contexts);
    }

    /** Sessions are kept by Spring Session; the cookie holds nothing but their random id. */
    @Bean
    CookieSerializer sessionCookie() {
        var cookie = new DefaultCookieSerializer();
        cookie.setCookieName(SESSION_COOKIE);
        cookie.setSameSite("Lax");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setCookiePath("/");
        return cookie;
    }

    @Bean
    HttpFirewall httpFirewall() {
        return new UrlFirewall();
    }

    @Bean
    RequestRejectedHandler requestRejectedHandler(ErrorAnswer errors) {
        return (request, response, e) -> errors.writeStatus(request, response, 400, String.valueOf(e.getMessage()));
    }

    @Bean
    FilterRegistrationBean<ForwardedFilter> forwardedFilter(HubSettings settings) {
        var registration = new FilterRegistrationBean<>(new ForwardedFilter(settings.trustedProxies()));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    FilterRegistrationBean<RequestFrame> requestFrame(PublicUrl publicUrl, ErrorAnswer errors) {
        var registration = new FilterRegistrationBean<>(new RequestFrame(publicUrl, errors));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new AdminDoor()).addPathPatterns("/api/admin/**");
    }
}
