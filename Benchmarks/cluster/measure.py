"""One process against a Ray cluster on the same cores, and with a node killed on the way."""

import argparse
import glob
import json
import os
import platform
import shutil
import subprocess
import sys
import time

from ray.cluster_utils import Cluster

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.environ["LOOKALIKE_BINARY"]


def say(text):
    print(f"cluster: {text}", file=sys.stderr, flush=True)


def gallery(work, rows, seed=1):
    """A gallery of simulated templates of 128 numbers, two of each person."""
    path = f"{work}/{rows}.gallery"
    if not os.path.exists(path):
        say(f"making a gallery of {rows:,} templates")
        templates = f"{work}/{rows}.npy"
        run("simulate", "population", "--people", str(rows // 2), "--captures", "2", "--seed",
            str(seed), "--to", templates, "--force", "--quiet")
        run("gallery", "import", templates, "--labels", f"{work}/{rows}.csv", "--metric", "euclidean",
            "--origin", "simulated", "--to", path, "--quiet")
        os.unlink(templates)
    return path


def run(*words):
    done = subprocess.run([BINARY, *words], capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"cluster: {' '.join(words[:2])}: {done.stderr.decode().strip()}")
    return done.stdout


class Nodes:
    """A head without a core, and `count` nodes of one core."""

    def __init__(self, count):
        self.cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
        self.nodes = [
            self.cluster.add_node(num_cpus=1, memory=3 << 30, object_store_memory=200 << 20)
            for _ in range(count)]

    def start(self, command, shards, parts):
        shutil.rmtree(parts, ignore_errors=True)
        return subprocess.Popen(
            [sys.executable, "-m", "cluster", "--address", self.cluster.address, "--shards",
             str(shards), "--parts", parts, "--memory", "2G", "--", *command],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def close(self):
        self.cluster.shutdown()


def through_ray(given, command, expected, kill=False):
    nodes = Nodes(given.cores)
    try:
        parts = f"{given.work}/parts"
        started = time.monotonic()
        process = nodes.start(command, given.shards, parts)
        killed = None
        while kill and killed is None:
            if len(glob.glob(parts + "/part-*-of-*[0-9]")) >= given.shards // 4:
                nodes.cluster.remove_node(nodes.nodes[0], allow_graceful=False)
                killed = time.monotonic() - started
            elif process.poll() is not None:
                break
            time.sleep(0.1)
        output, errors = process.communicate()
        seconds = time.monotonic() - started
    finally:
        nodes.close()
    if process.returncode != 0:
        sys.exit(f"cluster: the driver failed: {errors.decode().strip()}")
    if output != expected:
        sys.exit("cluster: the merged result has other bytes than one process gave")
    return (seconds, killed) if kill else seconds


def measure(given):
    os.makedirs(given.work, exist_ok=True)
    path = gallery(given.work, given.rows)
    options = ["--seed", "1", "--tail", "1e-6", "--format", "json"]
    command = ["gallery", "pairs", path, *options]
    found = {
        "date": time.strftime("%Y-%m-%d"), "processor": processor(), "cores": given.cores,
        "rows": given.rows, "dimension": 128, "shards": given.shards,
        "loadBefore": os.getloadavg()[0],
    }
    started = time.monotonic()
    expected = run(*command, "--threads", str(given.cores), "--quiet")
    found["oneProcessSeconds"] = time.monotonic() - started
    say(f"one process, {given.cores} threads: {found['oneProcessSeconds']:.1f} s")
    found["raySeconds"] = through_ray(given, command, expected)
    found["overhead"] = found["raySeconds"] / found["oneProcessSeconds"] - 1
    say(f"Ray, {given.cores} nodes of one core: {found['raySeconds']:.1f} s, the same bytes, "
        f"overhead {found['overhead']:.1%}")
    small = ["gallery", "pairs", gallery(given.work, 2000), *options]
    found["emptySeconds"] = through_ray(given, small, run(*small, "--quiet"))
    say(f"{given.shards} shards of next to nothing: {found['emptySeconds']:.1f} s")
    found["killedSeconds"], found["killedAfterSeconds"] = through_ray(
        given, command, expected, kill=True)
    say(f"one node killed after {found['killedAfterSeconds']:.1f} s: {found['killedSeconds']:.1f} s, "
        "the same bytes")
    return found


def processor():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return names[0] if names else platform.machine()


def report(found):
    pairs = found["rows"] * (found["rows"] - 1) // 2
    rate = pairs / found["oneProcessSeconds"] / 1e9
    return f"""\
# Through Ray, on one machine

Made by `Benchmarks/cluster/run`; the numbers stand in `cluster.json`. {found["processor"]}, \
{found["cores"]} cores, load {found["loadBefore"]:.1f} before; {found["date"]}.

Limits first: one machine plays all nodes, so that the network is not in these figures; one run of \
each. Templates are simulated ({found["dimension"]} numbers, face-like). Each run gave the same bytes.

| {found["rows"]:,} × {found["dimension"]}, all {pairs:,} pairs, {found["shards"]} shards | seconds |
| --- | ---: |
| one process, {found["cores"]} threads ({rate:.2f} · 10⁹ comparisons/s) | {found["oneProcessSeconds"]:.1f} |
| Ray, {found["cores"]} nodes of one core, from the driver's start to the merged result | {found["raySeconds"]:.1f} |
| the same, a node killed after {found["killedAfterSeconds"]:.0f} s | {found["killedSeconds"]:.1f} |
| {found["shards"]} shards of 2,000 templates: what is paid for nothing | {found["emptySeconds"]:.1f} |

Overhead of Ray: {found["overhead"]:.1%}.
"""


def main():
    parser = argparse.ArgumentParser(prog="Benchmarks/cluster/run", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="templates (1000000)")
    parser.add_argument("--shards", type=int, default=16)
    parser.add_argument("--cores", type=int, default=os.cpu_count(), help="all unless given")
    parser.add_argument("--work", default=ROOT + "/.build-benchmarks/cluster")
    parser.add_argument("--results", default=ROOT + "/Benchmarks/Results")
    given = parser.parse_args()
    found = measure(given)
    with open(given.results + "/cluster.json", "w") as file:
        file.write(json.dumps(found, indent=1, sort_keys=True) + "\n")
    with open(given.results + "/cluster.md", "w") as file:
        file.write(report(found))
    print(report(found))


if __name__ == "__main__":
    main()
