"""Runs the engine and its peers in turn and writes table, plots and raw figures. See ../peers."""

import argparse
import datetime
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile

import numpy as np

import alone
import exact
import material
import report

HERE = os.path.dirname(os.path.abspath(__file__))
# A peer, and what must be in its environment: each as installed, and at its best setting here. The
# BLAS core type matters on processors newer than the BLAS.
PEERS = {
    "faiss-flat": {},
    "faiss-flat, best core": {"OPENBLAS_CORETYPE": "SkylakeX"},
    "numpy": {},
    "numpy, best core": {"OPENBLAS_CORETYPE": "SkylakeX"},
    "usearch-exact": {},
    "scann-brute": {},
    "hnswlib-brute": {},
}
APPROXIMATE = {"faiss-sq8": {}}


def engine(options, gallery, probes, case, repeats, level=None):
    command = [options.engine, "bench", "search", "--gallery", gallery, "--probes-file", probes]
    command += ["--top", str(case["top"]), "--threads", str(options.threads), "--repeats", str(repeats)]
    command += ["--checks", "2", "--format", "json", "--quiet"]
    if level:
        command += ["--simd", level]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def peer(options, name, environment, case, templates, probes, repeats, answer):
    command = [sys.executable, os.path.join(HERE, "peer.py"), name.split(",")[0]]
    command += ["euclidean" if case["metric"] == "euclidean" else "inner-product"]
    command += [templates, probes, str(case["top"]), str(options.threads), str(repeats), answer]
    try:
        done = subprocess.run(
            command, env={**os.environ, **environment}, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=options.timeout, text=True,
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"more than {options.timeout} s"}
    if done.returncode != 0:
        return {"failed": (done.stderr.strip().splitlines() or ["no message"])[-1]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def truth(options, gallery, probes, case, folder):
    """The engine's own answer, whose agreement with a full scan each timed run checks again."""
    path = os.path.join(folder, "truth.csv")
    subprocess.run(
        [options.engine, "search", gallery, "--probes", probes, "--top", str(case["top"]), "--to", path,
         "--threads", str(options.threads), "--force", "--quiet"],
        check=True, stderr=subprocess.DEVNULL,
    )
    rows = np.loadtxt(path, delimiter=",", skiprows=1, usecols=(2,), dtype=np.int64)
    return rows.reshape(-1, case["top"])


def recall(found, expected):
    return float(np.mean([len(set(a) & set(b)) / len(b) for a, b in zip(found, expected)]))


def cases(quick):
    n = 20_000 if quick else 1_000_000
    list = []
    for d, spectrum, metric in [(512, "random", "cosine"), (128, "random", "cosine"), (128, "face", "euclidean")]:
        for q in (1, 16, 64 if quick else 1024):
            list.append(dict(rows=n, dimension=d, spectrum=spectrum, metric=metric, probes=q, top=10))
    growth = [2_000, 20_000] if quick else [10_000, 100_000, 1_000_000]
    for d, spectrum, metric in [(128, "random", "cosine"), (128, "face", "euclidean")]:
        for size in growth:
            list.append(dict(rows=size, dimension=d, spectrum=spectrum, metric=metric, probes=256, top=10, growth=True))
    return list


def name_of(case):
    return "-".join(str(case[key]) for key in ("spectrum", "dimension", "rows", "metric", "probes"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", required=True)
    parser.add_argument("--out", default=os.path.join(HERE, "..", "Results"))
    parser.add_argument("--work", help="a folder for arrays and galleries, kept")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=int, default=300)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", metavar="CASE",
                        help="run this case only and put it into the results that are there; repeatable")
    parser.add_argument("--list", action="store_true", help="name the cases and end")
    parser.add_argument("--alone", action="store_true", help="what the engine is measured on by itself, without peers")
    parser.add_argument("--check", action="store_true", help="hold searches against numpy, row by row")
    options = parser.parse_args()
    if options.list:
        print("\n".join([name_of(case) for case in cases(options.quick)] + ["--alone: " + part for part in alone.PARTS]))
        return
    os.makedirs(options.out, exist_ok=True)
    results_path = os.path.join(options.out, "peers.json")
    known = []
    if options.only and os.path.exists(results_path) and not options.alone:
        with open(results_path) as file:
            known = json.load(file)["results"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.work or temporary
        os.makedirs(folder, exist_ok=True)
        if options.check:
            return exact.run(options, folder)
        if options.alone:
            return alone.run(options, folder, machine_of(options))
        results = []
        for case in cases(options.quick):
            if options.only and name_of(case) not in options.only:
                results += [result for result in known if result["case"] == case]
                continue
            key = f"{case['spectrum']}-{case['dimension']}-{case['rows']}"
            templates = material.make(folder, key, case["rows"], case["dimension"], case["spectrum"], 1)
            probes = material.make(
                folder, f"{key}-probes-{case['probes']}", case["probes"], case["dimension"], case["spectrum"], 2)
            gallery = os.path.join(folder, f"{key}-{case['metric']}")
            if not os.path.exists(gallery):
                subprocess.run(
                    [options.engine, "gallery", "import", templates, "--metric", case["metric"], "--to", gallery,
                     "--origin", "simulated", "--quiet"], check=True, stderr=subprocess.DEVNULL)
            expected = truth(options, gallery, probes, case, folder)
            repeats = options.repeats if case["probes"] > 16 else 3 * options.repeats
            result = dict(case=case, engine=[], peers={})
            # The engine before, between and after the peers: what else the machine does shows.
            result["engine"].append(engine(options, gallery, probes, case, repeats))
            runs = dict(PEERS) if not case.get("growth") else {
                name: PEERS[name] for name in ("faiss-flat", "faiss-flat, best core", "scann-brute")}
            if case["probes"] <= 16 and not case.get("growth"):
                runs.update(APPROXIMATE)
            for name, environment in runs.items():
                answer = os.path.join(folder, "answer.npy")
                one = peer(options, name, environment, case, templates, probes, repeats, answer)
                if "failed" not in one:
                    one["recall"] = recall(np.load(answer), expected)
                result["peers"][name] = one
                result["engine"].append(engine(options, gallery, probes, case, repeats))
                print(f"peers: {key} Q={case['probes']} {name}: "
                      f"{one.get('failed') or round(one['seconds'] * 1e3, 2)}"
                      f" ms, engine {round(result['engine'][-1]['seconds'] * 1e3, 2)} ms", file=sys.stderr)
            if case["dimension"] == 512 and case["probes"] > 16:
                try:
                    result["avx2"] = engine(options, gallery, probes, case, 1, "avx2")
                except subprocess.CalledProcessError:
                    pass
            result["date"] = datetime.date.today().isoformat()
            results.append(result)
        machine = machine_of(options)
        with open(results_path, "w") as file:
            json.dump(dict(machine=machine, results=results), file, indent=1)
        report.write(options.out, machine, results)


def machine_of(options):
    versions = {p: importlib.metadata.version(p) for p in ("faiss-cpu", "usearch", "scann", "hnswlib", "numpy")}
    return dict(processor=processor(), cores=os.cpu_count(), system=platform.platform(), versions=versions,
                date=datetime.date.today().isoformat(), threads=options.threads)


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            fields = dict(line.split(":", 1) for line in file.read().split("\n\n")[0].splitlines() if ":" in line)
        fields = {key.strip(): value.strip() for key, value in fields.items()}
        return f"{fields['model name']}, family {fields['cpu family']} model {fields['model']}"
    except (OSError, KeyError):
        return platform.processor()


if __name__ == "__main__":
    main()
