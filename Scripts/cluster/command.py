"""What of a command each shard runs, and what is left for `lookalike merge`."""

import hashlib
import os
import random
from dataclasses import dataclass, field


class Usage(Exception):
    """The command line is wrong: exit 64."""


class Failed(Exception):
    """The work can't be done, and why, in one line: exit 1."""


@dataclass(frozen=True)
class Kind:
    """A command that takes --shard and --part, and how its words are meant."""

    words: tuple
    # Options whose value names an input file, beside all arguments without an option.
    inputs: frozenset = frozenset()
    # Options without a value.
    flags: frozenset = frozenset()
    # Options with any number of values, to the next option.
    many: frozenset = frozenset()
    # Options of the result, which whoever puts the parts together takes.
    merged: frozenset = frozenset()
    # Options that only a run in one piece has; they are left out.
    dropped: frozenset = frozenset()
    # Whether all shards must be given the same --seed.
    seeded: bool = True
    # Memory set aside for a shard unless told, in bytes.
    memory: int = 1 << 30
    # Whether the command itself puts the parts together, with --parts, and not `lookalike merge`.
    own_merge: bool = False
    # Whether the command itself then shows what was merged into its --to, where it finds all done.
    shows: bool = False
    # Whether an argument that is no file is a scenario's name.
    named: bool = False


KINDS = [
    Kind(
        ("search",), inputs=frozenset({"--probes"}), flags=frozenset({"--force", "--quiet"}),
        merged=frozenset({"--to", "--force"}), dropped=frozenset({"--format", "--quiet"}),
        seeded=False),
    Kind(
        ("gallery", "pairs"), flags=frozenset({"--best", "--force", "--quiet"}),
        merged=frozenset({"--pairs-to", "--best-to", "--format", "--force"}),
        dropped=frozenset({"--quiet"})),
    Kind(
        ("audit",), inputs=frozenset({"--groups"}), flags=frozenset({"--force", "--quiet"}),
        merged=frozenset({"--format", "--report", "--system", "--force"}),
        dropped=frozenset({"--quiet"}), memory=2 << 30),
    Kind(
        ("evaluate",),
        inputs=frozenset({
            "--scores", "--mated", "--non-mated", "--similarity", "--mask", "--probe-labels",
            "--reference-labels", "--groups"}),
        flags=frozenset({"--force", "--quiet"}), many=frozenset({"--fmr"}),
        merged=frozenset({
            "--format", "--report", "--curve", "--export", "--export-layout", "--force",
            "--system"}),
        dropped=frozenset({"--quiet"}), own_merge=True),
    Kind(
        ("simulate", "sweep"), flags=frozenset({"--force", "--quiet"}),
        merged=frozenset({"--to", "--format", "--report", "--force"}),
        dropped=frozenset({"--quiet"}), shows=True, named=True),
    Kind(
        ("simulate", "scenario"), flags=frozenset({"--force", "--quiet"}),
        merged=frozenset({"--format", "--report", "--force"}), dropped=frozenset({"--quiet"}),
        named=True),
]

# Given before "--", or by the driver itself.
RESERVED = {
    "--shard": "the number of shards is given before --: --shards N",
    "--part": "the folder of the parts is given before --: --parts FOLDER",
    "--threads": "threads of a shard are given before --: --threads N",
    "--checkpoint": "finished shards are kept; give more --shards to lose less",
    "--pairs": "a sharded audit counts all pairs itself",
    "--candidates": "an audit of lists fits one machine",
    "--matrix": "an audit of a matrix fits one machine",
    "--probe": "one probe is not worth a cluster; give --probes",
}


@dataclass
class Job:
    """One command, cut."""

    kind: Kind
    # What each shard runs: words, and (path,) for an input file.
    arguments: list
    # The options of the result.
    result: list
    # Absolute paths of the inputs.
    inputs: list = field(default_factory=list)
    seed: int | None = None

    def command(self, place=lambda path: path):
        """The shard's command line, with each input where `place` says it lies."""
        words = [place(word[0]) if isinstance(word, tuple) else word for word in self.arguments]
        return [*self.kind.words, *words]

    def merge(self, parts):
        """The command lines that put the files `parts` together, one after another."""
        if self.kind.own_merge:
            return [[*self.command(), *self.result, "--parts", *parts]]
        if self.kind.shows:
            to = ["--to", self.result[self.result.index("--to") + 1]]
            force = ["--force"] if "--force" in self.result else []
            return [["merge", *parts, *to, *force], [*self.command(), *self.result]]
        return [["merge", *parts, *self.result]]


def parse(words):
    """Cuts a command line into a Job.

    Raises Usage where it is no command that can be cut, Failed for an input that is not there.
    """
    if "--" in words:
        raise Usage("give one command after --")
    if words[:1] == ["simulate"] and words[1:2] not in (
            ["scenario"], ["sweep"], ["population"], ["fit"], ["degrade"]):
        words = ["simulate", "scenario", *words[1:]]
    kind = next((kind for kind in KINDS if tuple(words[: len(kind.words)]) == kind.words), None)
    if kind is None:
        known = ", ".join(" ".join(kind.words) for kind in KINDS)
        raise Usage(f"after -- goes a command that can be cut into shards: {known}")
    job = Job(kind, [], [])
    rest = list(words[len(kind.words):])

    def take_input(path):
        if kind.named and not os.path.exists(path):
            return path  # a scenario by its name
        if not os.path.exists(path):
            raise Failed(f"{path}: no such file. Check the path.")
        path = os.path.abspath(path)
        if path not in job.inputs:
            job.inputs.append(path)
        return (path,)

    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            job.arguments.append(take_input(word))
            continue
        name, equals, value = word.partition("=")
        if name in RESERVED:
            raise Usage(f"{name}: {RESERVED[name]}")
        values = []
        if name in kind.many and not equals:
            while rest and not rest[0].startswith("--"):
                values.append(rest.pop(0))
        elif name not in kind.flags:
            if not equals:
                if not rest:
                    raise Usage(f"{name} needs a value")
                value = rest.pop(0)
            values = [take_input(value) if name in kind.inputs else value]
        if name == "--seed":
            job.seed = value
        if name in kind.merged:
            job.result += [name, *values]
        elif name not in kind.dropped:
            job.arguments += [name, *values]
    if (kind.shows or kind.words == ("search",)) and "--to" not in job.result:
        raise Usage(f"{' '.join(kind.words)} needs --to, the CSV file to write")
    if kind.seeded and job.seed is None:
        job.seed = random.SystemRandom().randrange(1 << 32)
        job.arguments += ["--seed", str(job.seed)]
    return job


def digest(path):
    """What an input is known by: of a gallery its manifest, which holds the digests of the rest."""
    if os.path.isdir(path):
        path = os.path.join(path, "manifest")
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Failed(f"{path}: can't be read: {error.strerror}.") from None
