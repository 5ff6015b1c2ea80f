#!/usr/bin/env python3
"""Lets people write, read and delete beside sweeps that hardly wait, and then asks for everything that was not deleted.

    contract-tests/slow/soak.py [--minutes 10] [--seed 1] [--grace 20] [--no-xet] [--keep]

Runs ./granary run over a fresh data folder. Writers make repositories, send large files by git-lfs' protocol and by Xet,
and small ones by commits; much of what they send is alike, so that it shares xorbs. They delete whole repositories, which
leaves xorbs sparse. Readers read whole files and ranges. Meanwhile 'admin sweep' runs every two seconds with a grace of
some seconds instead of 22 days, and everything is scrubbed again and again. No byte may ever be wrong; a transfer that a
sweep meets may have to be tried again, which is counted. In the end every file of every repository that is left must be
there with its SHA-256, by plain HTTP and by Xet, 'admin fsck --deep' must find no problem, and once all repositories are
deleted, a sweep must leave nothing. Needs Python 3.10, a built hub, and contract-tests/setup for the Xet client; uses
loopback only.
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
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kill_nine import ROOT, Hub  # noqa: E402

SWEEP_EVERY_SECONDS = 2
TRIES_MAX = 30
XET_PYTHON = os.path.join(ROOT, ".cache", "venvs", "hub-1", "bin", "python")
XET_UPLOAD = """
import sys
from huggingface_hub import HfApi
HfApi().upload_file(path_or_fileobj=sys.argv[1], path_in_repo=sys.argv[2], repo_id=sys.argv[3])
"""
XET_DOWNLOAD = """
import hashlib, sys
from huggingface_hub import hf_hub_download
with open(hf_hub_download(sys.argv[1], sys.argv[2]), "rb") as file:
    print(hashlib.file_digest(file, "sha256").hexdigest())
"""


class Repository:
    """A repository, and which file of it has which SHA-256."""

    def __init__(self, name):
        self.name = name
        self.files = {}
        self.deleted = False


class World:
    """What all actors share."""

    def __init__(self, hub, token, folder, seed):
        self.hub, self.token, self.folder = hub, token, folder
        self.seed = seed
        self.repositories = []
        self.lock = threading.Lock()
        self.ending = threading.Event()
        self.counts = {}
        self.errors = []
        chance = random.Random(seed)
        self.bases = [chance.randbytes(9_000_000) for _ in range(4)]

    def count(self, what, number=1):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + number

    def wrong(self, sentence):
        with self.lock:
            self.errors.append(sentence)
        print("WRONG: " + sentence, flush=True)
        self.ending.set()

    def living(self):
        with self.lock:
            return [repository for repository in self.repositories if not repository.deleted]

    def ask(self, method, path, body=None, kind="application/json", headers=None):
        all_headers = {"Authorization": "Bearer " + self.token, "Content-Type": kind, **(headers or {})}
        return self.hub.ask(method, path, body, all_headers, 60)

    def some_bytes(self, chance):
        """A part of one of few bases, perhaps with something new in the middle."""
        base = chance.choice(self.bases)
        begin = chance.randrange(len(base) - 100_000)
        part = base[begin:begin + chance.choice([100_000, 500_000, 2_000_000, 8_000_000])]
        if chance.random() < 0.5:
            middle = chance.randrange(len(part))
            part = part[:middle] + chance.randbytes(chance.choice([10, 5_000, 300_000])) + part[middle:]
        return part


class Actor(threading.Thread):
    """Does one thing after the other until the world ends."""

    def __init__(self, world, number):
        super().__init__(daemon=True)
        self.world = world
        self.chance = random.Random(world.seed * 1000 + number)
        self.name = f"{type(self).__name__.lower()}{number}"

    def run(self):
        while not self.world.ending.is_set():
            try:
                self.act()
            except (OSError, http.client.HTTPException, ValueError, KeyError) as failure:
                self.world.wrong(f"{self.name}: {failure!r}")

    def insist(self, what, attempt):
        """What a sweep was in the way of goes well when it is tried again; true once it did."""
        for number in range(TRIES_MAX):
            answer = attempt()
            if answer:
                self.world.count(what)
                self.world.count("tries again", number)
                return True
            time.sleep(0.2 * (number + 1))
        self.world.wrong(f"{self.name}: {what} failed {TRIES_MAX} times")
        return False


class Writer(Actor):
    """Owns repositories: makes them, fills them, deletes them."""

    LIVES_MAX = 4

    def __init__(self, world, number):
        super().__init__(world, number)
        self.own = []
        self.made = 0

    def act(self):
        if not self.own or (len(self.own) < self.LIVES_MAX and self.chance.random() < 0.2):
            self.create()
        elif self.chance.random() < 0.12:
            self.delete(self.own.pop(self.chance.randrange(len(self.own))))
        else:
            self.write(self.chance.choice(self.own))

    def create(self):
        self.made += 1
        repository = Repository(f"soak/{self.name}-{self.made}")
        body = json.dumps({"name": repository.name.split("/")[1]})
        if self.insist("repositories made", lambda: self.world.ask("POST", "/api/repos/create", body)[0] == 200):
            self.own.append(repository)
            with self.world.lock:
                self.world.repositories.append(repository)

    def delete(self, repository):
        repository.deleted = True
        body = json.dumps({"name": repository.name.split("/")[1]})
        self.insist("repositories deleted", lambda: self.world.ask("DELETE", "/api/repos/delete", body)[0] == 200)

    def write(self, repository):
        content = self.world.some_bytes(self.chance)
        path = f"file-{self.chance.randrange(12)}.bin"
        digest = hashlib.sha256(content).hexdigest()
        # Until it is acknowledged, either version may be there: readers pass it over.
        with self.world.lock:
            repository.files.pop(path, None)
        if self.insist("files written", lambda: self.send(repository, path, content, digest)):
            with self.world.lock:
                repository.files[path] = digest

    def commit(self, repository, path, key, value):
        lines = [{"key": "header", "value": {"summary": "add " + path}}, {"key": key, "value": {"path": path, **value}}]
        return self.world.ask("POST", f"/api/models/{repository.name}/commit/main",
                              "\n".join(json.dumps(line) for line in lines), "application/x-ndjson")[0] == 200


class LfsWriter(Writer):
    def send(self, repository, path, content, digest):
        size = len(content)
        status, answer = self.world.ask(
            "POST", f"/{repository.name}.git/info/lfs/objects/batch",
            json.dumps({"operation": "upload", "transfers": ["basic"], "objects": [{"oid": digest, "size": size}]}),
            "application/vnd.git-lfs+json")
        if status != 200:
            return False
        actions = json.loads(answer)["objects"][0].get("actions")
        if actions:
            target = re.sub(r"^https?://[^/]+", "", actions["upload"]["href"])
            if self.world.hub.ask("PUT", target, content, actions["upload"].get("header"), 120)[0] != 200:
                return False
        return self.commit(repository, path, "lfsFile", {"algo": "sha256", "oid": digest, "size": size})


class CommitWriter(Writer):
    def send(self, repository, path, content, digest):
        if self.chance.random() < 0.5:
            return LfsWriter.send(self, repository, path, content, digest)
        return self.commit(repository, path, "file",
                           {"content": base64.b64encode(content).decode(), "encoding": "base64"})


class XetWriter(Writer):
    def send(self, repository, path, content, digest):
        with tempfile.TemporaryDirectory(dir=self.world.folder) as folder:
            source = os.path.join(folder, "content")
            with open(source, "wb") as file:
                file.write(content)
            done = xet(self.world, folder, XET_UPLOAD, source, path, repository.name)
            if done.returncode != 0:
                print(f"{self.name} tries again: {done.stderr.strip().splitlines()[-1:]}", flush=True)
            return done.returncode == 0


def xet(world, folder, script, *arguments):
    """The real client, without memory of what it saw before: what it remembers it may count on for weeks, not seconds."""
    environment = {**os.environ, "HF_ENDPOINT": f"http://127.0.0.1:{world.hub.port}", "HF_TOKEN": world.token,
                   "HF_HOME": os.path.join(folder, "hf"), "HF_HUB_DISABLE_PROGRESS_BARS": "1",
                   "HF_HUB_DISABLE_TELEMETRY": "1"}
    return subprocess.run([XET_PYTHON, "-c", script, *arguments], env=environment, timeout=300, capture_output=True,
                          text=True, check=False)


class Reader(Actor):
    """Reads files that are there. A read that breaks is tried again; one that ends must have the right bytes."""

    def act(self):
        repositories = [repository for repository in self.world.living() if repository.files]
        if not repositories:
            time.sleep(0.1)
            return
        repository = self.chance.choice(repositories)
        with self.world.lock:
            if not repository.files:
                return
            path, digest = self.chance.choice(sorted(repository.files.items()))
        self.insist("files read", lambda: self.read(repository, path, digest))

    def read(self, repository, path, digest):
        try:
            status, content = self.world.ask("GET", f"/{repository.name}/resolve/main/{path}")
        except (OSError, http.client.HTTPException):
            return self.is_gone(repository, path, digest)
        if status != 200:
            return self.is_gone(repository, path, digest)
        if hashlib.sha256(content).hexdigest() != digest and not self.is_gone(repository, path, digest):
            self.world.wrong(f"{repository.name}/{path} has {hashlib.sha256(content).hexdigest()}, not {digest}")
        return True

    def is_gone(self, repository, path, digest):
        """Whether it was deleted, or is being written anew."""
        with self.world.lock:
            return repository.deleted or repository.files.get(path) != digest


class Sweeper(Actor):
    def __init__(self, world, number, grace):
        super().__init__(world, number)
        self.grace = grace

    def act(self):
        swept = self.world.hub.admin("POST", f"/api/admin/sweep?graceSeconds={self.grace}")
        for what in ("contents", "xorbs", "sparseXorbs"):
            self.world.count("swept " + what, swept[what])
        self.world.count("sweeps")
        self.world.ending.wait(SWEEP_EVERY_SECONDS)


class Scrubber(Actor):
    def act(self):
        report = self.world.hub.admin("POST", "/api/admin/scrub")
        if report["damagedXorbs"] or report["damagedPacks"]:
            self.world.wrong("the scrub found damage: " + json.dumps(report)[:500])
        self.world.count("scrubs")
        self.world.ending.wait(5)


def begin(hub, folder, options):
    hub.admin("POST", "/api/admin/users", {"name": "soak", "password": "only on loopback", "admin": False})
    token = hub.admin("POST", "/api/admin/users/soak/tokens", {"name": "soak", "scope": "write"})["token"]
    world = World(hub, token, folder, options.seed)
    writers = [LfsWriter(world, 1), LfsWriter(world, 2), CommitWriter(world, 3)]
    if options.xet:
        writers.append(XetWriter(world, 4))
    others = [Reader(world, 5), Reader(world, 6), Sweeper(world, 7, options.grace), Scrubber(world, 8)]
    for actor in writers + others:
        actor.start()
    return world, writers + others


def let_live(world, minutes):
    end = time.monotonic() + minutes * 60
    while time.monotonic() < end and not world.ending.is_set():
        world.ending.wait(min(30, max(0, end - time.monotonic())))
        print(time.strftime("%H:%M:%S ") + ", ".join(f"{what} {number}" for what, number in sorted(world.counts.items())),
              flush=True)


def judge(world, xet_too):
    """Everything that is left, read once more; then nothing, once all is deleted."""
    lost, files = 0, 0
    for repository in world.living():
        for path, digest in sorted(repository.files.items()):
            files += 1
            status, content = world.ask("GET", f"/{repository.name}/resolve/main/{path}")
            if status != 200 or hashlib.sha256(content).hexdigest() != digest:
                lost += 1
                print(f"LOST: {repository.name}/{path} ({status})", flush=True)
            if xet_too and files % 5 == 0:
                with tempfile.TemporaryDirectory(dir=world.folder) as folder:
                    done = xet(world, folder, XET_DOWNLOAD, repository.name, path)
                if done.stdout.strip() != digest:
                    lost += 1
                    print(f"LOST by Xet: {repository.name}/{path}: {done.stdout} {done.stderr[-500:]}", flush=True)
    report = world.hub.admin("POST", "/api/admin/fsck?deep=true")
    print(f"{files} files are left, {lost} lost; fsck: {json.dumps(report)}", flush=True)
    for repository in world.living():
        body = json.dumps({"name": repository.name.split("/")[1]})
        world.ask("DELETE", "/api/repos/delete", body)
    swept = [world.hub.admin("POST", "/api/admin/sweep?graceSeconds=0") for _ in range(3)]
    stats = world.hub.admin("GET", "/api/admin/stats")
    print(f"swept all: {json.dumps(swept[0])}; what stays: {json.dumps(stats)}", flush=True)
    return lost == 0 and report["problemCount"] == 0 and stats["storedBytes"] == 0 and stats["contents"] == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--grace", type=int, default=20, help="in seconds; a transfer that takes longer may break")
    parser.add_argument("--no-xet", dest="xet", action="store_false", help="do without the Xet client")
    parser.add_argument("--keep", action="store_true", help="leave the data folder for a look at it")
    options = parser.parse_args()
    if options.xet and not os.access(XET_PYTHON, os.X_OK):
        sys.exit(f"there is no {XET_PYTHON}; run contract-tests/setup, or give --no-xet")
    folder = tempfile.mkdtemp(prefix="soak-")
    hub = Hub(folder)
    good = False
    hub.start()
    try:
        hub.await_ready(300)
        world, actors = begin(hub, folder, options)
        let_live(world, options.minutes)
        world.ending.set()
        for actor in actors:
            actor.join(400)
        good = judge(world, options.xet) and not world.errors
        print(f"{options.minutes:g} minutes with seed {options.seed}: {'good' if good else 'BAD'}", flush=True)
    finally:
        hub.stop()
        if options.keep:
            print(f"the data is in {folder}", flush=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
