// Loaded by `node --import`: lets a client talk to loopback only, so that a test that would need another machine
// fails with a clear line instead of passing on a developer's network.
import net from "node:net";

const connect = net.Socket.prototype.connect;
const near = new Set(["127.0.0.1", "::1", "localhost", undefined]);

net.Socket.prototype.connect = function (...args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  const host = typeof first === "object" ? first.host : undefined;
  if (typeof first === "object" && !first.path && !near.has(host)) {
    throw new Error(`GUARD: a client under test tried to reach ${host}`);
  }
  return connect.apply(this, args);
};
