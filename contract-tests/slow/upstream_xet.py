#!/usr/bin/env python3
"""Runs huggingface_hub's own tests of Xet against the hub.

    contract-tests/slow/upstream_xet.py --source CHECKOUT [--python PYTHON] [--tests TEST ...]

CHECKOUT is a checkout of the client's repository, whose tests and sources are used as they are, with constants that lead
here instead of to Hugging Face: its staging server and its production server are both this hub, which gets the users and
the model that the tests know. PYTHON has pytest, pytest-mock and what the client needs, hf-xet included; by default the
environment in .cache/venvs/upstream, which is made when it is missing. Needs a built hub.

Left out is what needs a pull request, a bucket, or a branch made by the API, which this hub has not. Everything else has to
pass.
"""

import argparse
import os
import subprocess
import sys
import venv

from built_hub import ROOT, Client, Hub

TESTS = ["tests/test_xet_upload.py", "tests/test_xet_download.py", "tests/test_xet_utils.py",
         "tests/test_xet_progress_reporting.py",
         "tests/test_snapshot_download.py::TestSnapshotDownload::test_xet_file_skips_per_file_head_call"]
LEFT_OUT = ["create_pr", "Bucket", "xet_file_skips_per_file_head_call"]
PACKAGES = ["pytest", "pytest-mock", "hf-xet==1.8.0", "httpx<1", "click", "filelock", "fsspec", "packaging", "pyyaml",
            "tqdm", "typing_extensions"]

PLUGIN = """
import os
import huggingface_hub.constants  # now, before anything says which server it means
import tests.testing_constants as constants

constants.TOKEN = os.environ["PROOF_TOKEN"]
for name in ["ENDPOINT_STAGING", "ENDPOINT_PRODUCTION"]:
    setattr(constants, name, os.environ["HF_ENDPOINT"])
constants.ENDPOINT_PRODUCTION_URL_SCHEME = os.environ["HF_ENDPOINT"] + "/{repo_id}/resolve/{revision}/{filename}"
"""


def environment():
    folder = os.path.join(ROOT, ".cache", "venvs", "upstream")
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *PACKAGES], check=True)
    return python


def make_scene(hub):
    """The users and the model that the tests expect; the token of the user that they are."""
    token = hub.user("__DUMMY_HUB_USER__", "Dummy User")
    celinah = hub.user("celinah")
    hub.create(celinah, "dummy-xet-testing")
    file = os.path.join(hub.folder, "dummy.safetensors")
    with open(file, "wb") as out:
        out.write(os.urandom(2_000_000))
    client = Client(hub, celinah)
    client.run(os.path.join(client.venv, "hf"), "upload", "celinah/dummy-xet-testing", file, "dummy.safetensors")
    return token


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", required=True)
    parser.add_argument("--python")
    parser.add_argument("--tests", nargs="*", default=TESTS)
    options = parser.parse_args()
    python = options.python or environment()
    with Hub() as hub:
        with open(os.path.join(hub.folder, "granary_proof.py"), "w", encoding="utf-8") as plugin:
            plugin.write(PLUGIN)
        env = {"PATH": os.environ["PATH"], "HOME": hub.folder, "LANG": "C.UTF-8", "HF_ENDPOINT": hub.url,
               "HF_HUB_DISABLE_TELEMETRY": "1", "PROOF_TOKEN": make_scene(hub),
               "PYTHONPATH": os.pathsep.join([os.path.join(options.source, "src"), options.source, hub.folder])}
        command = [python, "-m", "pytest", "-p", "granary_proof", "-p", "no:cacheprovider", "-o",
                   "addopts=-Werror::FutureWarning", "-q", "-rfEs", "-m", "xet or not (production or inference)",
                   "-k", " and ".join("not " + name for name in LEFT_OUT), *options.tests]
        done = subprocess.run(command, cwd=options.source, env=env, timeout=3600, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
