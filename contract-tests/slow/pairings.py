#!/usr/bin/env python3
"""Proof that large files come back equal, whoever wrote and whoever reads them.

    contract-tests/slow/pairings.py [--random 3000] [--only GGUF]

What XetIT does with small files, with large ones: a real model of 94 MB and --random MB of noise. Each of six clients
uploads them over a hub of its own, so that nothing is there already: huggingface_hub 0.36, 1.x and 2.x by Xet, 2.x with Xet
switched off, @huggingface/hub, and git-lfs. Then each of these, and plain HTTP with ranges, downloads them, and every SHA-256
is compared. JavaScript holds a file in memory, so it leaves out what is larger than 1 GB; it is said when it does. Needs a
built hub and what contract-tests/setup makes; needs six times the largest file in room, uses loopback only.
"""

import argparse
import hashlib
import os
import random
import shutil
import sys
import tempfile
import time
import urllib.request

from built_hub import ROOT, Client, Hub

MB = 1_000_000
JAVASCRIPT_MAX = 1000 * MB
GGUF = os.path.join(ROOT, ".cache", "models", "smollm2", "model.gguf")

UPLOAD = """
import sys
from huggingface_hub import HfApi
HfApi().upload_file(repo_id=sys.argv[1], path_or_fileobj=sys.argv[2], path_in_repo="large.bin")
"""

DOWNLOAD = """
import sys
from huggingface_hub import hf_hub_download
print(hf_hub_download(sys.argv[1], "large.bin"))
"""

JAVASCRIPT_UPLOAD = """
import { readFile } from "node:fs/promises";
import { uploadFiles } from "@huggingface/hub";
const [name, file] = process.argv.slice(2);
await uploadFiles({ hubUrl: process.env.HUB, accessToken: process.env.TOKEN, repo: { type: "model", name },
  files: [{ path: "large.bin", content: new Blob([await readFile(file)]) }] });
"""

JAVASCRIPT_DOWNLOAD = """
import { createHash } from "node:crypto";
import { downloadFile } from "@huggingface/hub";
const [name] = process.argv.slice(2);
const blob = await downloadFile({
  hubUrl: process.env.HUB, accessToken: process.env.TOKEN, repo: { type: "model", name }, path: "large.bin" });
const hash = createHash("sha256");
for await (const piece of blob.stream()) hash.update(piece);
console.log(hash.digest("hex"));
"""


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def noise(path, megabytes):
    chance = random.Random(megabytes)
    with open(path, "wb") as file:
        for _ in range(megabytes):
            file.write(chance.randbytes(MB))


def python(line, **more):
    def write(hub, token, repository, file):
        Client(hub, token, line, **more).python(UPLOAD, repository, file)

    def read(hub, token, repository, _):
        client = Client(hub, token, line, **more)
        found = sha256(client.python(DOWNLOAD, repository).splitlines()[-1])
        client.close()
        return found

    return write, read


def javascript():
    def write(hub, token, repository, file):
        Client(hub, token).node(JAVASCRIPT_UPLOAD, repository, file)

    def read(hub, token, repository, _):
        return Client(hub, token).node(JAVASCRIPT_DOWNLOAD, repository).strip()

    return write, read


def git():
    def clone(hub, token, repository):
        client = Client(hub, token)
        client.run("git", "lfs", "install", "--skip-repo")
        url = hub.url.replace("http://", f"http://writer:{token}@")
        client.run("git", "clone", "-q", f"{url}/{repository}", "work")
        return client, os.path.join(client.home, "work")

    def write(hub, token, repository, file):
        client, work = clone(hub, token, repository)
        shutil.copyfile(file, os.path.join(work, "large.bin"))
        client.run("git", "add", "-A", folder=work)
        client.run("git", "commit", "-qm", "Add a large file", folder=work)
        client.run("git", "push", "-q", "origin", "HEAD:main", folder=work)
        client.close()

    def read(hub, token, repository, _):
        client, work = clone(hub, token, repository)
        found = sha256(os.path.join(work, "large.bin"))
        client.close()
        return found

    return write, read


def plain(hub, token, repository, file):
    """Reads it all in ranges of odd length, which cut across chunks and xorbs."""
    digest, at, size = hashlib.sha256(), 0, os.path.getsize(file)
    while at < size:
        end = min(at + 33_333_333, size) - 1
        request = urllib.request.Request(f"{hub.url}/{repository}/resolve/main/large.bin", headers={
            "Authorization": "Bearer " + token, "Range": f"bytes={at}-{end}"})
        with urllib.request.urlopen(request, timeout=600) as answer:
            digest.update(answer.read())
        at = end + 1
    return digest.hexdigest()


CLIENTS = {
    "hub-0.36": python("hub-0.36"),
    "hub-1": python("hub-1"),
    "hub-2": python("hub-2"),
    "hub-2 without Xet": python("hub-2", HF_HUB_DISABLE_XET="1"),
    "JavaScript": javascript(),
    "git-lfs": git(),
}


def prove(name, file):
    size, expected, failures = os.path.getsize(file), sha256(file), 0
    clients = {client: pair for client, pair in CLIENTS.items() if client != "JavaScript" or size <= JAVASCRIPT_MAX}
    if len(clients) < len(CLIENTS):
        print(f"{name}: JavaScript is left out, as it would hold {size // MB} MB in memory", flush=True)
    readers = {client: read for client, (_, read) in clients.items()} | {"plain HTTP": plain}
    for writer, (write, _) in clients.items():
        with Hub() as hub:
            token = hub.user("writer")
            hub.create(token, "large")
            begin = time.monotonic()
            write(hub, token, "writer/large", file)
            print(f"{name}: {writer} uploads {size // MB} MB in {time.monotonic() - begin:.1f} s", flush=True)
            for reader, read in readers.items():
                begin = time.monotonic()
                equal = read(hub, token, "writer/large", file) == expected
                failures += not equal
                print(f"  {reader} reads in {time.monotonic() - begin:.1f} s: {'equal' if equal else 'DIFFERENT'}",
                      flush=True)
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=int, default=3000, help="size of the file of noise, in MB")
    parser.add_argument("--only", choices=["GGUF", "noise"])
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="pairings-")
    try:
        failures = 0
        if options.only != "noise":
            failures += prove("GGUF", GGUF)
        if options.only != "GGUF":
            file = os.path.join(folder, "noise.bin")
            noise(file, options.random)
            failures += prove("noise", file)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("good" if failures == 0 else f"{failures} DIFFERENT")
    sys.exit(0 if failures == 0 else 1)


if __name__ == "__main__":
    main()
