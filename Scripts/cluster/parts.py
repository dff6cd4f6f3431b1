"""Part files: is one whole, and whose is it? The format is that of Essentials' PartialResult."""

import fcntl
import hashlib
import json
import os
import re

from .command import Failed

MAGIC = b"lookalike-part 1\n"
DIGEST = re.compile("[0-9a-f]{64}")
TRAILER = len("\nsha256 ") + 64 + 1


class Damaged(Exception):
    """Not a whole part."""


def header(data):
    """The header of the part whose bytes are `data`; raises Damaged where they are not whole."""
    if not data.startswith(MAGIC):
        raise Damaged("is no part of this program's format")
    body, trailer = memoryview(data)[:-TRAILER], bytes(data[-TRAILER:])
    if len(data) <= len(MAGIC) + TRAILER or trailer != (
        f"\nsha256 {hashlib.sha256(body).hexdigest()}\n".encode()
    ):
        raise Damaged("is damaged or was cut short")
    try:
        found = json.loads(data[len(MAGIC) : data.index(b"\n", len(MAGIC))])
        shard, count = (int(number) for number in found["shard"].split("/"))
        return {"kind": found["kind"], "job": found["job"], "shard": (shard - 1, count)}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Damaged("has no readable header") from None


def difference(mine, reference):
    """In what two parts' headers are of different jobs, or None."""
    if mine["kind"] != reference["kind"]:
        return f"it is of {mine['kind']}, not {reference['kind']}"
    for name in sorted({*mine["job"], *reference["job"]}):
        one, other = mine["job"].get(name), reference["job"].get(name)
        if one != other:
            return f"its {name} is {one}, not {other}"
    return None


class Folder:
    """The folder of one job's parts: what is finished stays, whatever happens to the driver."""

    def __init__(self, path, count, identity, inputs):
        self.path, self.count, self.reference = path, count, None
        # Digests of the input files; None where a part's digests are of other things.
        self.inputs = None if inputs is None else set(inputs)
        self.identity = os.path.join(path, "job.json")
        self.log = os.path.join(path, "ray.log")
        text = json.dumps(identity, indent=1, sort_keys=True) + "\n"
        try:
            os.makedirs(path, mode=0o700, exist_ok=True)
            if os.path.exists(self.identity):
                with open(self.identity, encoding="utf-8") as file:
                    if file.read() != text:
                        raise Failed(
                            f"{path}: holds the parts of another job (see its job.json). "
                            "Name another --parts folder, or remove this one."
                        )
            elif os.listdir(path):
                raise Failed(f"{path}: is not empty, and no folder of parts. Name another --parts.")
            else:
                self.write(self.identity, text.encode())
            self.lock = open(self.identity, encoding="utf-8")
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed(f"{path}: another lookalike-cluster is at work on this job.") from None
        except OSError as error:
            raise self.failure(error) from None

    def file(self, shard):
        return os.path.join(self.path, f"part-{shard + 1:06}-of-{self.count:06}")

    def files(self):
        return [self.file(shard) for shard in range(self.count)]

    def finished(self):
        """The shards that are here and whole; others' files are removed, to be computed again."""
        found = set()
        for shard in range(self.count):
            path = self.file(shard)
            try:
                with open(path, "rb") as file:
                    data = file.read()
                self.accept(shard, header(data))
                found.add(shard)
            except FileNotFoundError:
                continue
            except Damaged:
                os.unlink(path)
            except OSError as error:
                raise self.failure(error) from None
        return found

    def accept(self, shard, found):
        """Raises Damaged unless `found` is the header of this shard of this job."""
        if found["shard"] != (shard, self.count):
            number, count = found["shard"]
            raise Damaged(f"is shard {number + 1}/{count}")
        for name, value in sorted(found["job"].items()):
            # Nodes may see another file at the same path.
            digest = self.inputs is not None and DIGEST.fullmatch(str(value))
            if digest and value not in self.inputs:
                raise Damaged(f"was computed from another {name} than the one here")
        if self.reference is None:
            self.reference = found
        elif other := difference(found, self.reference):
            raise Damaged(f"is of another computation than the other shards: {other}")

    def keep(self, shard, data):
        """Takes a part that came from a node; raises Damaged, or Failed where it can't be kept."""
        self.accept(shard, header(data))
        try:
            self.write(self.file(shard), data)
        except OSError as error:
            raise self.failure(error, f"shard {shard + 1}/{self.count} ") from None

    def write(self, path, data):
        """Whole or not at all."""
        staging = f"{path}.partial-{os.getpid()}"
        try:
            with open(os.open(staging, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.rename(staging, path)
        except OSError:
            if os.path.exists(staging):
                os.unlink(staging)
            raise

    def remove(self):
        """Removes what this job put here, and the folder where nothing else is in it."""
        for path in [*self.files(), self.identity, self.log]:
            if os.path.exists(path):
                os.unlink(path)
        if not os.listdir(self.path):
            os.rmdir(self.path)

    def failure(self, error, what=""):
        return Failed(
            f"{self.path}: {what}can't be kept: {error.strerror}. "
            "Free some space or name another --parts folder; what is finished stays."
        )
