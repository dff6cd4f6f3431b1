"""Times lookalike evaluate and its peers on the same scores, and checks that they agree.

lookalike is timed as a whole process, from its start to its printed JSON, reading files. Peers are
timed inside a warm process on arrays that are loaded already (bob.measure's compiled code too), which
favours them. Each is asked for what it offers of: FMR and FNMR curve, EER, AUC, thresholds at target
FMRs; lookalike prints all of them, five EER conventions, minCllr, d' and intervals besides.
"""

import argparse
import gc
import importlib.metadata
import json
import os
import platform
import statistics
import sys
import time
import warnings

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from resources import resources

TARGETS = [0.1, 0.01, 0.001, 0.0001, 0.00001, 0.000001]


def scores(work, count, mated_share=0.1):
    """float32 scores on a grid of 2^-22, so that there are ties; the same for the same count."""
    paths = [os.path.join(work, f"{name}-{count}.npy") for name in ("mated", "non-mated")]
    if not all(map(os.path.exists, paths)):
        random = np.random.default_rng(20260131)
        mated = int(count * mated_share)
        for path, size, mean in zip(paths, (mated, count - mated), (0.45, 0.05)):
            out = np.lib.format.open_memmap(path + ".partial", "w+", np.float32, (size,))
            for start in range(0, size, 1 << 22):
                stop = min(size, start + (1 << 22))
                block = random.normal(mean, 0.12, stop - start)
                out[start:stop] = np.round(block * 2**22) / 2**22
            out.flush()
            os.rename(path + ".partial", path)
    return paths


def run(command, repeat=1):
    """The median wall time in seconds, the peak memory in MB and the output of `command`."""
    times, memory = [], 0
    for _ in range(repeat):
        seconds, peak, output, _ = resources(command)
        times.append(seconds)
        memory = max(memory, peak)
    return statistics.median(times), memory, output


def evaluate(lookalike, mated, non_mated, repeat=1):
    seconds, memory, output = run(
        [lookalike, "evaluate", "--mated", mated, "--non-mated", non_mated, "--polarity",
         "similarity", "--format", "json"], repeat)
    return seconds, memory, json.loads(output)


def timed(body, repeat=3):
    """The median wall time of `body` in seconds, and what it gave."""
    times, answer = [], None
    for _ in range(repeat):
        gc.collect()
        start = time.perf_counter()
        answer = body()
        times.append(time.perf_counter() - start)
    return statistics.median(times), answer


def with_sklearn(mated, non_mated):
    from sklearn.metrics import auc, roc_curve

    truth = np.concatenate([np.ones(len(mated), np.int8), np.zeros(len(non_mated), np.int8)])
    both = np.concatenate([mated, non_mated])
    fpr, tpr, thresholds = roc_curve(truth, both)
    nearest = np.nanargmin(np.abs((1 - tpr) - fpr))
    at = [tpr[np.searchsorted(fpr, target, "right") - 1] for target in TARGETS]
    return {"sklearn": float(fpr[nearest]), "auc": float(auc(fpr, tpr)), "at": at}


def with_bob(mated, non_mated):
    import bob.measure

    bob.measure.roc(non_mated, mated, 256)
    for target in TARGETS:
        bob.measure.far_threshold(non_mated, mated, target)
    return {"bob": float(bob.measure.eer(non_mated, mated))}


def with_pyeer(mated, non_mated):
    from pyeer.eer_info import get_eer_stats

    stats = get_eer_stats(mated, non_mated)
    return {"pyeer": float(stats.eer), "auc": float(stats.auc)}


def peers(arguments):
    paths = scores(arguments.work, arguments.count)
    few = scores(arguments.work, arguments.pyeer_count)
    print(f"1:1 metrics, {arguments.count:,} scores (float32, a tenth of them mated)")
    seconds, memory, ours = evaluate(arguments.lookalike, *paths, repeat=arguments.repeat)
    print(f"  lookalike      {seconds:8.2f} s  {memory:6.0f} MB, whole process, all metrics")
    arrays = [np.load(path).astype(np.float64) for path in paths]
    times = {}
    for name, body in (("scikit-learn", with_sklearn), ("bob.measure", with_bob)):
        body(arrays[0][:1000], arrays[1][:1000])
        times[name], answer = timed(lambda: body(*arrays), arguments.repeat)
        print(f"  {name:14s} {times[name]:8.2f} s  inside a warm process, its own metrics")
        check(name, ours, answer)
    arrays = [np.load(path).astype(np.float64) for path in few]
    seconds_few, _, ours_few = evaluate(arguments.lookalike, *few, repeat=arguments.repeat)
    times_few, answer = timed(lambda: with_pyeer(*arrays), 1)
    check("pyeer", ours_few, answer)
    print(f"  with {arguments.pyeer_count:,} scores only: pyeer {times_few:.2f} s, "
          f"lookalike {seconds_few:.2f} s, ratio {times_few / seconds_few:.1f}")
    best = min(times, key=times.get)
    print(f"  ratio to the fastest peer ({best}): {times[best] / seconds:.1f}")


def check(name, ours, theirs):
    """The same figures, or an end with the difference."""
    for key, value in theirs.items():
        if key == "at":
            mine = [line["fnmr"] for line in ours["fnmrAtFmr"]]
            pairs = [(a, 1 - b) for a, b in zip(mine, value) if a is not None]
        else:
            pairs = [(ours["eer"].get(key, ours.get(key)), value)]
        for a, b in pairs:
            if abs(a - b) > 1e-9:
                sys.exit(f"{name} says {key} = {b}, lookalike {a}")
    print(f"    {name} agrees: {', '.join(theirs)}")


def million(arguments):
    paths = scores(arguments.work, 100_000_000)
    seconds, memory, ours = evaluate(arguments.lookalike, *paths, repeat=arguments.repeat)
    print(f"100,000,000 scores: {seconds:.2f} s, {memory:.0f} MB at most, "
          f"{1e-6 * 1e8 / seconds:.0f} M scores/s, EER {ours['eer']['rocch']:.8f}")
    print(f"  the bar: under 20 s and 1,000 MB: {'met' if seconds < 20 and memory < 1000 else 'NOT MET'}")


def bootstrap(arguments):
    people, each = 1000, 10
    matrix = os.path.join(arguments.work, "matrix.npy")
    labels = os.path.join(arguments.work, "labels.csv")
    if not os.path.exists(matrix) or not os.path.exists(labels):
        random = np.random.default_rng(7)
        centres = random.normal(size=(people, 64))
        rows = np.repeat(centres, each, 0) + random.normal(0, 1.1, (people * each, 64))
        rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        np.save(matrix, rows @ rows.T)
        with open(labels, "w") as file:
            file.write("subject\n" + "".join(f"p{row // each}\n" for row in range(people * each)))
    command = [arguments.lookalike, "evaluate", "--scores", matrix, "--layout", "matrix",
               "--probe-labels", labels, "--polarity", "similarity", "--format", "json"]
    few, _, _ = run(command + ["--bootstrap", "10", "--seed", "1"], arguments.repeat)
    seconds, memory, output = run(
        command + ["--bootstrap", "1000", "--seed", "1"], arguments.repeat)
    ours = json.loads(output)
    replicates = (seconds - few) * 1000 / 990
    print(f"identity bootstrap, 1,000 replicates, {people} identities x {each}, "
          f"{ours['counts']['nonMated']:,} non-mated comparisons, FMR and FNMR at "
          f"{sum(1 for line in ours['fnmrAtFmr'] if line['threshold'] is not None)} thresholds, EER")
    print(f"  whole process {seconds:.2f} s, {memory:.0f} MB; with 10 replicates {few:.2f} s; "
          f"so 1,000 replicates take {replicates:.2f} s")
    print(f"  EER {ours['eer']['bob']:.6f}, interval {ours['eer']['interval']}")
    print(f"  the bar: replicates in under 10 s: {'met' if replicates < 10 else 'NOT MET'}"
          f"{', by the whole process too' if seconds < 10 else ''}")


def machine():
    """What these figures were measured on."""
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "?")
    versions = []
    for name in ("numpy", "scikit-learn", "bob.measure", "pyeer"):
        versions.append(f"{name} {importlib.metadata.version(name)}")
    print(f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "
          + ", ".join(versions) + time.strftime(", %Y-%m-%d", time.gmtime()))


def main():
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser()
    parser.add_argument("--lookalike", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--part", choices=["peers", "million", "bootstrap"])
    parser.add_argument("--count", type=int, default=20_000_000)
    parser.add_argument("--pyeer-count", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3, help="runs, of which the median counts")
    arguments = parser.parse_args()
    machine()
    for name, body in (("peers", peers), ("million", million), ("bootstrap", bootstrap)):
        if arguments.part in (None, name):
            body(arguments)


main()
