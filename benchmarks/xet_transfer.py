"""One transfer by hf_xet, for xet_figures.py: run by a Python that has huggingface_hub; prints a line of JSON.

    xet_transfer.py upload-hub ENDPOINT TOKEN REPOSITORY FILE
    xet_transfer.py upload-local FOLDER FILE
    xet_transfer.py download-hub ENDPOINT TOKEN REPOSITORY TARGET
    xet_transfer.py download-local FOLDER HASH SIZE TARGET

What is timed begins when everything is imported and ends when the call returns: of an upload, with the commit made; of a
download, with the file whole at its place. The local endpoint is hf_xet acting as its own store, in a folder.
"""

import json
import os
import resource
import sys
import time

import hf_xet
from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.utils import disable_progress_bars

NAME = "model.safetensors"


def upload_hub(endpoint, token, repository, file):
    HfApi(endpoint=endpoint, token=token).upload_file(path_or_fileobj=file, path_in_repo=NAME, repo_id=repository)


def upload_local(folder, file):
    with hf_xet.XetSession().new_upload_commit(endpoint="local://" + folder) as commit:
        upload = commit.start_upload_file(file, sha256=hf_xet.COMPUTE_SHA256)
    return upload.result().xet_info.hash


def download_hub(endpoint, token, repository, target):
    path = hf_hub_download(repository, NAME, endpoint=endpoint, token=token, cache_dir=os.path.dirname(target))
    return os.path.realpath(path)


def download_local(folder, content_hash, size, target):
    with hf_xet.XetSession().new_file_download_group(endpoint="local://" + folder) as group:
        group.start_download_file(hf_xet.XetFileInfo(content_hash, int(size)), target)
    return target


def main():
    disable_progress_bars()
    transfer = {"upload-hub": upload_hub, "upload-local": upload_local, "download-hub": download_hub,
                "download-local": download_local}[sys.argv[1]]
    begin = time.monotonic()
    result = transfer(*sys.argv[2:])
    seconds = time.monotonic() - begin
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "result": result}))


if __name__ == "__main__":
    main()
