package granary.web.admincli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Trusts exactly the certificate that the hub serves with. It is written for the hub's public name, and the admin client
 * comes over loopback, so the certificate counts here and the name does not.
 */
final class PinnedTls {
    private PinnedTls() {}

    static SSLContext trusting(Path certificates) throws IOException {
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
        try (var in = Files.newInputStream(certificates)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("hub-" + number++, each);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("not a certificate: " + certificates, unusable);
        }
    }
}
