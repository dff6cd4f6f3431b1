"""Compares simulated templates with real ones, by figures that say how a face matcher errs.

A program of its own, in NumPy: it shares nothing with the simulator but the files.

    compare.py REAL SIMULATED [--halves N] [--split SEED] [--seed N]

REAL holds gallery.npy and gallery.csv (columns subject, shot), and for each condition probe_NAME.npy and
probe_NAME.csv (subject, shot: the shot of the gallery that was degraded); names may go on, as in
gallery_dlib128.npy. SIMULATED holds NAME_SEED.npy and .csv as `lookalike simulate population` writes
them, clean with two captures or more; see generate. Distances are Euclidean.

Each person counts once: pairs of one person share that person's weight, pairs of two people one weight.
Intervals are 95 % percentile bootstraps over people. Exit 3 where a figure leaves its bound.
"""

import argparse
import csv
import glob
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np

THRESHOLDS = (0.60, 0.55, 0.50, 0.45)
SIZES = (100, 300, 1000, 2300)
POINTS = (5, 50, 95)


def distances(a, b):
    squares = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * (a @ b.T)
    return np.sqrt(np.maximum(squares, 0))


def read(stem):
    """Templates, subjects and shots of one pair of files."""
    templates = np.load(stem + ".npy").astype(np.float64)
    with open(stem + ".csv", newline="") as file:
        rows = list(csv.DictReader(file))
    if len(rows) != len(templates):
        sys.exit(f"{stem}: {len(templates)} templates and {len(rows)} rows of subjects")
    shots = [int(row.get("shot", row.get("capture", 0))) for row in rows]
    return templates, np.array([row["subject"] for row in rows]), np.array(shots)


def find(folder, name):
    found = sorted(glob.glob(os.path.join(folder, name + "*.npy")))
    if not found:
        sys.exit(f"{folder}: there is no {name}*.npy")
    return found[0][:-4]


def read_numbers(folder, columns):
    """A column of the gallery, by the first of these names that it has; None without."""
    with open(find(folder, "gallery") + ".csv", newline="") as file:
        rows = list(csv.DictReader(file))
    for column in columns:
        if rows and column in rows[0]:
            return np.array([float(row[column]) for row in rows])
    return None


def halves(count, seed):
    """The people to fit on and those to check on, by index."""
    order = np.random.default_rng(seed).permutation(count)
    return np.sort(order[: count // 2]), np.sort(order[count // 2 :])


class People:
    """Templates by person, and degraded ones by condition."""

    def __init__(self, templates, subjects, shots, probes):
        self.names, self.of = np.unique(subjects, return_inverse=True)
        self.templates, self.shots = templates, shots
        first = {}
        for row in np.lexsort((shots, self.of)):
            first.setdefault(self.of[row], row)
        self.first = np.array([first[i] for i in range(len(self.names))])
        self.probes = probes
        self.isSimulated = False

    @classmethod
    def real(cls, folder):
        probes = {}
        for path in sorted(glob.glob(os.path.join(folder, "probe_*.npy"))):
            name = os.path.basename(path)[6:-4].split("_")[0]
            probes[name] = read(path[:-4])
        return cls(*read(find(folder, "gallery")), probes)

    @classmethod
    def simulated(cls, folder, seed):
        templates, subjects, shots = read(os.path.join(folder, f"clean_{seed}"))
        probes = {}
        for path in sorted(glob.glob(os.path.join(folder, f"*_{seed}.npy"))):
            name = os.path.basename(path).rsplit("_", 1)[0]
            if name != "clean":
                probes[name] = read(path[:-4])
        people = cls(templates, subjects, shots, probes)
        people.isSimulated = True
        return people

    def only(self, people):
        """The same for some of the people, by index."""
        keep = np.isin(self.of, people)
        chosen = set(self.names[people])
        probes = {}
        for name, (templates, subjects, shots) in self.probes.items():
            here = np.array([subject in chosen for subject in subjects], bool)
            probes[name] = (templates[here], subjects[here], shots[here])
        return People(
            self.templates[keep], self.names[self.of[keep]], self.shots[keep], probes)

    def strangers(self):
        """Pairs of people at or below 0.6: indices, distances, weights that sum to the rate."""
        counts = np.bincount(self.of)
        left, right, found, weights = [], [], [], []
        for start in range(0, len(self.templates), 1000):
            block = slice(start, start + 1000)
            near = distances(self.templates[block], self.templates[start:])
            i, j = np.nonzero(near <= THRESHOLDS[0])
            keep = (self.of[start + i] != self.of[start + j]) & (j > i)
            i, j = i[keep], j[keep]
            a, b = self.of[start + i], self.of[start + j]
            left.append(a), right.append(b), found.append(near[i, j])
            weights.append(1 / (counts[a] * counts[b]))
        return tuple(np.concatenate(x) for x in (left, right, found, weights))

    def rates(self, replicates, random):
        """False match rates by threshold, each with its interval."""
        left, right, near, weights = self.strangers()
        n = len(self.names)
        draws = random.multinomial(n, np.full(n, 1 / n), size=replicates).astype(np.float64)
        # A person drawn twice makes no pair with itself.
        pairs = (draws.sum(1) ** 2 - (draws**2).sum(1)) / 2
        result = []
        for threshold in THRESHOLDS:
            keep = near <= threshold
            a, b, w = left[keep], right[keep], weights[keep]
            rates = [(w * d[a] * d[b]).sum() / p for d, p in zip(draws, pairs)]
            interval = np.percentile(rates, [2.5, 97.5]) if replicates else (np.nan, np.nan)
            result.append((w.sum() / (n * (n - 1) / 2), *interval))
        return result

    def best(self, random, searches=20000):
        """Median best stranger and shares below 0.6 and 0.5 by people enrolled."""
        faces = self.templates[self.first]
        result = {}
        for size in SIZES:
            if size >= len(faces):
                continue
            values = []
            while sum(map(len, values)) < searches:
                order = random.permutation(len(faces))
                values.append(
                    distances(faces[order[size : size + 500]], faces[order[:size]]).min(1))
            values = np.concatenate(values)
            result[size] = (
                np.median(values), (values < 0.6).mean() * 100, (values < 0.5).mean() * 100)
        return result

    def mated_pairs(self):
        """Distances within a person, and weights that sum to 1 for each person."""
        values, weights = [], []
        order = np.argsort(self.of, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(self.of[order])) + 1):
            if len(rows) > 1:
                d = distances(self.templates[rows], self.templates[rows])
                d = d[np.triu_indices(len(rows), 1)]
                values.append(d), weights.append(np.full(len(d), 1 / len(d)))
        if not values:
            sys.exit("nobody has two templates")
        return np.concatenate(values), np.concatenate(weights)

    def mated(self):
        """5, 50 and 95 % points of distances within a person, each person weighted equally."""
        values, weights = self.mated_pairs()
        order = np.argsort(values)
        share = np.cumsum(weights[order]) / weights.sum() * 100
        return [values[order][np.searchsorted(share, p)] for p in POINTS]

    def degraded(self, name, random, gallery):
        """A condition's probes against the first clean shots of `gallery` people.

        Median mated distance, misses at 0.6 and searches that begin with the person, in %.
        """
        if name == "clean":
            # The shots that were degraded where there are such, else any other shot.
            if self.probes and not self.isSimulated:
                wanted = {key for _, subjects, shots in self.probes.values()
                          for key in zip(subjects, shots)}
                rows = [i for i in range(len(self.of))
                        if (self.names[self.of[i]], self.shots[i]) in wanted]
            else:
                rows = [i for i in range(len(self.of)) if self.first[self.of[i]] != i]
            templates, subjects = self.templates[rows], self.names[self.of[rows]]
        else:
            templates, subjects, _ = self.probes[name]
        known = np.searchsorted(self.names, subjects)
        faces = self.templates[self.first]
        found = distances(templates, faces)
        mated = found[np.arange(len(templates)), known].copy()
        found[np.arange(len(templates)), known] = np.inf
        first = []
        for _ in range(1 if gallery >= len(faces) else 10):
            if gallery >= len(faces):
                best = found.min(1)
                first.append((mated < best).mean() * 100)
            else:
                # The person and others, as many as are compared with.
                others = random.permutation(len(faces))[: gallery - 1]
                first.append((mated < found[:, others].min(1)).mean() * 100)
        return np.median(mated), (mated > 0.6).mean() * 100, np.mean(first), len(mated)


def within(real, simulated, factor, low, high):
    return (real / factor <= simulated <= real * factor) or (low <= simulated <= high)


def compare(real, simulated, random, replicates=1000, label="", out=print):
    """Prints figure by figure; gives how many leave their bound."""
    outside = []

    def line(name, left, right, holds, form="{:.3f}", note=""):
        mark = "" if holds else "  OUTSIDE"
        if not holds:
            outside.append(name)
        out(f"{name:34s} {form.format(left):>9s} {form.format(right):>9s}  {note}{mark}")

    out(f"{label}: {len(real.names)} real people, {len(simulated.names)} simulated")
    out(f"{'figure':34s} {'real':>9s} {'simulated':>9s}")
    a, b = real.rates(replicates, random), simulated.rates(0, random)
    for threshold, (rate, low, high), (drawn, _, _) in zip(THRESHOLDS, a, b):
        holds = within(rate, drawn, 1.5, low, high)
        line(f"FMR at {threshold:.2f}, %", rate * 100, drawn * 100, holds, "{:.4f}",
             f"{low * 100:.4f} to {high * 100:.4f}; x{drawn / max(rate, 1e-12):.2f}")
    a, b = real.best(random), simulated.best(random)
    for size in a:
        for what, x, y, limit in zip(
                ("median best stranger", "best below 0.6, %", "best below 0.5, %"),
                a[size], b[size], (0.01, 5, 5)):
            line(f"{what} of {size}", x, y, abs(x - y) <= limit, "{:.3f}" if limit < 1 else "{:.1f}")
    for point, x, y in zip(POINTS, real.mated(), simulated.mated()):
        line(f"mated distance, {point} % point", x, y, abs(x - y) <= 0.03)
    for name in ["clean"] + sorted(set(real.probes) & set(simulated.probes)):
        x = real.degraded(name, random, len(real.names))
        y = simulated.degraded(name, random, len(real.names))
        for what, p, q, limit in zip(
                ("median", "FNMR at 0.6, %", "rank 1, %"), x, y, (0.03, 5, 8)):
            line(f"{name}: {what}", p, q, abs(p - q) <= limit,
                 "{:.3f}" if limit < 1 else "{:.1f}", f"{x[3]} probes" if what == "median" else "")
    return outside


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("real")
    parser.add_argument("simulated")
    parser.add_argument("--halves", type=int, default=0, help="also against so many random halves")
    parser.add_argument(
        "--split", type=int, help="only against the people that fit.py --split did not see")
    parser.add_argument("--seed", type=int, default=1, help="of the bootstrap and the halves")
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    real = People.real(options.real)
    who = "everyone"
    if options.split is not None:
        real = real.only(halves(len(real.names), options.split)[1])
        who = "people not used for the fit"
    seeds = sorted(
        path.rsplit("_", 1)[1][:-4] for path in glob.glob(options.simulated + "/clean_*.npy"))
    if not seeds:
        sys.exit(f"{options.simulated}: there is no clean_SEED.npy")
    failed = 0
    for seed in seeds:
        simulated = People.simulated(options.simulated, seed)
        failed += len(compare(real, simulated, random, label=f"seed {seed}, {who}"))
        for half in range(options.halves):
            order = random.permutation(len(real.names))
            part = real.only(order[: len(order) // 2])
            outside = compare(
                part, simulated, random, label=f"half {half + 1}", out=lambda text: None)
            print(f"seed {seed}, half {half + 1}: {len(outside)} outside: {', '.join(outside)}")
            failed += len(outside)
    sys.exit(3 if failed else 0)


if __name__ == "__main__":
    main()
