"""Holds degraded pictures beside the capture model: the same conditions, on rendered people.

    pictures.py DIR --model model.json --truth truth.csv --portraits truth-probes.csv
                [--covers covers.json]

DIR holds what the script `pictures` makes: portraits.npy and .csv, and for each condition NAME.npy and .csv
(columns subject, frame), clean among them; a frame is one face, and has the same name under each
condition. Measured is what the encoder makes of a degraded picture; predicted is what the model makes
of the template of the clean one. --covers writes, for masks and dark glasses, aggregates that fit.py
takes: there are no measurements on real people.
"""

import argparse
import base64
import csv
import json
import os

# Sets BLAS to one thread before NumPy is imported.
import compare
import numpy as np

COVERS = {"mask": "a mask", "sunglasses": "dark glasses"}


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
    """Length of the mean shift, gain of what tells people apart, root mean square of the rest."""
    shift = (y - x).mean(0)
    xc, yc = x - x.mean(0), y - y.mean(0)
    gain = (xc * yc).sum() / (xc**2).sum()
    return shift, gain, np.sqrt(((yc - gain * xc) ** 2).sum(1).mean())


def cosine(a, b):
    return a @ b / np.sqrt((a @ a) * (b @ b))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--model", required=True)
    parser.add_argument("--truth", required=True, help="truth.csv of the clean faces")
    parser.add_argument("--portraits", required=True, help="truth-probes.csv of the city")
    parser.add_argument("--covers")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    model = Model(options.model)
    with open(options.portraits, newline="") as file:
        whose = {row["probe"]: row["person"] for row in csv.DictReader(file)}
    templates, _, frames = load(os.path.join(options.folder, "portraits"))
    portraits = {}
    for template, frame in zip(templates, frames):
        portraits.setdefault(whose[os.path.basename(frame)[:-4]], template)
    with open(options.truth, newline="") as file:
        truth = {row["file"]: row for row in csv.DictReader(file)}
    # All are large enough and seen whole; these face the camera more or less.
    frontal = {name for name, row in truth.items() if abs(float(row["yaw"])) < 20}
    faces = {}
    for name in sorted(os.listdir(options.folder)):
        if name.endswith(".npy") and name != "portraits.npy":
            found = load(os.path.join(options.folder, name[:-4]))
            faces[name[:-4]] = {
                frame: (template, subject) for template, subject, frame in zip(*found)
                if subject in portraits}
    clean = {frame: value for frame, value in faces["clean"].items() if frame in frontal}
    x = np.array([template for template, _ in clean.values()])
    people = len({subject for _, subject in clean.values()})
    base = np.median([
        np.linalg.norm(template - portraits[subject]) for template, subject in clean.values()])
    print(f"{len(clean)} faces of {people} rendered people, found in clean pictures; median distance "
          f"from the portrait {base:.3f}")
    print("condition   found %  mated median        ratio  shift               cosine  gain          rest")
    print("            /clean   pictures model             pictures model              pict. model   pict. model")
    covers = []
    for name, found in faces.items():
        if name == "clean":
            continue
        both = [frame for frame in clean if frame in found]
        x = np.array([clean[frame][0] for frame in both])
        y = np.array([found[frame][0] for frame in both])
        p = np.array([portraits[clean[frame][1]] for frame in both])
        shift, gain, rest = change(x, y)
        mated = np.median(np.linalg.norm(y - p, axis=1))
        line = f"{name:11s} {len(both) / len(clean) * 100:6.1f}   {mated:.3f}"
        if name in model.conditions and name not in COVERS:
            z = model.moved(x, name, random)
            predicted, gained, left = change(x, z)
            expected = np.median(np.linalg.norm(z - p, axis=1))
            line += (f"    {expected:.3f}     {mated / base:.2f}   {np.linalg.norm(shift):.3f}    "
                     f"{np.linalg.norm(predicted):.3f}     {cosine(shift, predicted):5.2f}   "
                     f"{gain:.2f}  {gained:.2f}    {rest:.3f} {left:.3f}")
        else:
            line += (f"              {mated / base:.2f}   {np.linalg.norm(shift):.3f}                      "
                     f"{gain:.2f}          {rest:.3f}")
        print(line)
        if name in COVERS:
            covers.append({
                "name": name, "gain": float(gain), "shift": [float(v) for v in shift],
                "ratio": float(mated / base), "detected": len(both), "attempts": len(clean),
                "basis": f"assumed to do to people what {COVERS[name]} painted over the faces of "
                f"{people} rendered people did; not measured on people"})
    turned = [
        (template, subject) for frame, (template, subject) in faces["clean"].items()
        if abs(float(truth[frame]["yaw"])) >= 25]
    if turned:
        median = np.median([np.linalg.norm(t - portraits[s]) for t, s in turned])
        wanted = [
            row for row in truth.values() if abs(float(row["yaw"])) >= 25]
        print(f"turned by 25 to 32 degrees: median {median:.3f}, ratio {median / base:.2f}, "
              f"{len(turned)} faces found, {len(wanted)} seen whole are there")
    if options.covers:
        with open(options.covers, "w") as file:
            json.dump(covers, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()
