package granary.web.ui;

import granary.web.account.Site;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

@Configuration(proxyBeanMethods = false)
class UiConfiguration {
    private static final Duration FOR_EVER = Duration.ofDays(365);

    @Bean
    Assets assets() {
        return Assets.read();
    }

    @Bean
    LocaleResolver localeResolver() {
        return new PageLocale();
    }

    /** English for a language we do not have, whatever the machine's own; every text is a pattern, so quotes are alike. */
    @Bean
    MessageSource messageSource() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        messages.setAlwaysUseMessageFormat(true);
        return messages;
    }

    @Bean
    WebMvcConfigurer shellOnEveryPage(Assets assets, Site site, LocaleResolver locales) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new ShellInterceptor(assets, site, locales));
            }
        };
    }

    @Bean
    ResourceHttpRequestHandler assetHandler() {
        var handler = new ResourceHttpRequestHandler();
        handler.setLocations(List.of(new ClassPathResource(Assets.FOLDER)));
        handler.setCacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable());
        handler.setResourceResolvers(List.of(new EncodedResourceResolver(), new PathResourceResolver()));
        return handler;
    }

    /** Before the handlers: to them {@code /a/app.css} would be a model named {@code app.css}. */
    @Bean
    SimpleUrlHandlerMapping assetMapping(@Qualifier("assetHandler") ResourceHttpRequestHandler assets) {
        return new SimpleUrlHandlerMapping(Map.of("/a/**", assets), Ordered.HIGHEST_PRECEDENCE);
    }
}
