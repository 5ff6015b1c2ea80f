package granary.web.postgres;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the embedded server runs: durable, private, and modest in memory. */
final class ServerOptions {
    private ServerOptions() {}

    static Map<String, String> on(int port) {
        var options = new LinkedHashMap<String, String>();
        durable(options);
        reachableOnLoopbackOnly(options, port);
        modest(options);
        quiet(options);
        return options;
    }

    private static void durable(Map<String, String> options) {
        options.put("fsync", "on");
        options.put("synchronous_commit", "on");
        options.put("full_page_writes", "on");
    }

    private static void reachableOnLoopbackOnly(Map<String, String> options, int port) {
        options.put("listen_addresses", "127.0.0.1");
        options.put("port", Integer.toString(port));
        options.put("unix_socket_directories", "");
        options.put("password_encryption", "scram-sha-256");
    }

    /** Fewer helper processes and smaller buffers than a server that has a machine to itself. */
    private static void modest(Map<String, String> options) {
        options.put("max_connections", "40");
        options.put("shared_buffers", "64MB");
        options.put("work_mem", "8MB");
        options.put("maintenance_work_mem", "64MB");
        options.put("io_method", "sync");
        options.put("max_logical_replication_workers", "0");
        options.put("max_wal_size", "512MB");
        options.put("jit", "off");
        options.put("huge_pages", "off");
    }

    /** No statement and no value of a row ever gets into the log, and it grows only by starts and stops. */
    private static void quiet(Map<String, String> options) {
        options.put("log_min_messages", "log");
        options.put("log_min_error_statement", "panic");
        options.put("log_error_verbosity", "terse");
        options.put("log_checkpoints", "off");
        options.put("log_timezone", "UTC");
        options.put("timezone", "UTC");
        options.put("idle_in_transaction_session_timeout", "5min");
    }
}
