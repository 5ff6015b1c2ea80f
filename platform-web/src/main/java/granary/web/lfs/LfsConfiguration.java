package granary.web.lfs;

import granary.web.access.Callers;
import granary.web.access.PublicUrl;
import granary.web.access.RepositoryAccess;
import granary.web.link.Signer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LfsConfiguration {
    @Bean
    Links lfsLinks(RepositoryAccess access, Callers callers, PublicUrl publicUrl, Signer signer) {
        return new Links(access, callers, signer, publicUrl);
    }
}
