package granary.web;

import granary.web.settings.HubSettings;
import granary.web.settings.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

/** Where the hub listens. */
final class ListenAddress {
    private ListenAddress() {}

    /** Looks before the slow part of the start whether the port can be had. */
    static void requireFree(HubSettings settings) {
        var address = new InetSocketAddress(settings.host(), settings.port());
        if (address.isUnresolved()) {
            throw new StartException(
                    "There is no host called '%s' to listen on; use an address of this machine with --host."
                            .formatted(settings.host()));
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException taken) {
            throw new StartException(
                    "Cannot listen on port %d of %s (%s); stop the program that has it, or choose another with --port."
                            .formatted(settings.port(), settings.host(), taken.getMessage()),
                    taken);
        }
    }

    /** What reaches a hub on this port from the same machine. */
    static URI url(HubSettings settings, int port) {
        InetAddress address = new InetSocketAddress(settings.host(), port).getAddress();
        String host = address == null || address.isAnyLocalAddress() ? "127.0.0.1" : settings.host();
        String scheme = settings.tls().isPresent() ? "https" : "http";
        return URI.create("%s://%s:%d".formatted(scheme, host.contains(":") ? "[" + host + "]" : host, port));
    }
}
