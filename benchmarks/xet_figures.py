#!/usr/bin/env python3
"""The figures of the content store as a whole, beside what could do the same work, on this machine and in one run.

    benchmarks/xet_figures.py [--size 1000] [--runs 3] [--only xet,lfs,get,ranges] [--kinds bf16,random]
                              [--folder /dev/shm] [--seconds 10] [--keep-log FILE]

xet     a file sent by huggingface_hub over the Xet protocol, and fetched again, against hf_xet storing and reading the same
        file in a folder by itself (its local:// endpoint), which is the limit that the client sets
lfs     the same bytes by Git LFS: one PUT by curl of the link that the batch call gives, and git lfs push as a whole,
        against giftless (local storage, behind uWSGI)
get     a plain GET of the resolve URL by curl, right after a start and again, against nginx sending the file by sendfile
ranges  4 MiB and 64 KiB at random offsets by 16 clients of wrk on kept connections, against nginx

Data is made by seed, new for each run: weights as bfloat16 (normal, standard deviation 0.02) and random bytes, of --size MB
each. Each pair is measured in turn, hub then peer; the table gives medians, and the median of the ratios pair by pair, so
that more is better for the hub. The hub's CPU seconds and its largest PSS (of its own process, looked at five times a
second) stand beside them. Client and server share the machine's cores, nothing is pinned.

Needs a built hub (./granary build), contract-tests/setup, nginx, wrk, curl and git-lfs; makes itself a Python environment
(.cache/venvs/figures) at its first run. Needs six times --size in --folder. Uses loopback only and leaves nothing behind.
"""

import argparse
import contextlib
import datetime
import filecmp
import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

try:
    import numpy
except ImportError:  # until the script has started itself in an environment that has it
    numpy = None

from first_figures import ROOT, Hub
from peers import giftless, nginx

HERE = os.path.dirname(os.path.abspath(__file__))
MB = 1_000_000
NAME = "model.safetensors"
CLIENT = os.path.join(ROOT, ".cache", "venvs", "hub-2", "bin", "python")
PINS = os.path.join(HERE, "python.txt")
OWN = os.path.join(ROOT, ".cache", "venvs", "figures")
TICKS = os.sysconf("SC_CLK_TCK")


class Data:
    """Files that are the same for the same kind, size and seed."""

    def __init__(self, folder, size):
        self.folder, self.size = folder, size * MB

    @contextlib.contextmanager
    def file(self, kind, *seed):
        path = os.path.join(self.folder, "-".join(map(str, (kind, *seed))))
        chance = numpy.random.default_rng(list(path.rsplit("/", 1)[1].encode()))
        with open(path, "wb") as file:
            for start in range(0, self.size, 4 * MB):
                size = min(4 * MB, self.size - start)
                file.write(chance.bytes(size) if kind == "random" else self.weights(chance, size))
        try:
            yield path
        finally:
            os.remove(path)

    @staticmethod
    def weights(chance, size):
        """A bfloat16 is the upper half of a float32."""
        values = chance.standard_normal(size // 2, dtype=numpy.float32) * numpy.float32(0.02)
        return (values.view(numpy.uint32) >> 16).astype(numpy.uint16).tobytes()


class Watch(threading.Thread):
    """Looks at the memory of the hub's own process, and keeps the largest."""

    def __init__(self, hub):
        super().__init__(daemon=True)
        self.hub, self.largest, self.ended = hub, {}, threading.Event()
        self.what = "start"

    def run(self):
        while not self.ended.wait(0.2):
            with contextlib.suppress(OSError, AttributeError):
                with open(f"/proc/{self.hub.process.pid}/smaps_rollup", encoding="utf-8") as file:
                    pss = int(re.search(r"^Pss:\s+(\d+)", file.read(), re.M).group(1)) / 1000
                self.largest[self.what] = max(pss, self.largest.get(self.what, 0))

    def cpu(self):
        with open(f"/proc/{self.hub.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


class Table:
    """What was measured of each line: pairs of speeds, and the hub's CPU seconds."""

    def __init__(self):
        self.lines = {}

    def add(self, what, unit, hub, peer, name, cpu):
        line = self.lines.setdefault(what, {"unit": unit, "name": name, "hub": [], "peer": [], "cpu": []})
        line["hub"].append(hub)
        line["peer"].append(peer)
        line["cpu"].append(cpu)
        print(f"  {what}: {hub:.0f} {unit}, {name} {peer:.0f}, {hub / peer:.2f} (hub {cpu:.2f} CPU s)", file=sys.stderr)

    def show(self):
        print("| what | hub | beside it | ratio | hub's CPU |\n| --- | --- | --- | --- | --- |")
        for what, line in self.lines.items():
            hub, peer, cpu = (statistics.median(line[key]) for key in ("hub", "peer", "cpu"))
            ratios = [a / b for a, b in zip(line["hub"], line["peer"])]
            spread = f" ({min(ratios):.2f} to {max(ratios):.2f})" if len(ratios) > 1 else ""
            print(f"| {what} | {hub:,.0f} {line['unit']} | {line['name']} {peer:,.0f} | {statistics.median(ratios):.2f}{spread} | "
                  f"{cpu:.2f} s |")


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.data = Data(folder, options.size)
        self.hub = Hub(folder)
        self.watch, self.table = Watch(self.hub), Table()
        self.repositories = 0

    @contextlib.contextmanager
    def running(self):
        self.hub.start()
        self.watch.start()
        self.token = self.hub.token()
        try:
            yield self
        finally:
            self.watch.ended.set()
            self.hub.stop()

    def restart(self):
        self.hub.stop()
        self.hub.start()

    def repository(self):
        self.repositories += 1
        name = f"r{self.repositories}"
        self.hub.expect("POST", "/api/repos/create", {"name": name, "private": True}, self.token)
        return "bench/" + name

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.hub.port}"

    def pair(self, what, hub, peer, name):
        """Measures ``hub`` then ``peer``, calls that return how many seconds the transfer of the file took."""
        before = self.watch.cpu()
        hub_seconds = hub()
        cpu = self.watch.cpu() - before
        speed = self.data.size / MB
        self.table.add(what, "MB/s", speed / hub_seconds, speed / peer(), name, cpu)

    def await_proof(self, repository):
        """What is behind an upload shall not run beside the next measurement: the first reader waits for it."""
        curl_seconds(self.endpoint + f"/{repository}/resolve/main/{NAME}", self.token, "-r", "0-0")

    def transfer(self, *arguments):
        """One call of hf_xet in a process that knows of no other one."""
        home = tempfile.mkdtemp(dir=self.folder)
        environment = {"PATH": os.environ["PATH"], "HOME": home, "HF_HOME": home, "HF_HUB_DISABLE_TELEMETRY": "1",
                       "HF_XET_TELEMETRY_ENABLED": "0", "HF_HUB_DISABLE_UPDATE_CHECK": "1"}
        try:
            done = subprocess.run([CLIENT, os.path.join(HERE, "xet_transfer.py"), *arguments], env=environment, timeout=1800,
                                  capture_output=True, text=True, check=False)
        finally:
            shutil.rmtree(home)
        if done.returncode != 0:
            raise RuntimeError(f"{arguments[0]}: {done.stderr}")
        return json.loads(done.stdout)


def measure_xet(bench, kind, run):
    repository, local = bench.repository(), os.path.join(bench.folder, "local")
    back = os.path.join(bench.folder, "back")
    with bench.data.file(kind, "xet", run) as path:
        digest, stored = sha256(path), {}

        def upload_local():
            stored.update(bench.transfer("upload-local", local, path))
            return stored["seconds"]

        def download(*arguments):
            os.makedirs(back)
            done = bench.transfer(*arguments, os.path.join(back, "file"))
            if sha256(done["result"]) != digest:
                raise RuntimeError("a download differs from what was sent")
            shutil.rmtree(back)
            return done["seconds"]

        hub = ("hub", bench.endpoint, bench.token, repository)
        bench.pair(f"upload by hf_xet, {kind}", lambda: bench.transfer("upload-" + hub[0], *hub[1:], path)["seconds"],
                   upload_local, "local://")
        bench.await_proof(repository)
        bench.pair(f"download by hf_xet, {kind}", lambda: download("download-" + hub[0], *hub[1:]),
                   lambda: download("download-local", local, stored["result"], str(bench.data.size)), "local://")
    shutil.rmtree(local)


def measure_lfs(bench, kind, run):
    with giftless(bench.folder) as peer:
        repository = bench.repository()
        with bench.data.file(kind, "put", run) as path:
            bench.pair(f"upload by one LFS PUT, {kind}",
                       lambda: put_seconds(f"{bench.endpoint}/{repository}.git", bench.token, path),
                       lambda: put_seconds(f"{peer}/{repository}.git", None, path), "giftless")
        with bench.data.file(kind, "push", run) as path:
            work = work_tree(bench.folder, path)
            address = bench.endpoint.replace("//", f"//bench:{bench.token}@")
            bench.pair(f"git lfs push, {kind}", lambda: push_seconds(work, f"{address}/{repository}.git"),
                       lambda: push_seconds(work, f"{peer}/{repository}.git"), "giftless")
            shutil.rmtree(work)


def measure_get(bench, kind, run):
    with published(bench, kind, "get", run) as (path, repository), nginx(bench.folder, path, NAME) as peer:
        mine = f"/{repository}/resolve/main/{NAME}"
        bench.restart()
        for what in ("first GET after a start", "GET", "GET"):
            bench.pair(f"{what}, {kind}", lambda: curl_seconds(bench.endpoint + mine, bench.token),
                       lambda: curl_seconds(f"{peer}/{NAME}"), "nginx")


def measure_ranges(bench, kind, run):
    with published(bench, kind, "ranges", run) as (path, repository), nginx(bench.folder, path, NAME) as peer:
        mine = f"{bench.endpoint}/{repository}/resolve/main/{NAME}"
        curl_seconds(mine, bench.token)
        for length, name in ((4 << 20, "4 MiB"), (64 << 10, "64 KiB")):
            wrk(bench, mine, length, bench.token, bench.options.seconds / 2)
            before = bench.watch.cpu()
            hub = wrk(bench, mine, length, bench.token, bench.options.seconds)
            cpu = bench.watch.cpu() - before
            beside = wrk(bench, f"{peer}/{NAME}", length, None, bench.options.seconds)
            rate = [done["requests"] / done["seconds"] for done in (hub, beside)]
            bench.table.add(f"ranges of {name}, {kind}", "requests/s", *rate, "nginx", cpu)


@contextlib.contextmanager
def published(bench, kind, *seed):
    """A file that the hub has, by Xet, proven."""
    repository = bench.repository()
    with bench.data.file(kind, *seed) as path:
        bench.transfer("upload-hub", bench.endpoint, bench.token, repository, path)
        bench.await_proof(repository)
        yield path, repository


def curl_seconds(url, token=None, *options):
    """How long curl itself says the transfer took."""
    authorization = ["-H", "Authorization: Bearer " + token] if token else []
    command = ["curl", "-sSf", "-o", "/dev/null", "-w", "%{time_total}", *authorization, *options, url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{url}: {done.stderr}")
    return float(done.stdout)


def put_seconds(remote, token, path):
    """Asks for the link before the clock starts."""
    body = {"operation": "upload", "transfers": ["basic"], "objects": [{"oid": sha256(path), "size": os.path.getsize(path)}]}
    command = ["curl", "-sSf", "-H", "Content-Type: application/vnd.git-lfs+json", "-d", json.dumps(body)]
    command += ["-H", "Accept: application/vnd.git-lfs+json", remote + "/info/lfs/objects/batch"]
    command += ["-H", "Authorization: Bearer " + token] if token else []
    answer = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout)
    action = answer["objects"][0]["actions"]["upload"]
    headers = [part for header in action.get("header", {}).items() for part in ("-H", ": ".join(header))]
    return curl_seconds(action["href"], None, "-T", path, "-H", "Expect:", *headers)


def git(work, *command):
    environment = {"PATH": os.environ["PATH"], "HOME": work, "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ["-c", "user.name=b", "-c", "user.email=b@localhost", "-c", "lfs.locksverify=false"]
    done = subprocess.run(["git", *identity, *command], cwd=work, env=environment, timeout=1800, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise RuntimeError(f"git {' '.join(command)}: {done.stderr}")


def work_tree(folder, path):
    work = tempfile.mkdtemp(dir=folder)
    git(work, "init", "-q", "-b", "main")
    git(work, "lfs", "install", "--local")
    git(work, "lfs", "track", "*.safetensors")
    os.link(path, os.path.join(work, NAME))
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "Add weights")
    return work


def push_seconds(work, remote):
    begin = time.monotonic()
    git(work, "lfs", "push", remote, "main")
    return time.monotonic() - begin


def wrk(bench, url, length, token, seconds):
    command = ["wrk", "-t", "1", "-c", "16", "-d", f"{max(1, round(seconds))}s", "--timeout", "30s", "-s",
               os.path.join(HERE, "ranges.lua"), url, "--", str(length), str(bench.data.size), *([token] if token else [])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 120, check=True)
    figures = json.loads(done.stdout.strip().rsplit("\n", 1)[-1])
    if figures["failed"] or figures["bytes"] < figures["requests"] * length:
        raise RuntimeError(f"{url}: {figures}")
    return figures


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def said(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return (done.stdout + done.stderr).strip().split("\n")[0]


def statement(options):
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"^model name\s*:\s*(.*)$", file.read(), re.M)
    with open("/proc/meminfo", encoding="utf-8") as file:
        memory = int(re.search(r"^MemTotal:\s+(\d+)", file.read(), re.M).group(1)) / 1e6
    print(f"{datetime.date.today()}; {os.cpu_count()} × {model.group(1) if model else 'unknown CPU'}, {memory:.0f} GB, "
          f"Linux {os.uname().release}; {options.size} MB a file, made by seed, {options.runs} runs; all files in "
          f"{said('stat', '-f', '-c', '%T', options.folder)}; load before {os.getloadavg()[0]:.1f}.")
    clients = "import importlib.metadata as m; print(*(f'{p} {m.version(p)}' for p in ('huggingface_hub', 'hf_xet')), sep=', ')"
    versions = ["hub " + said("git", "-C", ROOT, "describe", "--always", "--dirty"), said(CLIENT, "-c", clients),
                said("nginx", "-v").split(": ")[-1], said("curl", "--version").split(" (")[0],
                said("wrk", "-v").split(" [")[0], said("git", "lfs", "version").split(" (")[0]]
    with open(PINS, encoding="utf-8") as file:
        versions += [line.strip().replace("==", " ") for line in file if re.match("giftless|uWSGI", line)]
    print(", ".join(versions) + ".\n", flush=True)


def run_in_own_environment():
    """Makes the environment if it is not the pinned one, and starts this script anew in it."""
    pinned = os.path.join(OWN, "pins.txt")
    if not os.path.exists(pinned) or not filecmp.cmp(PINS, pinned, shallow=False):
        print("making the Python environment ...", file=sys.stderr)
        shutil.rmtree(OWN, ignore_errors=True)
        subprocess.run([CLIENT, "-m", "venv", OWN], check=True)
        subprocess.run([os.path.join(OWN, "bin", "pip"), "install", "-q", "-r", PINS], check=True)
        shutil.copy(PINS, pinned)
    python = os.path.join(OWN, "bin", "python")
    os.execv(python, [python, os.path.abspath(__file__), *sys.argv[1:]])


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1000, help="MB of each file")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="xet,lfs,get,ranges")
    parser.add_argument("--kinds", default="bf16,random")
    parser.add_argument("--folder", default="/dev/shm", help="where data, stores and clients' homes are made")
    parser.add_argument("--seconds", type=int, default=10, help="how long each load of ranges lasts")
    parser.add_argument("--keep-log", metavar="FILE", help="where the hub's log goes at the end")
    return parser.parse_args()


def main():
    options = parsed()
    if sys.prefix != OWN:
        run_in_own_environment()
    statement(options)
    folder = tempfile.mkdtemp(prefix="figures-", dir=options.folder)
    os.chmod(folder, 0o755)
    try:
        with Bench(options, folder).running() as bench:
            measures = {"xet": measure_xet, "lfs": measure_lfs, "get": measure_get, "ranges": measure_ranges}
            for name in options.only.split(","):
                for run in range(options.runs):
                    for kind in options.kinds.split(","):
                        bench.watch.what = name
                        measures[name](bench, kind, run)
            bench.table.show()
            for what, pss in bench.watch.largest.items():
                print(f"| largest PSS of the hub, {what} | {pss:.0f} MB | target 600 MB | {pss / 600:.2f} | |")
            print(f"\nLoad after {os.getloadavg()[0]:.1f}.")
    finally:
        if options.keep_log:
            shutil.copy(os.path.join(folder, "hub.log"), options.keep_log)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
