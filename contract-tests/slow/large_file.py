#!/usr/bin/env python3
"""Proof that the hub's memory does not grow with the size of a file.

    contract-tests/slow/large_file.py [--small 100] [--large 3000] [--slack 100]

Starts the built product with the options that everybody gets, pushes a file of --small MB of random bytes with git-lfs,
clones it, and reads the hub's PSS; then does the same with a file of --large MB. Fails when a clone differs from what was
pushed, or when the hub is more than --slack MB larger after the large file than after the small one. Needs git, git-lfs and
a built hub (./granary build); needs four times the large file in room, uses loopback only and leaves nothing behind.
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
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MB = 1_000_000


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Hub:
    def __init__(self, folder):
        self.data, self.port = os.path.join(folder, "data"), free_port()
        self.log = open(os.path.join(folder, "hub.log"), "wb")
        command = [os.path.join(ROOT, "granary"), "run", "--port", str(self.port), "--data", self.data]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)

    def await_ready(self):
        end = time.monotonic() + 300
        while self.process.poll() is None and time.monotonic() < end:
            try:
                if self.ask("GET", "/health")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        sys.exit(f"the hub did not start; see {self.log.name}")

    def ask(self, method, path, body=None, token=None):
        headers = {"Content-Type": "application/json"} | ({"Authorization": "Bearer " + token} if token else {})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def expect(self, *call):
        status, answer = self.ask(*call)
        if status // 100 != 2:
            raise RuntimeError(f"{call[:2]} answered {status}: {answer.decode()}")
        return json.loads(answer)

    def token(self):
        with open(os.path.join(self.data, "admin.json"), encoding="utf-8") as file:
            secret = "granary_admin_" + json.load(file)["secret"]
        self.expect("POST", "/api/admin/users", {"name": "big", "password": "only on loopback"}, secret)
        return self.expect("POST", "/api/admin/users/big/tokens", {"name": "b", "scope": "write"}, secret)["token"]

    def pss(self):
        """Proportional set size of the hub's own process, in MB. The launcher becomes the hub, so it is ours."""
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="utf-8") as file:
            return int(re.search(r"^Pss:\s+(\d+)", file.read(), re.M).group(1)) / 1000

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def run(home, *command):
    environment = {"PATH": os.environ["PATH"], "HOME": home, "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1",
                   "GIT_AUTHOR_NAME": "b", "GIT_AUTHOR_EMAIL": "b@localhost",
                   "GIT_COMMITTER_NAME": "b", "GIT_COMMITTER_EMAIL": "b@localhost"}
    done = subprocess.run(command, env=environment, timeout=1800, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr}")


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def there_and_back(hub, token, folder, name, size):
    """Pushes and clones a file of ``size`` MB; how long each took, and the hub's PSS after each."""
    hub.expect("POST", "/api/repos/create", {"name": name}, token)
    url = f"http://big:{token}@127.0.0.1:{hub.port}/big/{name}"
    work, back = os.path.join(folder, name), os.path.join(folder, name + "-back")
    run(folder, "git", "lfs", "install", "--skip-repo")
    run(folder, "git", "clone", "-q", url, work)
    run(folder, "git", "-C", work, "lfs", "track", "*.bin")
    chance = random.Random(size)
    with open(os.path.join(work, "weights.bin"), "wb") as file:
        for _ in range(size):
            file.write(chance.randbytes(MB))
    digest = sha256(os.path.join(work, "weights.bin"))
    run(folder, "git", "-C", work, "add", "-A")
    run(folder, "git", "-C", work, "commit", "-qm", "Add weights")
    begin = time.monotonic()
    run(folder, "git", "-C", work, "push", "-q", "origin", "HEAD:main")
    pushed, after_push = time.monotonic() - begin, hub.pss()
    shutil.rmtree(work)
    begin = time.monotonic()
    run(folder, "git", "clone", "-q", url, back)
    cloned, after_clone = time.monotonic() - begin, hub.pss()
    if sha256(os.path.join(back, "weights.bin")) != digest:
        raise RuntimeError(f"{size} MB came back different")
    shutil.rmtree(back)
    print(f"{size} MB: push {pushed:.1f} s, PSS {after_push:.0f} MB; clone {cloned:.1f} s, PSS {after_clone:.0f} MB; equal",
          flush=True)
    return max(after_push, after_clone)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=100)
    parser.add_argument("--large", type=int, default=3000)
    parser.add_argument("--slack", type=int, default=100)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="large-")
    hub = Hub(folder)
    try:
        hub.await_ready()
        token = hub.token()
        small = there_and_back(hub, token, folder, "small", options.small)
        large = there_and_back(hub, token, folder, "large", options.large)
    finally:
        hub.stop()
        shutil.rmtree(folder, ignore_errors=True)
    grown = large - small
    print(f"grown by {grown:.0f} MB: {'good' if grown <= options.slack else 'TOO MUCH'}")
    sys.exit(0 if grown <= options.slack else 1)


if __name__ == "__main__":
    main()
