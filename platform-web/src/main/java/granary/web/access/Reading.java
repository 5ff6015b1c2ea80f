package granary.web.access;

import granary.web.account.Site;
import granary.web.settings.HubSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Whether strangers may read public repositories: the setting, else the answer given at setup, else only on loopback. */
final class Reading {
    private final HubSettings settings;
    private final Site site;

    Reading(HubSettings settings, Site site) {
        this.settings = settings;
        this.site = site;
    }

    boolean isOpenToStrangers() {
        return settings.anonymousRead().or(site::anonymousRead).orElseGet(() -> isLoopback(settings.host()));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
