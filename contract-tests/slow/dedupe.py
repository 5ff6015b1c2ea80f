#!/usr/bin/env python3
"""Proof that a large file is sent once and kept once.

    contract-tests/slow/dedupe.py [--size 1000]

Somebody uploads --size MB of noise by hf to a private repository. Others upload the same from computers that never saw the
hub: whoever may not read it sends all of it, and it is not kept again; once it is in a public repository, the next sends
less than a hundredth. Counts the bytes that go to the hub. Needs a built hub and what contract-tests/setup makes.
"""

import argparse
import os
import random
import sys
import threading
import time
import socket

from built_hub import Client, Hub

MB = 1_000_000


class Counter:
    """Passes everything on to the hub, and counts what is sent to it."""

    def __init__(self, hub):
        self.address = ("127.0.0.1", int(hub.url.rsplit(":", 1)[1]))
        self.sent = 0
        self.lock = threading.Lock()
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self.listening.accept()
            except OSError:
                return
            server = socket.create_connection(self.address, timeout=600)
            threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, source, target, counts):
        try:
            while data := source.recv(1 << 16):
                target.sendall(data)
                if counts:
                    with self.lock:
                        self.sent += len(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            source.close()
            target.close()

    def close(self):
        self.listening.close()


def upload(hub, token, repository, file):
    """How many bytes go to the hub when somebody uploads the file from a computer that never saw it."""
    counter = Counter(hub)
    client = Client(hub, token, HF_ENDPOINT=counter.url)
    begin = time.monotonic()
    client.run(os.path.join(client.venv, "hf"), "upload", repository, file, "large.bin")
    print(f"{repository}: {counter.sent / MB:.1f} MB sent in {time.monotonic() - begin:.1f} s,"
          f" {hub.stored_bytes() / MB:.1f} MB kept in all", flush=True)
    counter.close()
    client.close()
    return counter.sent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1000, help="in MB")
    options = parser.parse_args()
    size, wrong = options.size * MB, []
    with Hub() as hub:
        file = os.path.join(hub.folder, "large.bin")
        chance = random.Random(1)
        with open(file, "wb") as out:
            for _ in range(options.size):
                out.write(chance.randbytes(MB))
        people = {name: hub.user(name) for name in ["alice", "bob", "carol"]}
        hub.create(people["alice"], "m", private=True)
        hub.create(people["bob"], "m")
        hub.create(people["carol"], "m")
        upload(hub, people["alice"], "alice/m", file)
        kept = hub.stored_bytes()
        if upload(hub, people["bob"], "bob/m", file) < size:
            wrong.append("who may not read the file need not send it")
        if upload(hub, people["carol"], "carol/m", file) > size / 100:
            wrong.append("who may read the file sends it again")
        if hub.stored_bytes() - kept > size / 100:
            wrong.append("it is kept again")
    print("good" if not wrong else "WRONG: " + "; ".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
