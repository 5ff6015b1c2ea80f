package granary.web.xet;

import granary.blob.content.CasStore;
import granary.blob.content.XetContentStore;
import granary.web.access.Callers;
import granary.web.access.PublicUrl;
import granary.web.access.RepositoryAccess;
import granary.web.link.Signer;
import granary.web.settings.HubSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class XetConfiguration {
    @Bean
    CasStore casStore(XetContentStore contents) {
        return contents.cas();
    }

    @Bean
    XetLinks xetLinks(PublicUrl publicUrl, CasStore store, Signer signer) {
        return new XetLinks(publicUrl, store, signer);
    }

    @Bean
    CasDoor casDoor(RepositoryAccess access, Callers callers, XetLinks links, Signer signer, HubSettings settings) {
        return new CasDoor(access, callers, links, signer, settings.dedupeScope());
    }
}
