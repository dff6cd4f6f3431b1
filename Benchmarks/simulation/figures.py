"""Draws the figures of the article FittedPopulation: real templates beside simulated ones.

    figures.py REAL SIMULATED FOLDER

The folders are those of compare.py; the first seed is drawn. Needs gnuplot. Only shares of pairs leave
this program, and no template.
"""

import os
import subprocess
import sys
import tempfile

from compare import SIZES, People, distances
import glob
import numpy as np

PLOT = """
set terminal svg size 640,400 font "sans,13" background "white"
set grid; set key top left
set output "{folder}/fit-strangers.svg"; set logscale y; set format y "10^{{%T}}"
set xlabel "distance"; set ylabel "share of strangers at or below"
plot "{data}/rates" u 1:2 w l lw 2 lc rgb "#0072b2" t "real people ({real:,})", \\
  "" u 1:3 w l lw 2 dt 2 lc rgb "#d55e00" t "simulated ({drawn:,})", \\
  "" u 1:4 w l lw 1.5 dt 3 lc rgb "#777777" t "one Gaussian"
set output "{folder}/fit-best.svg"; unset logscale y; set format y; set logscale x
set xlabel "people enrolled"; set ylabel "searches whose best stranger is below 0.5, %"
plot "{data}/best" u 1:2 w lp lw 2 pt 7 lc rgb "#0072b2" t "real people", \\
  "" u 1:3 w lp lw 2 dt 2 pt 5 lc rgb "#d55e00" t "simulated", \\
  "" u 1:4 w lp dt 3 pt 9 lc rgb "#777777" t "one Gaussian"
set output "{folder}/fit-mated.svg"; unset logscale x
set xlabel "distance"; set ylabel "pairs of one person at or below, %"
plot "{data}/mated" u 1:2 w l lw 2 lc rgb "#0072b2" t "real people ({several:,})", \\
  "" u 1:3 w l lw 2 dt 2 lc rgb "#d55e00" t "simulated ({drawn:,})"
"""


def curve(faces, at):
    counts = np.zeros(len(at))
    for start in range(0, len(faces), 1000):
        apart = distances(faces[start : start + 1000], faces[start:])
        apart = np.sort(apart[np.triu_indices(len(apart), 1, apart.shape[1])])
        counts += np.searchsorted(apart, at, side="right")
    return counts / (len(faces) * (len(faces) - 1) / 2)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    random = np.random.default_rng(21)
    real = People.real(sys.argv[1])
    seed = sorted(glob.glob(sys.argv[2] + "/clean_*.npy"))[0].rsplit("_", 1)[1][:-4]
    drawn = People.simulated(sys.argv[2], seed)
    faces = real.templates[real.first]
    gaussian = random.multivariate_normal(
        faces.mean(0), np.cov(faces.T), 5000, check_valid="ignore")
    count = np.arange(len(gaussian))
    gaussian = People(gaussian, count.astype(str), np.zeros(len(gaussian), int), {})
    at = np.arange(0.36, 0.92, 0.01)
    with tempfile.TemporaryDirectory() as data:
        rates = [curve(p.templates[p.first], at) for p in (real, drawn, gaussian)]
        # Zero has no logarithm: a point that is not drawn.
        np.savetxt(data + "/rates", np.column_stack(
            [at] + [np.where(rate > 0, rate, np.nan) for rate in rates]))
        best = [p.best(random, 5000) for p in (real, drawn, gaussian)]
        np.savetxt(data + "/best", [
            [size] + [b[size][2] for b in best] for size in SIZES])
        values, weights = real.mated_pairs()
        share = [weights[values <= t].sum() / weights.sum() * 100 for t in at - 0.16]
        pairs, _ = drawn.mated_pairs()
        np.savetxt(data + "/mated", np.column_stack(
            [at - 0.16, share, [(pairs <= t).mean() * 100 for t in at - 0.16]]))
        several = int((np.bincount(real.of) > 1).sum())
        subprocess.run(["gnuplot"], text=True, check=True, input=PLOT.format(
            folder=os.path.abspath(sys.argv[3]), data=data, real=len(real.names),
            drawn=len(drawn.names), several=several))


if __name__ == "__main__":
    main()
