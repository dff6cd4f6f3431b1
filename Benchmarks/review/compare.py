"""Times aggregation beside crowd-kit on the same answers and compares the objectives reached.

"ours" is the fit with labels, posteriors and intervals on answers in memory, as crowd-kit's `fit` is;
"process" is all of ours: start, reading the CSV, fitting, writing all of the JSON.
Objectives are computed here, by one function for both sides, from the parameters each ended with:
DS: observed-data log-likelihood; GLAD: the same plus N(1, 1) log-priors; MACE: variational bound.
For ours the objective is the one that it reports (tests hold it against sums over all labelings).
"""
import json
import os
import re
import resource
import subprocess
import sys
import time

import numpy as np
import pandas as pd
from crowdkit.aggregation import GLAD, MACE, DawidSkene
from scipy.special import digamma, gammaln, logsumexp

BINARY, WORK, SHARED = sys.argv[1], sys.argv[2], sys.argv[3]
METHODS = os.environ.get("METHODS", "dawid-skene glad mace").split()


def synthetic(path, labels, tasks, workers, seed):
    """A binary crowd with one accuracy a worker, `labels / tasks` answers a task."""
    if os.path.exists(path):
        return
    random = np.random.default_rng(seed)
    skill = random.uniform(0.55, 0.95, workers)
    truth = random.random(tasks) < 0.4
    task = np.repeat(np.arange(tasks), labels // tasks)
    worker = random.integers(0, workers, len(task))
    right = random.random(len(task)) < skill[worker]
    label = np.where(right, truth[task], ~truth[task]).astype(int)
    pd.DataFrame({"task": task, "worker": worker, "label": label}).to_csv(path, index=False)


def ours(path, method):
    out = os.path.join(WORK, "ours.json")
    start = time.perf_counter()
    with open(out, "wb") as handle:
        run = subprocess.run(
            [BINARY, "review", "aggregate", path, "--method", method, "--seed", "1", "--format", "json"],
            stdout=handle, stderr=subprocess.PIPE, check=True)
    whole = time.perf_counter() - start
    fit = float(re.search(rb"aggregated in ([0-9.]+) s", run.stderr).group(1))
    with open(out, "rb") as handle:
        result = json.load(handle)
    return fit, result.get("objective", result["logLikelihood"]), whole


def codes(frame):
    task, tasks = pd.factorize(frame.task)
    worker, workers = pd.factorize(frame.worker)
    label, labels = pd.factorize(frame.label, sort=True)
    return task, worker, label, tasks, workers, labels


def theirs(frame, method):
    task, worker, label, tasks, workers, labels = codes(frame)
    k = len(labels)
    copy = frame.copy()
    model = {"dawid-skene": DawidSkene, "glad": GLAD, "mace": MACE}[method]()
    start = time.perf_counter()
    model.fit(copy)
    seconds = time.perf_counter() - start
    if method == "dawid-skene":
        errors = np.zeros((len(workers), k, k))
        for (name, given), row in model.errors_.iterrows():
            errors[workers.get_loc(name), labels.get_loc(given)] = row.reindex(labels).fillna(0).values
        with np.errstate(divide="ignore"):
            factor = np.log(errors)[worker, label]
            start_row = np.log(model.priors_.reindex(labels).fillna(0).values)
        rows = np.tile(start_row, (len(tasks), 1))
        np.add.at(rows, task, factor)
        objective = logsumexp(rows, axis=1).sum()
    elif method == "glad":
        alpha = model.alphas_.reindex(workers).values
        beta = model.betas_.reindex(tasks).values
        logit = alpha[worker] * np.exp(beta[task])
        rows = np.zeros((len(tasks), k))
        np.add.at(rows, (task, label), logit + np.log(k - 1))
        base = np.bincount(task, -np.logaddexp(0, logit) - np.log(k - 1), len(tasks)) - np.log(k)
        prior = sum(-0.5 * np.log(2 * np.pi) * len(x) - 0.5 * ((x - 1) ** 2).sum() for x in (alpha, beta))
        objective = (base + logsumexp(rows, axis=1)).sum() + prior
    else:
        guess, know = model.spamming_[:, 0], model.spamming_[:, 1]
        xi = model.thetas_  # rows in the order of crowd-kit's workers, columns of its labels
        names = pd.factorize(frame.worker)[1]
        w = names.get_indexer(frame.worker)
        column = pd.factorize(frame.label)[0]
        objective = -np.inf
        for order in (column, label):
            objective = max(objective, bound(task, w, order, len(tasks), guess, know, xi, k))
    return seconds, objective


def bound(task, worker, label, tasks, guess, know, xi, k):
    """MACE's variational bound after one more update of q from the parameters given."""
    def expectation(guess, know, xi):
        g = guess[worker] * xi[worker, label]
        rows = np.full((tasks, k), -np.log(k))
        for c in range(k):
            np.add.at(rows[:, c], task, np.log(g + know[worker] * (label == c)))
        evidence = logsumexp(rows, axis=1)
        return evidence.sum(), np.exp(rows - evidence[:, None]), g
    _, posterior, g = expectation(guess, know, xi)
    knew = posterior[task, label] * know[worker] / (g + know[worker])
    count_know = np.bincount(worker, knew, len(guess))
    counts = np.zeros((len(guess), k))
    np.add.at(counts, (worker, label), 1 - knew)
    a, b = counts.sum(1) + 0.5, count_know + 0.5
    log_guess, log_know = digamma(a) - digamma(a + b), digamma(b) - digamma(a + b)
    alpha = counts + 10
    log_xi = digamma(alpha) - digamma(alpha.sum(1))[:, None]
    kl = (gammaln(a + b) - gammaln(a) - gammaln(b) - (gammaln(1.0) - 2 * gammaln(0.5))
          + (a - 0.5) * log_guess + (b - 0.5) * log_know).sum()
    kl += (gammaln(alpha.sum(1)) - gammaln(alpha).sum(1) - (gammaln(10.0 * k) - k * gammaln(10.0))
           + ((alpha - 10) * log_xi).sum(1)).sum()
    value, _, _ = expectation(np.exp(log_guess), np.exp(log_know), np.exp(log_xi))
    return value - kl


def main():
    sets = []
    if SHARED:
        rte = os.path.join(WORK, "rte.csv")
        frame = pd.read_csv(os.path.join(SHARED, "rte_crowd.txt"), sep="\t", header=None)
        frame.columns = ["task", "worker", "label"]
        frame.to_csv(rte, index=False)
    else:
        rte = os.path.join(WORK, "rte-like.csv")
        synthetic(rte, 8_000, 800, 164, 1)
    sets.append(("RTE" if SHARED else "RTE-like", rte))
    size = int(os.environ.get("LABELS", "500000"))
    if size:
        path = os.path.join(WORK, f"synthetic-{size}.csv")
        synthetic(path, size, size // 10, 2_000, 2)
        sets.append((f"{size:,} synthetic", path))
    print(f"{'answers':>20} {'method':>12} {'crowd-kit s':>12} {'ours s':>9} {'process s':>9} {'times':>7} "
          f"{'crowd-kit objective':>20} {'ours':>16}  better or equal")
    for name, path in sets:
        frame = pd.read_csv(path, dtype=str)
        for method in METHODS:
            best = min((ours(path, method) for _ in range(3)), key=lambda r: r[0])
            seconds, objective = theirs(frame, method)
            fine = best[1] >= objective - 1e-6 * abs(objective)
            print(f"{name:>20} {method:>12} {seconds:12.3f} {best[0]:9.4f} {best[2]:9.3f} {seconds / best[0]:7.1f} "
                  f"{objective:20.4f} {best[1]:16.4f}  {'yes' if fine else 'NO'}", flush=True)
    if os.environ.get("HUGE"):
        path = os.path.join(WORK, "synthetic-10000000.csv")
        synthetic(path, 10_000_000, 1_000_000, 20_000, 3)
        out = os.path.join(WORK, "huge.json")
        start = time.perf_counter()
        with open(out, "wb") as handle:
            subprocess.run([BINARY, "review", "aggregate", path, "--method", "dawid-skene"],
                           stdout=handle, stderr=subprocess.DEVNULL, check=True)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
        print(f"10 million labels, dawid-skene to convergence, reading included: "
              f"{time.perf_counter() - start:.1f} s, at most {peak:.2f} GiB")


main()
