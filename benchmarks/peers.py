"""The servers that xet_figures.py measures beside the hub, each as strong as it gets; nothing of them is left behind."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

from first_figures import await_port, free_port


@contextlib.contextmanager
def process(command, port, **options):
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, **options)
    try:
        await_port(port)
        yield
    finally:
        running.terminate()
        running.wait(30)


@contextlib.contextmanager
def nginx(folder, path, name):
    """Sends the file under that name, by sendfile; tcp_nopush would make each small answer wait 40 ms on loopback."""
    port, root = free_port(), tempfile.mkdtemp(dir=folder)
    os.makedirs(os.path.join(root, "files"))
    os.link(path, os.path.join(root, "files", name))
    config = os.path.join(root, "nginx.conf")
    with open(config, "w", encoding="utf-8") as file:
        file.write(f'''pid {root}/pid; error_log {root}/error.log; daemon off; user root; worker_processes auto;
events {{}}
http {{
  access_log off; sendfile on; keepalive_requests 1000000000; open_file_cache max=16;
  server {{ listen 127.0.0.1:{port}; root {root}/files; }}
}}
''')
    with process(["nginx", "-c", config, "-p", root], port):
        yield f"http://127.0.0.1:{port}"
    shutil.rmtree(root)


@contextlib.contextmanager
def giftless(folder):
    """The Git LFS server of that name: checks no hash and syncs nothing, here or anywhere."""
    port, root = free_port(), tempfile.mkdtemp(dir=folder)
    command = [os.path.join(sys.prefix, "bin", "uwsgi"), "--http-socket", f"127.0.0.1:{port}", "-M", "--threads", "2", "-p", "2",
               "--die-on-term", "--need-app", "--disable-logging", "--module", "giftless.wsgi_entrypoint", "--callable", "app"]
    settings = {"AUTH_PROVIDERS": ["giftless.auth.allow_anon:read_write"]}
    environment = {"PATH": os.environ["PATH"], "GIFTLESS_CONFIG_STR": json.dumps(settings)}
    with process(command, port, cwd=root, env=environment):
        yield f"http://127.0.0.1:{port}"
    shutil.rmtree(root)
