"""Scripts/lookalike-cluster on a real cluster: several raylets of one CPU each on this machine.

Scripts/lookalike-cluster test [NAME…]      LOOKALIKE_BINARY: the program; default .build/release
"""

import glob
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest

from ray.cluster_utils import Cluster

BINARY = os.environ["LOOKALIKE_BINARY"]
PEOPLE, DIMENSION = 900, 16

# Started in the background, or from a thread that blocks signals, ^C would not come through here,
# nor to any child.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.pthread_sigmask(signal.SIG_SETMASK, [])


def write_templates(path, rows, seed):
    """A .npy file of `rows` random templates, two of each person alike."""
    stream = random.Random(seed)
    values, base = [], []
    for row in range(rows):
        if row % 2 == 0:
            base = [stream.gauss(0, 1) for _ in range(DIMENSION)]
        values += [value + stream.gauss(0, 0.3) for value in base]
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {DIMENSION}), }}"
    header += " " * (63 - (10 + len(header)) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        file.write(struct.pack(f"<{len(values)}f", *values))


def wait_until(condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("waited in vain")
        time.sleep(0.05)


class ClusterTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.mkdtemp(prefix="lookalike-cluster-")
        cls.gallery, cls.probes = cls.home + "/G", cls.home + "/P.npy"
        write_templates(cls.home + "/G.npy", 2 * PEOPLE, seed=1)
        write_templates(cls.probes, 300, seed=2)
        with open(cls.home + "/labels.csv", "w") as file:
            file.write("subject\n" + "".join(f"p{row // 2}\n" for row in range(2 * PEOPLE)))
        cls.lookalike(
            "gallery", "import", cls.home + "/G.npy", "--labels", cls.home + "/labels.csv",
            "--metric", "cosine", "--to", cls.gallery)
        cls.pairs = ["gallery", "pairs", cls.gallery, "--seed", "7", "--tail", "0.001",
                     "--sample", "20000", "--format", "json"]
        cls.one_run = cls.lookalike(*cls.pairs)
        assert b"nonMatedPairs" in cls.one_run
        # A shard that takes a while, so that something can happen to it.
        cls.slow = cls.program("slow", f'sleep 1; exec "{BINARY}" "$@"')

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.home)

    @classmethod
    def program(cls, name, text):
        path = f"{cls.home}/{name}"
        with open(path, "w") as file:
            file.write(f"#!/bin/sh\n{text}\n")
        os.chmod(path, 0o755)
        return path

    @staticmethod
    def lookalike(*words):
        run = subprocess.run([BINARY, *words], capture_output=True, check=False)
        assert run.returncode == 0, run.stderr
        return run.stdout

    def setUp(self):
        self.folder = tempfile.mkdtemp(dir=self.home)
        self.parts = self.folder + "/parts"
        self.cluster, self.mounted, self.processes = None, [], []

    def tearDown(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.communicate()
        if self.cluster:
            self.cluster.shutdown()
        for path in self.mounted:
            subprocess.run(["umount", path], check=True)

    def nodes(self, *environments, first=2):
        """A cluster: a head without a CPU, and a node of one CPU and 2 GiB with each of
        `environments`; the first one has `first` GiB."""
        self.cluster = self.patiently(
            lambda: Cluster(initialize_head=True, head_node_args={"num_cpus": 0}))
        return [
            self.patiently(lambda: self.cluster.add_node(
                num_cpus=1, memory=(2 if index else first) << 30, object_store_memory=80 << 20,
                env_vars={"LOOKALIKE_SCRATCH": f"{self.folder}/scratch-{index}", **environment}))
            for index, environment in enumerate(environments)
        ]

    def patiently(self, start):
        """On a busy machine a raylet may need longer than the half minute that Ray waits for it."""
        for _ in range(3):
            try:
                return start()
            except Exception as error:
                if "timed out during startup" not in str(error):
                    raise
        self.skipTest("no Ray node comes up within half a minute: the machine is too busy")

    def start(self, command, *options, shards=6, binary=BINARY):
        process = subprocess.Popen(
            [sys.executable, "-m", "cluster", "--address", self.cluster.address, "--shards",
             str(shards), "--parts", self.parts, "--memory", "512M", *options, "--", *command],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder,
            env={**os.environ, "LOOKALIKE_BINARY": binary})
        self.processes.append(process)
        return process

    def finish(self, process, code=0):
        output, errors = process.communicate(timeout=900)
        self.assertEqual(process.returncode, code, errors.decode())
        return output, errors.decode()

    def finished(self):
        return [name for name in glob.glob(self.parts + "/part-*-of-*") if "partial" not in name]

    def scratch_is_empty(self):
        return not glob.glob(self.folder + "/scratch-*/shard-*")

    def test_same_bytes_as_one_process(self):
        self.nodes({}, {})
        output, _ = self.finish(self.start(self.pairs, "--keep-parts", shards=7))
        self.assertEqual(output, self.one_run)
        # The parts of one job are not taken for another's.
        other = [word if word != "7" else "8" for word in self.pairs]
        _, errors = self.finish(self.start(other, shards=7), code=1)
        self.assertIn("holds the parts of another job", errors)
        # All there already: merged again, and then removed.
        output, errors = self.finish(self.start(self.pairs, shards=7))
        self.assertEqual(output, self.one_run)
        self.assertFalse(os.path.exists(self.parts))
        search = ["search", self.gallery, "--probes", self.probes, "--top", "5"]
        self.lookalike(*search, "--to", self.folder + "/one.csv")
        self.finish(self.start([*search, "--to", "many.csv"], shards=4))
        self.assertEqual(self.read("one.csv"), self.read("many.csv"))
        audit = ["audit", self.gallery, "--seed", "3", "--limit", "fpir=1", "--format", "json"]
        output, _ = self.finish(self.start(audit, shards=3))
        self.assertEqual(output, self.lookalike(*audit))
        sweep = ["simulate", "sweep", "moscow", "--cameras", "2", "--faces-per-camera", "50",
                 "--days", "1", "--set", "population.people=200", "--over",
                 "matching.candidates=1,3,4", "--seed", "1", "--to"]
        output, _ = self.finish(self.start([*sweep, "swept.csv"], shards=2))
        self.assertEqual(output, self.lookalike(*sweep, self.folder + "/one-sweep.csv"))
        self.assertEqual(self.read("swept.csv"), self.read("one-sweep.csv"))
        city = ["simulate", "moscow", "--cameras", "50", "--seed", "1", "--format", "json"]
        output, _ = self.finish(self.start(city, shards=3))
        self.assertEqual(output, self.lookalike(*city))
        self.assertTrue(self.scratch_is_empty())
        # Sent through Ray, the program runs on inputs in the node's own folder, for as long as needed.
        inside = self.program(
            "inside",
            f'case "$*" in --version|merge*|*scratch-*/inputs/G-*) exec "{BINARY}" "$@";; esac; exit 9')
        output, _ = self.finish(self.start(self.pairs, "--send", shards=2, binary=inside))
        self.assertEqual(output, self.one_run)
        self.assertEqual(glob.glob(self.folder + "/scratch-*/inputs/*"), [])

    def test_workers_and_a_node_are_killed(self):
        _, victim, _ = self.nodes(*3 * [{"LOOKALIKE_BINARY": self.slow}])
        process = self.start(self.pairs, shards=10)
        wait_until(lambda: len(self.finished()) >= 1)
        # A worker, and the program that another one runs.
        for name in ("ray::run", self.folder + "/scratch-2"):
            wait_until(lambda: self.ours(name))
            os.kill(self.ours(name)[0], signal.SIGKILL)
        wait_until(lambda: len(self.finished()) >= 3)
        self.cluster.remove_node(victim, allow_graceful=False)
        output, _ = self.finish(process)
        self.assertEqual(output, self.one_run)

    def ours(self, name):
        """The processes of this test's nodes whose command line holds `name`."""
        found = []
        for entry in glob.glob("/proc/[0-9]*/cmdline"):
            try:
                with open(entry, "rb") as file:
                    line = file.read().decode(errors="replace")
                with open(entry.replace("cmdline", "environ"), "rb") as file:
                    is_ours = self.folder.encode() in file.read()
            except OSError:
                continue
            if is_ours and name in line and "raylet" not in line:
                found.append(int(entry.split("/")[2]))
        return found

    def full_disk(self):
        path = self.folder + "/full"
        os.mkdir(path)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", path], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("a small file system can't be mounted here (needs root)")
        self.mounted.append(path)
        return {"LOOKALIKE_SCRATCH": path}

    def test_a_full_disk_another_gallery_and_a_slow_node(self):
        other = self.folder + "/other"
        self.lookalike("gallery", "import", self.home + "/P.npy", "--metric", "cosine", "--labels",
                       self.labels(300), "--to", other)
        stale = self.program("stale", f'shift 3; exec "{BINARY}" gallery pairs "{other}" "$@"')
        crawling = self.program("crawling", f'sleep 600; exec "{BINARY}" "$@"')
        self.nodes(
            self.full_disk(), {"LOOKALIKE_BINARY": stale}, {"LOOKALIKE_BINARY": crawling}, {}, first=4)
        output, errors = self.finish(self.start(self.pairs, shards=8))
        self.assertEqual(output, self.one_run)
        self.assertRegex(errors, "node .* is left out: .*No space left")
        self.assertRegex(errors, "node .* is left out: its part was computed from another gallery")
        self.assertIn("running it a second time", errors)
        # The full disk alone: no other node has so much memory.
        _, errors = self.finish(self.start(self.pairs, "--memory", "3G"), code=1)
        self.assertRegex(errors, r"shard \d/6 on node .*No space left")

    def test_interrupted_and_resumed(self):
        self.nodes(*2 * [{"LOOKALIKE_BINARY": self.slow}])
        process = self.start(self.pairs)
        wait_until(lambda: len(self.finished()) >= 1)
        process.send_signal(signal.SIGINT)
        _, errors = self.finish(process, code=130)
        self.assertIn("the same command goes on from there", errors)
        wait_until(self.scratch_is_empty)
        process = self.start(self.pairs)
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        self.finish(process, code=143)
        # A driver that is killed leaves as much.
        before = len(self.finished())
        process = self.start(self.pairs)
        wait_until(lambda: len(self.finished()) > before)
        process.kill()
        process.communicate()
        # What was damaged meanwhile is computed again.
        damaged = self.finished()[0]
        with open(damaged, "r+b") as file:
            file.seek(200)
            file.write(b"#")
        output, errors = self.finish(self.start(self.pairs))
        self.assertEqual(output, self.one_run)
        self.assertRegex(errors, r"[1-9] of 6 shards are here from an earlier run")

    def read(self, name):
        with open(f"{self.folder}/{name}", "rb") as file:
            return file.read()

    def labels(self, rows):
        path = self.folder + "/labels.csv"
        with open(path, "w") as file:
            file.write("subject\n" + "".join(f"q{row // 2}\n" for row in range(rows)))
        return path


class UsageTests(unittest.TestCase):
    def run_driver(self, *words):
        run = subprocess.run(
            [sys.executable, "-m", "cluster", *words], capture_output=True, text=True, check=False)
        return run.returncode, run.stderr

    def test_wrong_usage_is_64(self):
        for words in (
            [], ["--shards", "2"], ["--shards", "0", "--", "search"], ["--shards", "2", "--", "demo"],
            ["--shards", "2", "--", "gallery", "pairs", "/", "--shard", "1/2"],
            ["--shards", "2", "--", "gallery", "pairs", "/", "--threads", "2"],
            ["--shards", "2", "--", "search", "/", "--probes", "/"],
            ["--shards", "2", "--memory", "1", "--", "gallery", "pairs", "/"],
            ["--shards", "2", "--", "audit", "/", "--pairs", "part"],
            ["--shards", "2", "--", "simulate", "sweep", "moscow", "--over", "cameras.count=1,2"],
        ):
            code, errors = self.run_driver(*words)
            self.assertEqual(code, 64, (words, errors))
            self.assertEqual(len(errors.splitlines()), 1, errors)

    def test_a_missing_input_is_named(self):
        code, errors = self.run_driver("--shards", "2", "--", "gallery", "pairs", "/none/G")
        self.assertEqual(code, 1)
        self.assertIn("/none/G: no such file", errors)

    def test_no_cluster_is_said_in_a_line(self):
        with tempfile.TemporaryDirectory() as folder:
            open(folder + "/manifest", "w").close()
            run = subprocess.run(
                [sys.executable, "-m", "cluster", "--address", "127.0.0.1:1", "--shards", "2", "--",
                 "gallery", "pairs", folder], capture_output=True, text=True, cwd=folder,
                check=False)
            self.assertEqual(run.returncode, 1)
            self.assertIn("no Ray cluster answers at 127.0.0.1:1", run.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
