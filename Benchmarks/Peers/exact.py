"""Holds imports and searches against an exhaustive scan in double precision, written here in numpy.

Every row of every probe is compared, for all metrics and file formats, with duplicates, near ties,
opposite and scaled copies among the templates. Called by run.py (--check).
"""

import csv
import os
import subprocess
import sys

import numpy as np

LANES = 16


def lanes(terms):
    """Sums along the last axis as the engine defines it: 16 lanes, halved 8, 4, 2, 1."""
    pad = -terms.shape[-1] % LANES
    terms = np.concatenate([terms, np.zeros(terms.shape[:-1] + (pad,))], axis=-1)
    sums = np.zeros(terms.shape[:-1] + (LANES,))
    for start in range(0, terms.shape[-1], LANES):
        sums += terms[..., start : start + LANES]
    width = LANES // 2
    while width:
        sums = sums[..., :width] + sums[..., width : 2 * width]
        width //= 2
    return sums[..., 0]


def scores(metric, x, q):
    x, q = x.astype(np.float64), q.astype(np.float64)
    if metric == "euclidean":
        difference = x - q
        return np.sqrt(lanes(difference * difference)).astype(np.float32)
    sums = lanes(x * q)
    if metric == "cosine":
        sums = sums * ((1 / np.sqrt(lanes(x * x))) * (1 / np.sqrt(lanes(q * q))))
    return sums.astype(np.float32)


def material(dimension, generator):
    """Templates of whom many are copies of others, or nearly so."""
    x = generator.standard_normal((6000, dimension)).astype(np.float32)
    x[1000:2000] = x[:1000]  # duplicates
    x[2000:3000] = np.nextafter(x[:1000], np.float32(9))  # a last bit away
    x[3000:3300] = -x[:300]
    x[3300:3600] = 2 * x[:300]  # ties under cosine
    x[3600:3700] *= np.float32(1e4)
    x[3700:3710, 1:] = 0
    x[4000:6000] = x[7] + np.float32(1e-4) * x[4000:6000]  # two thousand near ties of one template
    q = np.concatenate([x[:20], x[4000:4010], generator.standard_normal((10, dimension)).astype(np.float32)])
    return x, q


def save(folder, kind, name, array):
    path = os.path.join(folder, f"{name}.{'npy' if kind.startswith('npy') else kind}")
    if kind == "npy":
        np.save(path, array)
    elif kind == "npy-fortran-big-endian-float64":
        np.save(path, np.asfortranarray(array.astype(">f8")))
    elif kind == "fvecs":
        rows = np.empty((len(array), array.shape[1] + 1), np.int32)
        rows[:, 0] = array.shape[1]
        rows[:, 1:] = array.view(np.int32)
        rows.tofile(path)
    else:
        with open(path, "w") as file:
            file.write(",".join(f"t{i}" for i in range(array.shape[1])) + "\n")
            for row in array:
                file.write(",".join(np.format_float_scientific(v, unique=True) for v in row) + "\n")
    return path


def run(options, folder):
    generator = np.random.default_rng(11)
    for dimension in (128, 77):
        x, q = material(dimension, generator)
        for metric in ("cosine", "inner-product", "euclidean"):
            sign = 1 if metric == "euclidean" else -1
            expected = []
            for probe in q:
                found = scores(metric, x, probe)
                order = np.lexsort((np.arange(len(x)), sign * found))
                expected.append([(int(row), found[row]) for row in order])
            for kind in ("npy", "npy-fortran-big-endian-float64", "fvecs", "csv"):
                templates, probes = save(folder, kind, "x", x), save(folder, kind, "q", q)
                gallery, out = os.path.join(folder, "check"), os.path.join(folder, "check.csv")
                subprocess.run([options.engine, "gallery", "import", templates, "--metric", metric, "--to", gallery,
                                "--origin", "simulated", "--quiet", "--force"], check=True, stderr=subprocess.DEVNULL)
                for top in (1, 10, len(x)):
                    subprocess.run([options.engine, "search", gallery, "--probes", probes, "--top", str(top), "--to", out,
                                    "--quiet", "--force"], check=True, stderr=subprocess.DEVNULL)
                    with open(out) as file:
                        lines = list(csv.DictReader(file))
                    if len(lines) != top * len(q):
                        sys.exit(f"peers: {len(lines)} lines where {top * len(q)} belong")
                    for number, line in enumerate(lines):
                        row, score = expected[number // top][number % top]
                        place = (int(line["probe"]), int(line["rank"]), int(line["row"]), np.float32(line["score"]))
                        if place != (number // top, number % top + 1, row, score):
                            sys.exit(f"peers: {metric}, {kind}, top {top}: {line} where {(row, score)} belongs")
            print(f"peers: {dimension} dimensions, {metric}: every row of {len(q)} probes as numpy orders it, from 4 formats")
