package granary.contract.kit;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A hub that serves, whichever way it was started. Tests take one as a parameter: {@link WithHub}. */
public interface RunningHub extends AutoCloseable {
    /** Makes names differ between tests that share a hub. */
    AtomicInteger NAMES = new AtomicInteger();

    /** Where it listens, without a slash at its end. */
    URI url();

    /** Its data folder. */
    Path data();

    @Override
    void close();

    default AdminApi admin() {
        return AdminApi.of(data());
    }

    /** A user whom no other test knows; the name begins with {@code prefix}. */
    default Account newUser(String prefix) {
        return admin().createUser(newName(prefix));
    }

    /** A name that nobody has yet. */
    default String newName(String prefix) {
        return prefix + NAMES.incrementAndGet();
    }

    /** {@code path} with the token as its password, the way people put it into a git URL. */
    default String gitUrl(Account account, String path) {
        return "http://%s:%s@%s/%s".formatted(account.name(), account.token(), url().getAuthority(), path);
    }

    default String gitUrl(String path) {
        return url() + "/" + path;
    }

    default RawHttp http() {
        return new RawHttp(url());
    }

    /** The Hub API as {@code account}. */
    default HubApi api(Account account) {
        return new HubApi(url(), account.token());
    }
}
