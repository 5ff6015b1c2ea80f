"""The built product, as slow proofs start it: over a fresh data folder, on a free port of loopback."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
READY_WITHIN_SECONDS = 300
REQUEST_SECONDS = 600


class Hub:
    """Runs from ``with`` to its end, which stops it and deletes all it kept."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="granary-proof-")
        self.data = os.path.join(self.folder, "data")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.log = open(os.path.join(self.folder, "hub.log"), "wb")
        command = [os.path.join(ROOT, "granary"), "run", "--port", self.url.rsplit(":", 1)[1], "--data", self.data]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        self._await_ready()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _await_ready(self):
        end = time.monotonic() + READY_WITHIN_SECONDS
        while self.process.poll() is None and time.monotonic() < end:
            try:
                if self.ask("GET", "/health")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        sys.exit(f"the hub did not start; see {self.log.name}")

    def ask(self, method, path, body=None, token=""):
        headers = {"Content-Type": "application/json"} | ({"Authorization": "Bearer " + token} if token else {})
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=REQUEST_SECONDS)
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
        return json.loads(answer) if answer else None

    def admin(self, method, path, body=None):
        with open(os.path.join(self.data, "admin.json"), encoding="utf-8") as file:
            secret = "granary_admin_" + json.load(file)["secret"]
        return self.expect(method, "/api/admin" + path, body, secret)

    def user(self, name, full_name=""):
        """Makes a user; a token to write."""
        self.admin("POST", "/users", {"name": name, "fullName": full_name, "password": "only on loopback"})
        return self.admin("POST", f"/users/{name}/tokens", {"name": "proof", "scope": "write"})["token"]

    def create(self, token, name, private=False):
        """Makes a model of the token's owner."""
        self.expect("POST", "/api/repos/create", {"name": name, "private": private}, token)

    def stored_bytes(self):
        return self.admin("GET", "/stats")["storedBytes"]


class Client:
    """A program and its environment: a home of its own, nothing of the developer's, a deadline."""

    def __init__(self, hub, token, line="hub-2", **more):
        self.home = tempfile.mkdtemp(prefix="home-", dir=hub.folder)
        self.venv = os.path.join(ROOT, ".cache", "venvs", line, "bin")
        self.hub, self.token = hub, token
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": self.home, "LANG": "C.UTF-8", "HF_HOME": os.path.join(self.home, "hf"),
            "HF_ENDPOINT": hub.url, "HF_TOKEN": token, "HF_HUB_DISABLE_PROGRESS_BARS": "1",
            "HUB": hub.url, "TOKEN": token, "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "p", "GIT_AUTHOR_EMAIL": "p@localhost",
            "GIT_COMMITTER_NAME": "p", "GIT_COMMITTER_EMAIL": "p@localhost"} | more

    def run(self, *command, stdin="", folder=None):
        done = subprocess.run(command, env=self.environment, input=stdin, cwd=folder or self.home, timeout=3600,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}\n{done.stderr}")
        return done.stdout

    def python(self, script, *arguments):
        return self.run(os.path.join(self.venv, "python"), "-", *arguments, stdin=script)

    def node(self, module, *arguments):
        folder = os.path.join(ROOT, "contract-tests", "js")
        return self.run("node", "--import", "./guard.mjs", "--input-type=module", "-", *arguments, stdin=module,
                        folder=folder)

    def close(self):
        shutil.rmtree(self.home)
