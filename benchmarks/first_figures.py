#!/usr/bin/env python3
"""The first figures of the whole product, beside what people would otherwise use, on this machine and in one run.

    benchmarks/first_figures.py [--runs 3] [--only start,git,lfs]

start  time from ./granary run to a 200 of /health with the data folder warm, and PSS of all processes when idle
git    push and clone of a made-up repository (20,000 files in 200 folders, 200 MB) against git http-backend behind
       lighttpd's CGI
lfs    upload and download of 1 GB of random bytes through the hub's LFS door against nginx (PUT by its DAV module, GET of
       a static file), the client being curl both times

Each pair is measured in turn, hub then peer, --runs times; the table gives medians and the median of the ratios pair by
pair. Needs git, git's http-backend, lighttpd, nginx, curl and a built hub (./granary build); uses loopback only and
leaves nothing behind.
"""

import argparse
import hashlib
import http.client
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GIB = 1_000_000_000


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def await_port(port, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"nothing listens on port {port}")


class Hub:
    def __init__(self, folder):
        self.data = os.path.join(folder, "hub")
        self.log = open(os.path.join(folder, "hub.log"), "ab")
        self.port = free_port()

    def start(self):
        """Returns after how many seconds /health said 200."""
        begin = time.monotonic()
        command = [os.path.join(ROOT, "granary"), "run", "--port", str(self.port), "--data", self.data]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        while self.process.poll() is None and time.monotonic() - begin < 300:
            try:
                if self.ask("GET", "/health")[0] == 200:
                    return time.monotonic() - begin
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
        sys.exit(f"the hub did not start; see {self.log.name}")

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    def ask(self, method, path, body=None, token=None, kind="application/json"):
        headers = {"Content-Type": kind}
        if token:
            headers["Authorization"] = "Bearer " + token
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def token(self):
        with open(os.path.join(self.data, "admin.json"), encoding="utf-8") as file:
            secret = "granary_admin_" + json.load(file)["secret"]
        user = {"name": "bench", "password": "only on loopback", "admin": False}
        self.expect("POST", "/api/admin/users", user, secret)
        return self.expect("POST", "/api/admin/users/bench/tokens", {"name": "b", "scope": "write"}, secret)["token"]

    def expect(self, *call):
        """The JSON that a call answers, which has to succeed."""
        status, answer = self.ask(*call)
        if status // 100 != 2:
            raise RuntimeError(f"{call[:2]} answered {status}: {answer.decode()}")
        return json.loads(answer)

    def tree_pss(self):
        """Proportional set size of the hub and everything it started, in MB."""
        children = {}
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8") as file:
                    children.setdefault(int(file.read().rsplit(")", 1)[1].split()[1]), []).append(int(entry))
            except OSError:
                continue
        todo, total = [self.process.pid], 0
        while todo:
            pid = todo.pop()
            todo += children.get(pid, [])
            with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
                total += int(re.search(r"^Pss:\s+(\d+)", file.read(), re.M).group(1))
        return total / 1000


def timed(command, cwd=None):
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    begin = time.monotonic()
    subprocess.run(command, cwd=cwd, env=environment, check=True, timeout=900, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return time.monotonic() - begin


def report(what, hub, peer, name):
    ratio = statistics.median(a / b for a, b in zip(hub, peer))
    print(f"| {what} | {statistics.median(hub):.2f} s | {name} {statistics.median(peer):.2f} s | {ratio:.2f} |", flush=True)


def measure_start(folder, runs):
    hub = Hub(folder)
    hub.start()
    time.sleep(2)
    hub.stop()
    times = []
    for _ in range(runs):
        times.append(hub.start())
        hub.stop()
    hub.start()
    time.sleep(20)
    pss = hub.tree_pss()
    hub.stop()
    print(f"| warm start to /health | {statistics.median(times):.2f} s ({min(times):.2f} to {max(times):.2f}) | target 4 s | |")
    print(f"| PSS of all processes, idle | {pss:.0f} MB | target 700 MB | |", flush=True)


def make_repository(folder):
    chance, path = random.Random(20_000), os.path.join(folder, "source")
    os.makedirs(path)
    for number in range(20_000):
        name = os.path.join(path, f"d{number % 200:03d}")
        os.makedirs(name, exist_ok=True)
        with open(os.path.join(name, f"f{number}.txt"), "wb") as file:
            file.write(chance.randbytes(7_500).hex()[:10_000].encode())
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["-c", "user.name=b", "-c", "user.email=b@localhost",
                                                              "commit", "-q", "-m", "all"]):
        timed(["git", *command], path)
    return path


def start_http_backend(folder):
    port, root = free_port(), os.path.join(folder, "backend")
    os.makedirs(root)
    config = os.path.join(folder, "lighttpd.conf")
    with open(config, "w", encoding="utf-8") as file:
        file.write(f'''server.document-root = "{root}"
server.port = {port}
server.bind = "127.0.0.1"
server.modules = ("mod_alias", "mod_cgi", "mod_setenv")
server.max-request-size = 0
server.stream-request-body = 2
server.stream-response-body = 2
alias.url = ("/git/" => "/usr/lib/git-core/git-http-backend/")
$HTTP["url"] =~ "^/git/" {{
  cgi.assign = ("" => "")
  setenv.add-environment = ("GIT_PROJECT_ROOT" => "{root}", "GIT_HTTP_EXPORT_ALL" => "1", "REMOTE_USER" => "bench")
}}
''')
    process = subprocess.Popen(["lighttpd", "-D", "-f", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    await_port(port)
    return process, port, root


def measure_git(folder, runs):
    source = make_repository(folder)
    hub = Hub(folder)
    hub.start()
    backend, port, root = start_http_backend(folder)
    times = {key: [] for key in ("hub push", "peer push", "hub clone", "peer clone")}
    try:
        token = hub.token()
        for run in range(runs + 1):  # the first warms both up and is not counted
            hub.expect("POST", "/api/repos/create", {"name": f"r{run}", "type": "code"}, token)
            subprocess.run(["git", "init", "-q", "--bare", f"{root}/r{run}.git"], check=True)
            subprocess.run(["git", "-C", f"{root}/r{run}.git", "config", "http.receivepack", "true"], check=True)
            urls = {"hub": f"http://bench:{token}@127.0.0.1:{hub.port}/code/bench/r{run}",
                    "peer": f"http://127.0.0.1:{port}/git/r{run}.git"}
            for who, url in urls.items():
                push = timed(["git", "-c", "http.postBuffer=500m", "push", "-q", url, "main"], source)
                clone = timed(["git", "clone", "-q", "--bare", url, os.path.join(folder, "clone")])
                shutil.rmtree(os.path.join(folder, "clone"))
                if run > 0:
                    times[who + " push"].append(push)
                    times[who + " clone"].append(clone)
    finally:
        hub.stop()
        backend.terminate()
        backend.wait()
    report("git push, 200 MB, 20,000 files", times["hub push"], times["peer push"], "git http-backend")
    report("git clone --bare of it", times["hub clone"], times["peer clone"], "git http-backend")


def start_nginx(folder):
    port, root = free_port(), os.path.join(folder, "nginx")
    os.makedirs(os.path.join(root, "files"))
    os.chmod(folder, 0o755)
    config = os.path.join(root, "nginx.conf")
    with open(config, "w", encoding="utf-8") as file:
        file.write(f'''pid {root}/pid; error_log {root}/error.log; daemon off; user root;
events {{}}
http {{
  access_log off; sendfile on; client_max_body_size 0; client_body_temp_path {root}/body;
  server {{ listen 127.0.0.1:{port}; root {root}/files; location / {{ dav_methods PUT; }} }}
}}
''')
    process = subprocess.Popen(["nginx", "-c", config, "-p", root], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    await_port(port)
    return process, port


def lfs_action(hub, token, operation, oid, size):
    body = {"operation": operation, "transfers": ["basic"], "objects": [{"oid": oid, "size": size}]}
    answer = hub.ask("POST", "/bench/big.git/info/lfs/objects/batch", body, token, "application/vnd.git-lfs+json")[1]
    return json.loads(answer)["objects"][0]["actions"][operation]["href"]


def measure_lfs(folder, runs):
    hub = Hub(folder)
    hub.start()
    nginx, port = start_nginx(folder)
    times = {key: [] for key in ("hub up", "peer up", "hub down", "peer down")}
    try:
        token = hub.token()
        hub.expect("POST", "/api/repos/create", {"name": "big"}, token)
        for run in range(runs + 1):
            path, digest, chance = os.path.join(folder, "big.bin"), hashlib.sha256(), random.Random(run)
            with open(path, "wb") as file:
                for _ in range(100):
                    block = chance.randbytes(GIB // 100)
                    digest.update(block)
                    file.write(block)
            oid = digest.hexdigest()
            hub_up = timed(["curl", "-sf", "-T", path, lfs_action(hub, token, "upload", oid, GIB)])
            peer_up = timed(["curl", "-sf", "-T", path, f"http://127.0.0.1:{port}/big{run}.bin"])
            hub_down = timed(["curl", "-sf", "-o", "/dev/null", lfs_action(hub, token, "download", oid, GIB)])
            peer_down = timed(["curl", "-sf", "-o", "/dev/null", f"http://127.0.0.1:{port}/big{run}.bin"])
            if run > 0:
                for key, value in zip(("hub up", "peer up", "hub down", "peer down"), (hub_up, peer_up, hub_down, peer_down)):
                    times[key].append(value)
    finally:
        hub.stop()
        nginx.terminate()
        nginx.wait()
    report("LFS upload of 1 GB (hashed, cut, deduplicated, synced)", times["hub up"], times["peer up"], "nginx PUT")
    report("LFS download of 1 GB", times["hub down"], times["peer down"], "nginx GET")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="start,git,lfs")
    options = parser.parse_args()
    print("| what | hub | beside it | ratio |\n| --- | --- | --- | --- |", flush=True)
    for name, measure in (("start", measure_start), ("git", measure_git), ("lfs", measure_lfs)):
        if name in options.only.split(","):
            folder = tempfile.mkdtemp(prefix="figures-")
            try:
                measure(folder, options.runs)
            finally:
                shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
