package granary.web.lfs;

import granary.web.access.Callers;
import granary.web.access.PublicUrl;
import granary.web.access.RepositoryAccess;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class LfsConfiguration {
    @Bean
    Links lfsLinks(RepositoryAccess access, Callers callers, PublicUrl publicUrl, JdbcClient jdbc, Clock clock) {
        return new Links(access, callers, new Grants(new LinkKey(jdbc), clock), publicUrl);
    }
}
