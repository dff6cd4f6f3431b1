"""Holds degraded pictures beside the capture model: the same conditions, on rendered people.

    pictures.py DIR --model model.json --truth truth.csv --portraits truth-probes.csv
                [--templates REAL] [--figure pictures.svg] [--rendered rendered.json]

DIR holds what the script `pictures` makes: portraits.npy and .csv, and for each condition NAME.npy and .csv
(columns subject, frame), clean among them; a frame is one face, and has the same name under each
condition. Measured is what the encoder makes of a degraded picture; predicted is what the model makes
of the template of the clean one. --templates adds what degraded shots of people did, from a folder as
compare.py reads it. --rendered writes what extend.py takes: what masks and dark glasses do, how many
turned heads are found, and what the known conditions do, to try the way of carrying over on them.
"""

import argparse
import base64
import csv
import json
import os
import subprocess

# Sets BLAS to one thread before NumPy is imported.
from compare import People
import numpy as np

COVERS = {"mask": "a mask", "sunglasses": "dark glasses"}
# A head counts as turned from here on; the renderer turns by up to 32 degrees.
TURNED = 25

PLOT = """
set terminal svg size 680,400 font "sans,13" background "white"
set output "{path}"
set grid y; set key top left; set xtics ({tics}); set xrange [-0.6:{last}.6]; set yrange [0.9:*]
set ylabel "median mated distance, times that of clean pictures"
plot "{data}" i 0 u ($1-0.2):2 w p pt 7 ps 1.2 lc rgb "#0072b2" t "photographs of people, degraded", \\
  "" i 1 u 1:2 w p pt 5 ps 1.2 lc rgb "#d55e00" t "rendered heads: the template model", \\
  "" i 2 u ($1+0.2):2 w p pt 9 ps 1.4 lc rgb "#009e73" t "rendered heads: the pictures, degraded"
"""


def load(stem):
    templates = np.load(stem + ".npy").astype(np.float64)
    with open(stem + ".csv", newline="") as file:
        rows = list(csv.DictReader(file))
    return templates, [row["subject"] for row in rows], [row["frame"] for row in rows]


def unpacked(text):
    kind = {"h": "<f2", "s": "<f4"}[text[0]]
    return np.frombuffer(base64.b64decode(text[1:]), kind).astype(np.float64)


class Model:
    """The conditions of a population, as numbers."""

    def __init__(self, path):
        with open(path) as file:
            model = json.load(file)
        self.rank = model["rank"]
        self.centre = unpacked(model["centre"])
        self.basis = unpacked(model["basis"]).reshape(self.rank, -1)
        self.conditions = {c["name"]: c for c in model["conditions"]}

    def lower(self, text):
        values = unpacked(text)
        if len(values) == self.rank:
            return np.diag(values)
        matrix = np.zeros((self.rank, self.rank))
        matrix[np.tril_indices(self.rank)] = values
        return matrix

    def moved(self, templates, name, random):
        """What the condition makes of clean templates."""
        c = self.conditions[name]
        x = (templates - self.centre) @ self.basis.T
        noise = random.standard_normal(x.shape) @ self.lower(c["factor"]).T
        spread = c["spread"]
        scale = np.exp(spread * random.standard_normal(len(x)) - spread**2)[:, None]
        y = unpacked(c["offset"]) + unpacked(c["gain"]) * x + scale * noise
        return self.centre + y @ self.basis


def change(x, y):
    """The mean shift, the gain of what tells faces apart, the root mean square of the rest."""
    shift = (y - x).mean(0)
    xc, yc = x - x.mean(0), y - y.mean(0)
    gain = (xc * yc).sum() / (xc**2).sum()
    return shift, gain, np.sqrt(((yc - gain * xc) ** 2).sum(1).mean())


def cosine(a, b):
    return a @ b / np.sqrt((a @ a) * (b @ b))


class Faces:
    """Encoded rendered faces by condition and frame, and the portraits of their people."""

    def __init__(self, folder, truth, portraits):
        with open(portraits, newline="") as file:
            whose = {row["probe"]: row["person"] for row in csv.DictReader(file)}
        templates, _, frames = load(os.path.join(folder, "portraits"))
        self.portraits = {}
        for template, frame in zip(templates, frames):
            self.portraits.setdefault(whose[os.path.basename(frame)[:-4]], template)
        with open(truth, newline="") as file:
            self.truth = {row["file"]: row for row in csv.DictReader(file)}
        self.found = {}
        for name in sorted(os.listdir(folder)):
            if name.endswith(".npy") and name != "portraits.npy":
                rows = zip(*load(os.path.join(folder, name[:-4])))
                self.found[name[:-4]] = {
                    frame: (template, subject) for template, subject, frame in rows
                    if subject in self.portraits}
        # All are large enough and seen whole; these face the camera more or less.
        self.clean = {
            frame: face for frame, face in self.found["clean"].items() if self.yaw(frame) < 20}
        self.people = len({subject for _, subject in self.clean.values()})
        self.base = np.median([
            np.linalg.norm(t - self.portraits[s]) for t, s in self.clean.values()])

    def yaw(self, frame):
        return abs(float(self.truth[frame]["yaw"]))

    def pairs(self, name):
        """Clean templates, those under the condition, and portraits, row by row."""
        both = [frame for frame in self.clean if frame in self.found[name]]
        return (np.array([self.clean[frame][0] for frame in both]),
                np.array([self.found[name][frame][0] for frame in both]),
                np.array([self.portraits[self.clean[frame][1]] for frame in both]))

    def turned(self):
        """Turned heads: how many are there, and the distances of those found."""
        there = [
            frame for frame, row in self.truth.items()
            if self.yaw(frame) >= TURNED and row["person"] in self.portraits]
        found = [
            np.linalg.norm(self.found["clean"][frame][0] - self.portraits[self.truth[frame]["person"]])
            for frame in there if frame in self.found["clean"]]
        return len(there), found


def median(x, p):
    return float(np.median(np.linalg.norm(x - p, axis=1)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--model", required=True)
    parser.add_argument("--truth", required=True, help="truth.csv of the clean faces")
    parser.add_argument("--portraits", required=True, help="truth-probes.csv of the city")
    parser.add_argument("--templates", help="a folder of templates of people, as compare.py reads it")
    parser.add_argument("--figure")
    parser.add_argument("--rendered")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    model = Model(options.model)
    faces = Faces(options.folder, options.truth, options.portraits)
    real = People.real(options.templates) if options.templates else None
    if real:
        at_rest = real.degraded("clean", random, len(real.names))[0]
    print(f"{len(faces.clean)} faces of {faces.people} rendered people, found in clean pictures; "
          f"median distance from the portrait {faces.base:.3f}\n")
    print("| condition | found of clean % | mated median, pictures | model | growth, people | model "
          "| pictures | shift, model | pictures | cosine | gain, model | pictures "
          "| rest, model | pictures |")
    print("| --- |" + " --- |" * 13)
    rests, growths, carried_over = [], {}, []
    for name in faces.found:
        if name == "clean":
            continue
        x, y, p = faces.pairs(name)
        shift, gain, rest = change(x, y)
        pictured = median(y, p)
        cells = [f"{len(x) / len(faces.clean) * 100:.1f}", f"{pictured:.3f}"]
        person = (
            real.degraded(name, random, len(real.names))[0] / at_rest
            if real and name in real.probes else None)
        if name in model.conditions and name not in COVERS:
            z = model.moved(x, name, random)
            predicted, gained, left = change(x, z)
            rests.append(left / rest)
            drawn = median(z, p)
            growths[name] = (person, drawn / faces.base, pictured / faces.base)
            cells += [
                f"{drawn:.3f}", f"{person:.2f}" if person else "", f"{drawn / faces.base:.2f}",
                f"{pictured / faces.base:.2f}", f"{np.linalg.norm(predicted):.3f}",
                f"{np.linalg.norm(shift):.3f}", f"{cosine(shift, predicted):.2f}",
                f"{gained:.2f}", f"{gain:.2f}", f"{left:.3f}", f"{rest:.3f}"]
        else:
            cells += [
                "", "", "", f"{pictured / faces.base:.2f}", "", f"{np.linalg.norm(shift):.3f}", "",
                "", f"{gain:.2f}", "", f"{rest:.3f}"]
        print(f"| {name} | " + " | ".join(cells) + " |")
        carried_over.append({
            "name": name, "gain": float(gain), "shift": [float(v) for v in shift],
            "rest": float(rest), "detected": len(x), "attempts": len(faces.clean),
            "basis": f"not measured on people: what {COVERS.get(name, name)} painted over the faces of "
            f"{faces.people} rendered people did to their templates"})
    carried = float(np.median(rests)) if rests else 1.0
    print(f"\nrest, model over pictures: {np.round(sorted(rests), 2)}; median {carried:.2f}")
    there, found = faces.turned()
    print(f"turned by {TURNED} to 32 degrees: {len(found)} of {there} found"
          + (f"; median distance {np.median(found):.3f}" if found else ""))
    if options.figure and growths:
        draw(options.figure, growths)
    if options.rendered:
        for condition in carried_over:
            condition["rest"] *= carried
        turned = {
            "detected": len(found), "attempts": there,
            "basis": f"how many are found is of rendered heads turned by {TURNED} to 32 degrees"}
        with open(options.rendered, "w") as file:
            json.dump({
                "covers": [c for c in carried_over if c["name"] in COVERS],
                "known": [c for c in carried_over if c["name"] not in COVERS],
                "turned": turned}, file, indent=1)
            file.write("\n")


def draw(path, growths):
    data = path + ".dat"
    with open(data, "w") as file:
        for series in range(3):
            for place, values in enumerate(growths.values()):
                if values[series] is not None:
                    file.write(f"{place} {values[series]:.4f}\n")
            file.write("\n\n")
    tics = ", ".join(f'"{name}" {place}' for place, name in enumerate(growths))
    try:
        subprocess.run(["gnuplot"], text=True, check=True, input=PLOT.format(
            path=path, data=data, tics=tics, last=len(growths) - 1))
    finally:
        os.remove(data)


if __name__ == "__main__":
    main()
