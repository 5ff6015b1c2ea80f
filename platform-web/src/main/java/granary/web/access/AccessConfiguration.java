package granary.web.access;

import granary.repo.Repositories;
import granary.repo.transport.GitTransport;
import granary.web.account.Accounts;
import granary.web.account.Site;
import granary.web.settings.HubSettings;
import granary.web.token.Tokens;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration implements WebMvcConfigurer {
    @Bean
    RepositoryAccess repositoryAccess(
            Repositories repositories, GitTransport transport, Accounts accounts, HubSettings settings, Site site) {
        return new RepositoryAccess(
                repositories, transport, accounts, new Rules(new Reading(settings, site)::isOpenToStrangers));
    }

    @Bean
    Callers callers(JdbcClient jdbc, Tokens tokens, Clock clock) {
        return new Callers(new CallerRows(jdbc), tokens, clock);
    }

    @Bean
    PublicUrl publicUrl(HubSettings settings, Site site) {
        return new PublicUrl(settings, site);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgument());
        resolvers.add(new RepoUrlArgument());
    }
}
