"""The table and the plots of a run."""

import os
import subprocess
import tempfile

EXACT = 0.9999
# Eight bits without a certificate: a perfect recall in one run is luck.
INEXACT = {"faiss-sq8"}


def median(values):
    return sorted(values)[len(values) // 2]


def exact_peers(result):
    """Peers that found what a full scan finds (ties in float32 sums may differ in a row or two)."""
    return {n: p for n, p in result["peers"].items()
            if n not in INEXACT and "failed" not in p and p["recall"] >= EXACT}


def write(folder, machine, results):
    lines = ["# The engine beside its peers", "",
             f"{machine['processor']}, {machine['cores']} cores, {machine['threads']} threads; {machine['date']};",
             ", ".join(f"{name} {version}" for name, version in machine["versions"].items()) + ".", "",
             "Limits first: one machine, synthetic templates, medians of a few runs. Every process was run in",
             "turn on the same arrays; the engine is timed before and after each peer and its median taken.",
             "\"Best core\" is OPENBLAS_CORETYPE=SkylakeX. Recall is against the engine's answer, of which each",
             "run holds a sample against a full scan in double precision; peers that sum in float32 may order",
             "near ties otherwise. `faiss-sq8` is not exact and is left out of the ratios.", ""]
    for result in results:
        case = result["case"]
        seconds = median([run["seconds"] for run in result["engine"]])
        best = [run for run in result["engine"] if run["seconds"] == seconds][0]
        pairs = case["rows"] * case["probes"]
        lines += [f"## {case['rows']:,} × {case['dimension']}, {case['metric']}, {case['spectrum']}, "
                  f"{case['probes']} probe{'s' if case['probes'] > 1 else ''}, top {case['top']}", "",
                  "| what | ms | M comparisons/s | peer / engine | recall | peak MB |",
                  "| --- | --- | --- | --- | --- | --- |",
                  f"| **engine** | {seconds * 1e3:.2f} | {pairs / seconds / 1e6:,.0f} | | exact: "
                  f"{'yes' if all(run['exact'] for run in result['engine']) else 'NO'} | |"]
        for name, peer in result["peers"].items():
            if "failed" in peer:
                lines.append(f"| {name} | failed: {peer['failed']} | | | | |")
                continue
            lines.append(f"| {name} | {peer['seconds'] * 1e3:.2f} | {pairs / peer['seconds'] / 1e6:,.0f} | "
                         f"{peer['seconds'] / seconds:.2f} × | {peer['recall']:.5f} | {peer['peakBytes'] / 1e6:,.0f} |")
        exact = exact_peers(result)
        if exact:
            fastest = min(exact, key=lambda name: exact[name]["seconds"])
            lines += ["", f"Fastest exact peer: {fastest}; the engine takes 1/{exact[fastest]['seconds'] / seconds:.2f} "
                      "of its time."]
        share = best.get("shareOfPeak")
        if share:
            lines.append(f"Share of the measured int8 peak, at one multiplication a dimension and comparison "
                         f"({best['peaks']['int8PerSecond'] / 1e9:,.0f} G multiply-adds/s): {share:.1%}; of the memory "
                         f"bandwidth ({best['peaks']['memoryBytesPerSecond'] / 1e9:.1f} GB/s): "
                         f"{best['shareOfMemoryBandwidth']:.1%}.")
        if "avx2" in result:
            other = result["avx2"]["seconds"]
            ratios = [f"{result['peers'][n]['seconds'] / other:.2f} × {n}" for n in ("faiss-flat",)
                      if "seconds" in result["peers"].get(n, {})]
            lines.append(f"At the AVX2 level: {other * 1e3:.1f} ms ({', '.join(ratios)}).")
        lines.append("")
    with open(os.path.join(folder, "peers.md"), "w") as file:
        file.write("\n".join(lines))
    plots(folder, results)


def plots(folder, results):
    """How time grows with the gallery, on log-log axes, as SVG through gnuplot."""
    for spectrum in ("random", "face"):
        growth = [r for r in results if r["case"].get("growth") and r["case"]["spectrum"] == spectrum]
        if not growth:
            continue
        curves = {"engine": [(r["case"]["rows"], median([e["seconds"] for e in r["engine"]])) for r in growth]}
        for result in growth:
            for name, peer in result["peers"].items():
                if "seconds" in peer:
                    curves.setdefault(name, []).append((result["case"]["rows"], peer["seconds"]))
        case = growth[0]["case"]
        with tempfile.NamedTemporaryFile("w", suffix=".gp") as script:
            script.write("set terminal svg size 720,480 font 'sans,13'\nset logscale xy\nset key left top\nset grid\n"
                         "set xlabel 'templates in the gallery'\nset ylabel 'seconds'\nset format x '10^{%L}'\n"
                         f"set title '{case['probes']} probes, d = {case['dimension']}, {case['metric']}, {spectrum}'\n"
                         f"set output '{os.path.join(folder, f'growth-{spectrum}.svg')}'\n")
            for index, points in enumerate(curves.values()):
                script.write(f"$c{index} << E\n" + "\n".join(f"{n} {s}" for n, s in points) + "\nE\n")
            script.write("plot " + ", ".join(
                f"$c{index} with linespoints lw 2 title '{name}'" for index, name in enumerate(curves)) + "\n")
            script.flush()
            try:
                subprocess.run(["gnuplot", script.name], check=True)
            except (OSError, subprocess.CalledProcessError):
                print("peers: no plot: gnuplot is missing or failed (apt-get install gnuplot-nox)")
