#!/usr/bin/env python3
"""Kills the hub or its database at random under load, again and again, and then asks for everything it acknowledged.

    contract-tests/slow/kill_nine.py [--rounds 50] [--seed 1] [--keep]

Runs ./granary run over a fresh data folder. Three writers commit by the Hub API, by git-lfs' protocol and by git push;
each notes what was acknowledged. Every round lets them write for a moment, then kills (signal 9) the hub's Java process
or PostgreSQL's postmaster, and waits until /health says ready again: at most 30 s. In the end every acknowledged file
must be there with its SHA-256 by the API, everything visible must have been sent, a clone must pass git fsck, and
'admin fsck' with every byte re-read must find no problem. Needs Python 3.10, git and a built hub; uses loopback only.
"""

import argparse
import base64
import hashlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
READY_WITHIN_SECONDS = 30
REQUEST_SECONDS = 20


class Hub:
    """The built product over one data folder."""

    def __init__(self, folder):
        self.data = os.path.join(folder, "data")
        self.log = open(os.path.join(folder, "hub.log"), "ab")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = None

    def start(self):
        command = [os.path.join(ROOT, "granary"), "run", "--port", str(self.port), "--data", self.data]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL,
                                        start_new_session=True)

    def is_ready(self):
        try:
            return self.ask("GET", "/health", seconds=2)[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def await_ready(self, seconds):
        begin = time.monotonic()
        while time.monotonic() - begin < seconds:
            if self.is_ready():
                return time.monotonic() - begin
            if self.process.poll() is not None:
                sys.exit(f"the hub ended with {self.process.returncode}; see {self.log.name}")
            time.sleep(0.1)
        sys.exit(f"not ready within {seconds} s; see {self.log.name}")

    def ask(self, method, path, body=None, headers=None, seconds=REQUEST_SECONDS):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def admin(self, method, path, body=None, seconds=600):
        with open(os.path.join(self.data, "admin.json"), encoding="utf-8") as file:
            secret = json.load(file)["secret"]
        headers = {"Authorization": "Bearer granary_admin_" + secret, "Content-Type": "application/json"}
        status, answer = self.ask(method, path, json.dumps(body) if body is not None else None, headers, seconds)
        if status >= 300:
            sys.exit(f"{method} {path}: {status} {answer[:300]!r}")
        return json.loads(answer) if answer else None

    def postmaster(self):
        try:
            with open(os.path.join(self.data, "postgres", "cluster", "postmaster.pid"), encoding="utf-8") as file:
                return int(file.readline())
        except (OSError, ValueError):
            return None

    def kill(self, victim):
        if victim == "hub":
            self.process.kill()
            self.process.wait()
        else:
            pid = self.postmaster()
            if pid:
                os.kill(pid, signal.SIGKILL)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Writer(threading.Thread):
    """Writes one file after the other to a repository of its own; each is new, so nothing hides a loss."""

    def __init__(self, hub, token, kind, seed):
        super().__init__(daemon=True)
        self.hub, self.token, self.kind = hub, token, kind
        self.repository = "soak/" + kind
        self.random = random.Random(seed)
        self.sent, self.acknowledged = {}, {}
        self.going = threading.Event()
        self.ended = False
        self.idle = threading.Event()

    def headers(self, kind="application/json"):
        return {"Authorization": "Bearer " + self.token, "Content-Type": kind}

    def run(self):
        count = 0
        while not self.ended:
            if not self.going.is_set():
                self.idle.set()
                self.going.wait(1)
                continue
            self.idle.clear()
            count += 1
            path = f"{self.kind}-{count:06d}.bin" if self.kind == "lfs" else f"{self.kind}/{count % 50}/{count:06d}.txt"
            content = self.random.randbytes(self.random.choice([200_000, 1_000_000, 5_000_000])
                                            if self.kind == "lfs" else self.random.randint(1, 20_000))
            self.sent[path] = hashlib.sha256(content).hexdigest()
            try:
                if self.write(path, content):
                    self.acknowledged[path] = self.sent[path]
                else:
                    time.sleep(0.2)
            except (OSError, http.client.HTTPException, ValueError, KeyError):
                time.sleep(0.2)

    def commit(self, path, key, value):
        lines = [{"key": "header", "value": {"summary": "add " + path}}, {"key": key, "value": {"path": path, **value}}]
        body = "\n".join(json.dumps(line) for line in lines)
        status, _ = self.hub.ask("POST", f"/api/models/{self.repository}/commit/main", body,
                                 self.headers("application/x-ndjson"))
        return status == 200


class ApiWriter(Writer):
    def write(self, path, content):
        return self.commit(path, "file", {"content": base64.b64encode(content).decode(), "encoding": "base64"})


class LfsWriter(Writer):
    def write(self, path, content):
        oid, size = self.sent[path], len(content)
        body = {"operation": "upload", "transfers": ["basic"], "objects": [{"oid": oid, "size": size}]}
        status, answer = self.hub.ask("POST", f"/{self.repository}.git/info/lfs/objects/batch", json.dumps(body),
                                      self.headers("application/vnd.git-lfs+json"))
        if status != 200:
            return False
        upload = json.loads(answer)["objects"][0]["actions"]["upload"]
        target = re.sub(r"^https?://[^/]+", "", upload["href"])
        status, _ = self.hub.ask("PUT", target, content, upload.get("header"))
        return status == 200 and self.commit(path, "lfsFile", {"algo": "sha256", "oid": oid, "size": size})


class GitWriter(Writer):
    def __init__(self, hub, token, kind, seed, folder):
        super().__init__(hub, token, kind, seed)
        self.folder = os.path.join(folder, "work")

    def git(self, *arguments, check=True):
        environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_GLOBAL": "/dev/null",
                       "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(["git", "-c", "user.name=soak", "-c", "user.email=soak@localhost", *arguments],
                              cwd=self.folder if os.path.isdir(self.folder) else None, env=environment, timeout=120,
                              capture_output=True, check=False)
        if check and done.returncode != 0:
            raise OSError(done.stderr.decode(errors="replace"))
        return done.returncode == 0

    def url(self):
        return f"http://soak:{self.token}@127.0.0.1:{self.hub.port}/{self.repository}"

    def write(self, path, content):
        content = base64.b64encode(content)
        self.sent[path] = hashlib.sha256(content).hexdigest()
        if not os.path.isdir(self.folder):
            self.git("clone", "-q", self.url(), self.folder)
        self.git("fetch", "-q", "origin")
        self.git("reset", "-q", "--hard", "origin/main")
        target = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(content)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "add " + path)
        return self.git("push", "-q", "origin", "HEAD:main", check=False)


def seed_hub(hub):
    hub.admin("POST", "/api/admin/users", {"name": "soak", "password": "only on loopback", "admin": False})
    token = hub.admin("POST", "/api/admin/users/soak/tokens", {"name": "soak", "scope": "write"})["token"]
    for name in ("api", "lfs", "git"):
        status, answer = hub.ask("POST", "/api/repos/create", json.dumps({"name": name}),
                                 {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
        if status != 200:
            sys.exit(f"cannot create soak/{name}: {status} {answer[:200]!r}")
    return token


def visible(hub, writer):
    """Every file of a repository with its SHA-256, read back in full."""
    found, path = {}, f"/api/models/{writer.repository}/tree/main?recursive=true"
    while path:
        connection = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=REQUEST_SECONDS)
        connection.request("GET", path, headers=writer.headers())
        answer = connection.getresponse()
        entries = json.loads(answer.read())
        following = re.search(r"<https?://[^/]+([^>]*)>; rel=\"next\"", answer.getheader("Link") or "")
        connection.close()
        for entry in entries:
            if entry["type"] == "file" and entry["path"] != ".gitattributes":
                status, content = hub.ask("GET", f"/{writer.repository}/resolve/main/{entry['path']}",
                                          headers=writer.headers())
                found[entry["path"]] = hashlib.sha256(content).hexdigest() if status == 200 else f"HTTP {status}"
        path = following.group(1) if following else None
    return found


def judge(hub, writers, folder):
    bad = []
    for writer in writers:
        found = visible(hub, writer)
        lost = [path for path, digest in writer.acknowledged.items() if found.get(path) != digest]
        wrong = [path for path, digest in found.items() if writer.sent.get(path) != digest]
        print(f"{writer.repository}: {len(writer.acknowledged)} acknowledged, {len(found)} visible, "
              f"{len(lost)} lost, {len(wrong)} wrong", flush=True)
        bad += lost + wrong
    clone = os.path.join(folder, "clone")
    for writer in writers:
        url = f"http://soak:{writer.token}@127.0.0.1:{hub.port}/{writer.repository}"
        environment = {**os.environ, "GIT_LFS_SKIP_SMUDGE": "1", "GIT_TERMINAL_PROMPT": "0"}
        subprocess.run(["git", "clone", "-q", url, clone], check=True, timeout=300, env=environment)
        subprocess.run(["git", "fsck", "--full", "--strict"], cwd=clone, check=True, timeout=300, capture_output=True)
        shutil.rmtree(clone)
    report = hub.admin("POST", "/api/admin/fsck?deep=true")
    print("fsck: " + json.dumps(report), flush=True)
    return not bad and report["problemCount"] == 0


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=50)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", action="store_true", help="leave the data folder for a look at it")
    options = options.parse_args()
    chance = random.Random(options.seed)
    folder = tempfile.mkdtemp(prefix="kill-nine-")
    hub = Hub(folder)
    hub.start()
    hub.await_ready(300)
    token = seed_hub(hub)
    writers = [ApiWriter(hub, token, "api", 1), LfsWriter(hub, token, "lfs", 2), GitWriter(hub, token, "git", 3, folder)]
    for writer in writers:
        writer.start()
    waits = []
    try:
        for number in range(1, options.rounds + 1):
            for writer in writers:
                writer.going.set()
            time.sleep(chance.uniform(0.3, 3.0))
            victim = chance.choice(["hub", "database"])
            hub.kill(victim)
            if victim == "hub":
                hub.start()
            else:
                time.sleep(0.3)  # until the death is noticed, /health still speaks of the time before
            waits.append(hub.await_ready(READY_WITHIN_SECONDS))
            written = sum(len(writer.acknowledged) for writer in writers)
            print(f"round {number}: killed the {victim}, ready after {waits[-1]:.1f} s, {written} acknowledged", flush=True)
        for writer in writers:
            writer.going.clear()
        for writer in writers:
            writer.idle.wait(150)
            writer.ended = True
        good = judge(hub, writers, folder)
        print(f"{options.rounds} kills, ready again after {max(waits):.1f} s at the most: {'good' if good else 'BAD'}")
    finally:
        hub.stop()
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
