"""lookalike-cluster: the command line."""

import argparse
import contextlib
import hashlib
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys

from . import command
from .command import Failed, Usage

EXAMPLES = """\
examples:
  lookalike-cluster --shards 16 -- gallery pairs G --seed 1 --format json
  lookalike-cluster --address auto --shards 64 --parts P -- search G --probes X.npy --to out.csv

Without --address the shards run on this machine alone. A node needs the gallery at the same path (a
shared file system), or --send, which brings it there through Ray and takes it away at the end.
Finished shards stay in the folder of the parts until all are merged: the same command goes on there.
In a node's environment at `ray start`: LOOKALIKE_BINARY, its own program; LOOKALIKE_SCRATCH, the
folder for parts in the making and for what --send brings.
exit codes: those of lookalike; 130 after ^C.
"""


def size(text):
    match = re.fullmatch(r"(\d{1,6}(?:\.\d+)?)([MGT])", text.upper())
    if not match:
        raise argparse.ArgumentTypeError("a size is a number and M, G or T: 512M")
    value = int(float(match[1]) * {"M": 1 << 20, "G": 1 << 30, "T": 1 << 40}[match[2]])
    if value < 64 << 20:
        raise argparse.ArgumentTypeError("a shard needs at least 64M")
    return value


def whole(low, high):
    def parse(text):
        if not text.isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"a whole number from {low} to {high} is needed")
        return int(text)
    return parse


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Usage(message)


def options(words):
    parser = Parser(
        prog="lookalike-cluster", epilog=EXAMPLES, usage="%(prog)s [OPTIONS] -- COMMAND …",
        description="Runs one lookalike command on a Ray cluster, cut into shards.",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--address", default="local",
        help="the cluster: auto for the one that runs here, HOST:PORT, or local (the default)")
    add("--shards", type=whole(1, 100_000), required=True, help="in how many parts the work is cut")
    add("--threads", type=whole(1, 1024), default=1, help="threads, and CPUs, of one shard (1)")
    add("--memory", type=size,
        help="memory set aside for one shard, which may not take more (1G; for an audit 2G)")
    add("--parts", help="the folder of finished shards; one named after the job unless given")
    add("--retries", type=whole(0, 100), default=3, help="how often a shard is tried again (3)")
    add("--send", action="store_true",
        help="bring program and inputs to the nodes through Ray, for nodes that don't see them")
    add("--keep-inputs", action="store_true", help="leave on the nodes what --send brought there")
    add("--keep-parts", action="store_true", help="leave the parts when they are merged")
    add("--quiet", action="store_true", help="draw no progress")
    return parser.parse_args(words)


def main(words):
    if "--" not in words:
        options(words)  # which prints --help, or says what else is wrong
        raise Usage("after the options go -- and the command to run")
    cut = words.index("--")
    given = options(words[:cut])
    given.binary = os.path.abspath(os.environ["LOOKALIKE_BINARY"])
    job = command.parse(words[cut + 1:])
    given.memory = given.memory or job.kind.memory
    if job.kind.seeded:
        print(f"note: seed {job.seed}", file=sys.stderr)
    asked = subprocess.run([given.binary, "--version"], check=False, capture_output=True, text=True)
    if asked.returncode != 0:
        raise Failed(f"{given.binary}: can't be run: {asked.stderr.strip()}")
    identity = {
        "command": job.command(lambda path: f"{os.path.basename(path)} {command.digest(path)}"),
        "shards": given.shards, "program": asked.stdout.strip(),
    }
    name = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:12]
    return run(job, given, identity, given.parts or f"lookalike-parts-{name}")


def run(job, given, identity, path):
    # Late, for it takes a second and the command line may be wrong.
    from . import parts
    from .progress import Progress

    # A simulation's parts name its settings and population, which are in the program, not files.
    inputs = None if job.kind.named else map(command.digest, job.inputs)
    folder = parts.Folder(path, given.shards, identity, inputs)
    progress = Progress(given.quiet)
    try:
        if len(folder.finished()) < given.shards:
            with aside(folder.log):
                stop.is_deferred = True
                compute(job, folder, given, progress)
                stop.is_deferred = False
                stop.check()
    except BaseException:
        progress.clear()
        print(f"note: {len(folder.finished())} of {given.shards} shards are in {path}; the same "
              "command goes on from there", file=sys.stderr)
        raise
    progress.clear()
    # Merging opens every part.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for words in job.merge(folder.files()):
        merged = subprocess.run([given.binary, *words], check=False)
        if merged.returncode not in (0, 3):
            return merged.returncode
    if not given.keep_parts:
        folder.remove()
    return merged.returncode


def compute(job, folder, given, progress):
    import ray

    from . import node, transfer
    from .driver import Driver

    ray.cloudpickle.register_pickle_by_value(sys.modules["cluster"])
    for module in (node, transfer):
        ray.cloudpickle.register_pickle_by_value(module)
    reach(given.address)
    try:
        ray.init(address=given.address, log_to_driver=False, logging_level="error",
                 **({"include_dashboard": False} if given.address == "local" else {}))
        stop.listen()
    except SystemExit:
        # Ray has a handler of its own for SIGTERM, from somewhere within until we listen again.
        raise Stopped(signal.SIGTERM) from None
    except Exception as error:  # Ray raises no narrower one where a node does not come up.
        what = "could not be started" if given.address == "local" else "does not answer"
        raise Failed(f"Ray {what} at {given.address}: "
                     f"{(str(error).strip() or type(error).__name__).splitlines()[0]}") from None
    try:
        Driver(job, folder, given, progress, stop.check).run()
    finally:
        ray.shutdown()
        # It takes our handlers away, too.
        stop.listen()


@contextlib.contextmanager
def aside(path):
    """Sends to a file what Ray writes to standard output and standard error, C++ parts included.

    Standard output is for data, and Ray reports dead nodes there.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.dup2(log, 1)
        os.dup2(log, 2)
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
        for descriptor in (*kept, log):
            os.close(descriptor)


def reach(address):
    """Raises Failed where nothing listens at HOST:PORT; Ray itself would try for minutes."""
    host, colon, port = address.rpartition(":")
    if not colon or "/" in address:
        return
    try:
        socket.create_connection((host, int(port)), timeout=10).close()
    except (OSError, ValueError) as error:
        raise Failed(f"no Ray cluster answers at {address}: {error}") from None


class Stop:
    """Signals that ask for an end. Ray's compiled parts would choke on an exception from a handler,
    so that while it works the driver asks now and then."""

    def __init__(self):
        self.number, self.is_deferred = None, False
        self.numbers = [
            number for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
            if signal.getsignal(number) != signal.SIG_IGN]

    def listen(self):
        for number in self.numbers:
            signal.signal(number, self.take)

    def take(self, number, _):
        self.number = number
        if not self.is_deferred:
            raise Stopped(number)

    def check(self):
        if self.number is not None:
            raise Stopped(self.number)


class Stopped(BaseException):
    pass


stop = Stop()

if __name__ == "__main__":
    stop.listen()
    try:
        code = main(sys.argv[1:])
    except Usage as error:
        print(f"lookalike-cluster: {error}. See --help.", file=sys.stderr)
        code = 64
    except Failed as error:
        print(f"lookalike-cluster: {error}", file=sys.stderr)
        code = 1
    except Stopped as stopped:
        print("lookalike-cluster: stopped", file=sys.stderr)
        code = 128 + stopped.args[0]
    sys.exit(code)
