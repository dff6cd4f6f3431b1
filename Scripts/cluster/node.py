"""What runs on a node: one shard, as the plain command that it is."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import ray

from . import transfer


def scratch():
    """Where a node keeps parts in the making and fetched inputs: LOOKALIKE_SCRATCH as `ray start`
    saw it, or the folder for temporary files."""
    return os.environ.get("LOOKALIKE_SCRATCH") or os.path.join(
        tempfile.gettempdir(), f"lookalike-{os.getuid()}")


def run(work, shard):
    """Computes one shard. Returns what became of it; raises nothing that a node may be the cause of.

    `part` holds the bytes of the part, or is None and `error` says why: `fatal` where no other node
    could do better, `ended` where a signal ended the program.
    """
    started = time.monotonic()
    outcome = {
        "node": ray.get_runtime_context().get_node_id(), "host": socket.gethostname(),
        "part": None, "error": None, "fatal": False, "ended": False,
    }
    try:
        outcome |= compute(work, shard)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        outcome["error"] = f"{where}{error.strerror or error}"
    outcome["seconds"] = time.monotonic() - started
    return outcome


def compute(work, shard):
    root = scratch()
    os.makedirs(root, mode=0o700, exist_ok=True)
    with contextlib.ExitStack() as held:
        fetched = {
            path: held.enter_context(transfer.here(bundle, os.path.join(root, "inputs")))
            for path, bundle in work["bundles"].items()
        }
        folder = tempfile.mkdtemp(prefix="shard-", dir=root)
        held.callback(shutil.rmtree, folder, ignore_errors=True)
        part = os.path.join(folder, "part")
        binary = fetched.get(work["binary"]) or os.environ.get("LOOKALIKE_BINARY") or work["binary"]
        threads = str(work["threads"])
        command = [
            # The shard ends with its worker, and takes no more memory than was set aside for it:
            # of its own, mapped galleries don't count.
            "setpriv", "--pdeathsig", "TERM", "--",
            "prlimit", f"--data={work['memory']}", "--core=0", "--",
            binary, *(fetched.get(w[0], w[0]) if isinstance(w, tuple) else w for w in work["words"]),
            "--threads", threads, "--quiet", "--shard", f"{shard + 1}/{work['shards']}",
            "--part", part,
        ]
        code, errors = call(command, {**os.environ, "OPENBLAS_NUM_THREADS": threads})
        if code == 0:
            with open(part, "rb") as file:
                return {"part": file.read()}
        return {
            "error": reason(code, errors, work["memory"]), "fatal": code == 64, "ended": code < 0}


def call(command, environment):
    """Runs `command` to its end; interrupted, ends it first and lets it clean up."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env=environment)
    try:
        _, errors = process.communicate()
    except BaseException:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        raise
    return process.returncode, errors.decode(errors="replace")


def reason(code, errors, memory):
    """One line: what the program said, or how it ended."""
    lines = [line for line in errors.splitlines() if line and not line.startswith("note: ")]
    said = next((line for line in lines if line.startswith("lookalike: ")), None) or (
        lines[0] if lines else "")
    said = said.removeprefix("lookalike: ")
    if code >= 0:
        return said or f"the program ended with exit code {code}"
    name = signal.Signals(-code).name
    return (
        f"the program was ended by {name}; where it wanted more than {memory >> 20} MiB of memory, "
        f"give a larger --memory{': ' + said if said else ''}")
