"""Times aggregation beside crowd-kit on the same answers and compares the objectives reached.

"ours" is the fit with labels, posteriors and intervals on answers in memory, as crowd-kit's `fit` is;
"process" is all of ours: start, reading the CSV, fitting, writing all of the JSON.
Objectives are computed here, by one function for both sides, from the parameters each ended with:
DS: observed-data log-likelihood; GLAD: the same plus N(1, 1) log-priors; MACE: variational bound.
For ours the objective is the one that it reports (tests hold it against sums over all labelings).
Posteriors are compared task by task: the largest difference, and how many tasks get another label.
Results of all runs gather in Benchmarks/Results/review.json, each row with the run it is from; the
table beside it is made anew.
"""
import json
import multiprocessing
import os
import platform
import re
import statistics
import subprocess
import sys
import time

import numpy as np
import pandas as pd
from crowdkit.aggregation import GLAD, MACE, DawidSkene
from scipy.special import digamma, gammaln, logsumexp

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from resources import resources

BINARY, WORK, SHARED, RESULTS = sys.argv[1:5]
METHODS = os.environ.get("METHODS", "dawid-skene glad mace").split()
TIMEOUT = float(os.environ.get("TIMEOUT", "170"))
OURS = 5


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
    posteriors = pd.DataFrame(
        [item["posteriors"] for item in result["labels"]], columns=result["classes"],
        index=[item["task"] for item in result["labels"]])
    objective = result.get("objective")
    return fit, result["logLikelihood"] if objective is None else objective, whole, posteriors


def limited(frame, method):
    """crowd-kit in a process of its own, ended after TIMEOUT seconds; None where it was not done."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=lambda: sender.send(theirs(frame, method)))
    process.start()
    result = receiver.recv() if receiver.poll(TIMEOUT + 5) else None
    process.kill()
    process.join()
    return result


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
    return seconds, objective, model.probas_


def difference(mine, others):
    """The largest difference of two posteriors, and how many tasks have another most likely label."""
    others = others.reindex(index=mine.index, columns=mine.columns).fillna(0)
    return {"largestDifference": float((mine - others).abs().to_numpy().max()),
            "otherLabels": int((mine.idxmax(axis=1) != others.idxmax(axis=1)).sum()), "tasks": len(mine)}


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


def measure(name, path):
    frame = pd.read_csv(path, dtype=str)
    rows = []
    for method in METHODS:
        at = {"at": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()), "load": round(os.getloadavg()[0], 1)}
        runs = [ours(path, method) for _ in range(OURS)]
        fit = statistics.median(run[0] for run in runs)
        row = {
            "answers": name, "count": len(frame), "tasks": frame.task.nunique(),
            "workers": frame.worker.nunique(), "method": method,
            "oursSeconds": fit, "oursRuns": [run[0] for run in runs],
            "processSeconds": statistics.median(run[2] for run in runs), "oursObjective": runs[0][1],
            "run": at,
        }
        first = limited(frame, method)
        if first is None:
            row.update(theirsSeconds=None, theirsRuns=[], theirsObjective=None, limit=TIMEOUT)
        else:
            others = [limited(frame, method) for _ in range(2)] if first[0] < 15 else []
            seconds = [first[0]] + [run[0] for run in others if run]
            row.update(theirsSeconds=statistics.median(seconds), theirsRuns=seconds,
                       theirsObjective=max([first[1]] + [run[1] for run in others if run]),
                       posteriors=difference(runs[0][3], first[2]))
        rows.append(row)
        print(json.dumps(row), flush=True)
    return rows


def huge():
    """Ten million answers through the whole program; time and peak memory of that process alone."""
    path = os.path.join(WORK, "synthetic-10000000.csv")
    synthetic(path, 10_000_000, 1_000_000, 20_000, 3)
    seconds, peak, said, notes = resources([BINARY, "review", "aggregate", path, "--method", "dawid-skene"])
    return {"answers": 10_000_000, "tasks": 1_000_000, "workers": 20_000, "method": "dawid-skene",
            "processSeconds": seconds, "fitSeconds": float(re.search(rb"aggregated in ([0-9.]+) s", notes).group(1)),
            "peakGiB": peak / 1024,
            "converged": re.search(rb"^(Converged after \d+ iterations)", said, re.M).group(1).decode(),
            "run": {"at": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()), "load": round(os.getloadavg()[0], 1)}}


def decisions():
    run = subprocess.run([BINARY, "bench", "review", "--format", "json"], capture_output=True, check=True)
    return json.loads(run.stdout)


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    from importlib.metadata import version
    return {
        "processor": model, "cores": os.cpu_count(),
        "lookalike": subprocess.run([BINARY, "--version"], capture_output=True, text=True).stdout.split("\n")[0],
        "python": platform.python_version(),
        **{name: version(name) for name in ["crowd-kit", "numpy", "pandas", "scikit-learn", "scipy"]},
    }


def table(results):
    lines = [
        "# Aggregation beside crowd-kit", "",
        "Made by `Benchmarks/review/run`; the numbers stand in `review.json`. " + ", ".join(
            f"{key} {value}" for key, value in results["machine"].items()) + ".", "",
        f"Ours: medians of {OURS} runs on all cores, the fit with labels, posteriors and intervals. crowd-kit: its `fit` on a "
        "frame in memory, the median of 3 runs where one takes less than 15 s, else one run. Objectives are computed "
        "by one function for both: log-likelihood (Dawid-Skene), penalised log-likelihood (GLAD), variational "
        "bound (MACE); higher is better. A posterior differs where the two stopped at different points: the column "
        "shows the largest difference of any task and label, and how many tasks get another label by it.", "",
        "Each row is of the run named in its last column; runs with a load (of other programs, at the start) well "
        "above 0 were disturbed, and both sides of such a row took longer than they need.", "",
        "| answers | method | crowd-kit | ours | times | crowd-kit objective | our objective | same or better | "
        "posteriors | run (load) |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |",
    ]
    for row in results["rows"]:
        known = row["theirsSeconds"]
        theirs_text = f"{known:.2f} s" if known else f"not finished after {row['limit']:.0f} s"
        differ = row.get("posteriors")
        differ = (f"{differ['largestDifference']:.2g}, {differ['otherLabels']} of {differ['tasks']}" if differ else "")
        run = row.get("run", {"at": "before runs were noted", "load": "not known"})
        times = f"{known / row['oursSeconds']:.1f}" if known else f"over {row['limit'] / row['oursSeconds']:.1f}"
        better = "" if row["theirsObjective"] is None else (
            "yes" if row["oursObjective"] >= row["theirsObjective"] - 1e-6 * abs(row["theirsObjective"]) else "NO")
        objective = "not reached" if row["theirsObjective"] is None else f"{row['theirsObjective']:.4f}"
        lines.append(f"| {row['answers']} | {row['method']} | {theirs_text} | {row['oursSeconds']:.4f} s | {times} | "
                     f"{objective} | {row['oursObjective']:.4f} | {better} | {differ} | {run['at']} ({run['load']}) |")
    if "huge" in results:
        row = results["huge"]
        lines += ["", f"Ten million answers, one million tasks, 20,000 workers, Dawid-Skene ({row['converged'].lower()}): "
                  f"{row['fitSeconds']:.1f} s for the fit, {row['processSeconds']:.1f} s with reading the CSV and printing, "
                  f"at most {row['peakGiB']:.2f} GiB"
                  + (f" ({row['run']['at']}, load {row['run']['load']})." if "run" in row else ".")]
    if "decisions" in results:
        row = results["decisions"]
        lines += ["", f"Simulated decisions, every switch on, {row['threads']} threads: {row['decisionsPerSecond'] / 1e6:.2f} "
                  f"million a second (median of {len(row['allSeconds'])} runs of {row['decisions']:,}), "
                  f"{row['decisionsPerProcessorSecond'] / 1e6:.2f} million a second of one processor's time."]
    return "\n".join(lines) + "\n"


def main():
    os.makedirs(RESULTS, exist_ok=True)
    target = os.path.join(RESULTS, "review.json")
    results = {"rows": []}
    if os.path.exists(target):
        results = json.load(open(target))
    results["machine"] = machine()
    rte = os.path.join(WORK, "rte.csv" if SHARED else "rte-like.csv")
    if SHARED:
        frame = pd.read_csv(os.path.join(SHARED, "rte_crowd.txt"), sep="\t", header=None)
        frame.columns = ["task", "worker", "label"]
        frame.to_csv(rte, index=False)
    else:
        synthetic(rte, 8_000, 800, 164, 1)
    sets = [("RTE" if SHARED else "RTE-like", rte)] if os.environ.get("RTE", "1") == "1" else []
    for size in [int(text) for text in os.environ.get("LABELS", "100000 500000").split()]:
        path = os.path.join(WORK, f"synthetic-{size}.csv")
        synthetic(path, size, size // 10, max(200, size // 250), 2)
        sets.append((f"{size:,} synthetic", path))
    for name, path in sets:
        for row in measure(name, path):
            results["rows"] = [old for old in results["rows"]
                               if (old["answers"], old["method"]) != (row["answers"], row["method"])] + [row]
    if os.environ.get("HUGE"):
        results["huge"] = huge()
        results["decisions"] = decisions()
    order = {"dawid-skene": 0, "glad": 1, "mace": 2}
    results["rows"].sort(key=lambda row: (row["count"], order[row["method"]]))
    with open(target, "w") as handle:
        json.dump(results, handle, indent=1)
        handle.write("\n")
    text = table(results)
    with open(os.path.join(RESULTS, "review.md"), "w") as handle:
        handle.write(text)
    print(text)


main()
