"""Inputs for nodes that don't see the driver's file system: through Ray's object store, in pieces,
into a cache on each node that is emptied when the job ends."""

import contextlib
import fcntl
import hashlib
import os
import shutil

import ray

PIECE = 32 << 20


def pack(path, key):
    """The files of `path` as objects of Ray's store, which spills to disk what memory can't hold."""
    files = []
    if os.path.isdir(path):
        names = sorted(
            os.path.relpath(os.path.join(folder, name), path)
            for folder, _, names in os.walk(path) for name in names)
    else:
        names = [""]
    for name in names:
        pieces = []
        with open(os.path.join(path, name) if name else path, "rb") as file:
            while piece := file.read(PIECE):
                pieces.append((ray.put(piece), hashlib.sha256(piece).hexdigest()))
            mode = os.fstat(file.fileno()).st_mode & 0o700
        files.append((name, mode, pieces))
    return {"key": key, "name": os.path.basename(path), "files": files}


@contextlib.contextmanager
def here(bundle, root):
    """The path of a bundle on this node, fetched unless it is there, and held while it is used."""
    folder = os.path.join(root, bundle["key"])
    os.makedirs(root, mode=0o700, exist_ok=True)
    with open(folder + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(os.path.join(folder, "complete")):
            shutil.rmtree(folder, ignore_errors=True)
            try:
                fetch(bundle, folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield os.path.join(folder, bundle["name"])


def fetch(bundle, folder):
    for name, mode, pieces in bundle["files"]:
        path = os.path.join(folder, bundle["name"], name) if name else os.path.join(
            folder, bundle["name"])
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode | 0o400), "wb") as file:
            for reference, digest in pieces:
                piece = ray.get(reference)
                if hashlib.sha256(piece).hexdigest() != digest:
                    raise OSError(0, f"{bundle['name']} was damaged on its way", path)
                file.write(piece)
    with open(os.path.join(folder, "complete"), "w"):
        pass


def forget(keys, root):
    """Removes bundles from this node, but for those that another job is using."""
    for key in keys:
        folder = os.path.join(root, key)
        if not os.path.exists(folder):
            continue
        with open(folder + ".lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            shutil.rmtree(folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                os.unlink(folder + ".lock")
