"""What the engine is measured on by itself: import beside a plain copy, all pairs, a large gallery.

Called by run.py (--alone); writes engine.json and engine.md.
"""

import json
import os
import shutil
import subprocess
import sys
import time

import material

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from resources import resources  # noqa: E402


def timed(command):
    """Seconds and the most memory that was resident, for a child process."""
    seconds, megabytes, _, _ = resources(command)
    return seconds, megabytes * 1024 * 1024


def copy(source, target):
    """cp and fsync, as a user would copy the file safely."""
    start = time.perf_counter()
    subprocess.run(["cp", source, target], check=True)
    descriptor = os.open(target, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    seconds = time.perf_counter() - start
    os.remove(target)
    return seconds


def imports(options, folder):
    """Import of 1,000,000 x 512 beside cp + fsync of the same file, in turn; memory at two sizes."""
    results = []
    for rows in (250_000, 1_000_000):
        source = material.make(folder, f"import-{rows}", rows, 512, "random", 1)
        with open(source, "rb") as file:
            while file.read(1 << 24):
                pass
        copies, times, memory = [], [], 0
        for _ in range(3):
            copies.append(copy(source, source + ".copy"))
            target = os.path.join(folder, "imported")
            seconds, peak = timed([options.engine, "gallery", "import", source, "--metric", "cosine",
                                   "--to", target, "--origin", "simulated", "--quiet"])
            times.append(seconds)
            memory = max(memory, peak)
            shutil.rmtree(target)
        os.remove(source)
        results.append(dict(rows=rows, dimension=512, copySeconds=copies, importSeconds=times, peakBytes=memory))
        print(f"peers: import {rows}: cp + fsync {sorted(copies)[1]:.2f} s, import {sorted(times)[1]:.2f} s", file=sys.stderr)
    return results


def bench(options, *arguments):
    command = [options.engine, "bench", *arguments, "--threads", str(options.threads), "--seed", "1",
               "--format", "json", "--quiet"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(done.stdout)


def all_pairs(options, folder):
    results = []
    for rows, dimension, spectrum, metric in [(200_000, 512, "random", "cosine"), (200_000, 128, "face", "euclidean")]:
        result = bench(options, "all-pairs", "--gallery-size", str(rows), "--dimension", str(dimension),
                       "--spectrum", spectrum, "--metric", metric, "--tail", "1e-4", "--folder", folder)
        results.append(dict(spectrum=spectrum, metric=metric, **result))
        print(f"peers: all pairs {rows} x {dimension}: {result['comparisonsPerSecond'] / 1e9:.2f} G/s", file=sys.stderr)
    return results


def large(options, folder):
    """10,000,000 x 128: searched in a process of its own, whose memory is what counts."""
    source = material.make(folder, "large", 10_000_000, 128, "random", 1)
    target = os.path.join(folder, "large-gallery")
    seconds, peak = timed([options.engine, "gallery", "import", source, "--metric", "cosine", "--to", target,
                           "--origin", "simulated", "--quiet"])
    os.remove(source)
    results = []
    for probes in (1, 1024):
        file = material.make(folder, f"large-probes-{probes}", probes, 128, "random", 2)
        result = bench(options, "search", "--gallery", target, "--probes-file", file, "--repeats", "3", "--checks", "1")
        # The whole command, as a user runs it.
        answer = os.path.join(folder, "large-answer.csv")
        _, result["commandPeakBytes"] = timed([options.engine, "search", target, "--probes", file, "--top", "10",
                                               "--to", answer, "--threads", str(options.threads), "--quiet"])
        os.remove(answer)
        results.append(result)
        print(f"peers: 10,000,000 x 128, Q={probes}: {result['seconds'] * 1e3:.1f} ms, "
              f"{result['commandPeakBytes'] / 1e9:.2f} GB", file=sys.stderr)
    shutil.rmtree(target)
    return dict(importSeconds=seconds, importPeakBytes=peak, searches=results)


PARTS = {"import": imports, "all-pairs": all_pairs, "large": large}


def run(options, folder, machine):
    path = os.path.join(options.out, "engine.json")
    known = json.load(open(path)) if os.path.exists(path) else {}
    for name, part in PARTS.items():
        if options.only and name not in options.only:
            continue
        known[name] = dict(machine=machine, result=part(options, folder))
        with open(path, "w") as file:
            json.dump(known, file, indent=1)
    write(options.out, known)


def middle(values):
    return sorted(values)[len(values) // 2]


def write(folder, known):
    machine = next(iter(known.values()))["machine"]
    lines = ["# The engine by itself", "", f"{machine['processor']}, {machine['cores']} cores, "
             f"{machine['threads']} threads; {machine['date']}.", "",
             "Limits first: one machine, synthetic templates, few runs. Times of the disk vary by a factor of two",
             "between runs; the copy and the import are therefore run in turn.", ""]
    if "import" in known:
        lines += ["## Import of a .npy file, beside `cp` and fsync of it", "",
                  "| templates | cp + fsync, s | import, s | ratio of medians | peak MB |", "| --- | --- | --- | --- | --- |"]
        for r in known["import"]["result"]:
            c, t = middle(r["copySeconds"]), middle(r["importSeconds"])
            lines.append(f"| {r['rows']:,} × {r['dimension']} | {', '.join(f'{s:.2f}' for s in r['copySeconds'])} | "
                         f"{', '.join(f'{s:.2f}' for s in r['importSeconds'])} | {t / c:.2f} | {r['peakBytes'] / 1e6:,.0f} |")
        lines.append("")
    if "all-pairs" in known:
        lines += ["## All pairs, every pair of the tail (FMR 1e-4) found and scored exactly", "",
                  "| gallery | pairs | in the tail | s | G comparisons/s | share of the int8 peak | exact |",
                  "| --- | --- | --- | --- | --- | --- | --- |"]
        for r in known["all-pairs"]["result"]:
            lines.append(f"| {r['gallerySize']:,} × {r['dimension']}, {r['metric']}, {r['spectrum']} | {r['pairs']:,} | "
                         f"{r['pairsAtThreshold']:,} | {r['seconds']:.2f} | {r['comparisonsPerSecond'] / 1e9:.2f} | "
                         f"{r.get('shareOfPeak', 0):.1%} | {'yes' if r['exact'] else 'NO'} |")
        lines.append("")
    if "large" in known:
        r = known["large"]["result"]
        lines += ["## 10,000,000 × 128, cosine, random, top 10", "",
                  f"Import: {r['importSeconds']:.1f} s, {r['importPeakBytes'] / 1e6:,.0f} MB resident at most.",
                  "Resident is what the whole `search` command held at most, mapped pages of the gallery included.", "",
                  "| probes | ms | M comparisons/s | resident GB at most | exact |", "| --- | --- | --- | --- | --- |"]
        for s in r["searches"]:
            lines.append(f"| {s['probes']} | {s['seconds'] * 1e3:.1f} | {s['comparisonsPerSecond'] / 1e6:,.0f} | "
                         f"{s['commandPeakBytes'] / 1e9:.2f} | {'yes' if s['exact'] else 'NO'} |")
        lines.append("")
    with open(os.path.join(folder, "engine.md"), "w") as file:
        file.write("\n".join(lines))
