"""Adds to a fitted population the conditions of which there are no templates of people.

    extend.py MODEL --to MODEL [--between NAME NEAR FAR MEDIAN DETECTED ATTEMPTS]
              [--rendered rendered.json] [--seed N]

--between makes a condition that lies between two fitted ones, so far from NEAR that the median mated
distance is the published MEDIAN; of ATTEMPTS faces DETECTED were found. --rendered takes what
pictures.py writes: what masks and dark glasses do to rendered heads, and how many turned heads are
found. Results that rest on either say so.

A condition of the model that has the name of a new one is replaced.
"""

import argparse
import base64
import json

import fit
import numpy as np


def unpacked(text):
    kind = {"h": "<f2", "s": "<f4"}[text[0]]
    return np.frombuffer(base64.b64decode(text[1:]), kind).astype(np.float64)


def lower(text, rank):
    values = unpacked(text)
    if len(values) == rank:
        return np.diag(values)
    matrix = np.zeros((rank, rank))
    matrix[np.tril_indices(rank)] = values
    return matrix


def read(path):
    """The document, and the model that it describes, to draw from."""
    with open(path) as file:
        document = json.load(file)
    model = fit.Model()
    model.rank = document["rank"]
    model.centre = unpacked(document["centre"])
    model.basis = unpacked(document["basis"]).reshape(model.rank, -1).T
    model.people = document["people"]
    parts = document["components"]
    model.share = np.array([part["share"] for part in parts])
    model.share /= model.share.sum()
    model.mean = np.array([unpacked(part["mean"]) for part in parts])
    model.between = np.array([lower(part["factor"], model.rank) for part in parts])
    model.withinScale = np.array([part["withinScale"] for part in parts])
    model.captureTrace = np.array([part["captureTrace"] for part in parts])
    model.shell = np.array([part["shell"] for part in parts])
    model.within = lower(document["within"], model.rank)
    model.withinGain = document["withinGain"]
    model.personSpread = document["personSpread"]
    model.captureSpread = document["captureSpread"]
    return document, model


def settle(model, c):
    """The radii that captures under the condition have about where it takes each group's mean."""
    random = np.random.default_rng(4)
    drawn = model.draw(8000, random)
    apart = model.capture(drawn, random, c, loose=True) - (
        c["offset"] + c["gain"] * model.mean)[drawn[1]]
    c["traces"] = np.array([
        (apart[drawn[1] == k] ** 2).sum(1).mean() if (drawn[1] == k).any() else 1.0
        for k in range(len(model.share))])


def between(model, document, name, near, far, median, detected, attempts):
    """The condition on the way from `near` to `far` whose median mated distance is `median`."""
    ends = []
    for end in (near, far):
        c = next((c for c in document["conditions"] if c["name"] == end), None)
        if c is None:
            raise SystemExit(f"the model has no condition {end}")
        factor = lower(c["factor"], model.rank)
        ends.append({
            "gain": unpacked(c["gain"]), "offset": unpacked(c["offset"]),
            "covariance": factor @ factor.T, "withinGain": c["withinGain"],
            "spread": c["spread"], "shell": c["shell"]})

    def at(share):
        c = {key: (1 - share) * ends[0][key] + share * ends[1][key] for key in ends[0]}
        c["factor"] = np.linalg.cholesky(c["covariance"] + 1e-9 * np.eye(model.rank))
        c["scale"] = 1.0
        settle(model, c)
        return c, model.figures(model.people, c, draws=2)

    low, high = 0.0, 1.0
    for _ in range(7):
        share = (low + high) / 2
        c, figures = at(share)
        low, high = (low, share) if figures[1] > median else (share, high)
    print(f"{name}: {share:.2f} of the way from {near} to {far}; median {figures[1]:.3f}, misses "
          f"{figures[3]:.1f} %, rank 1 {figures[4]:.1f} %")
    return c | {
        "name": name, "kind": "picture", "detected": detected, "attempts": attempts,
        "basis": f"taken between {near} and {far}, where the median distance is the measured one, "
        f"{median}; there were no templates of it"}


def cover(model, rendered):
    """A cover from rendered heads: gain, shift and noise as the encoder's templates of them moved.

    The noise has the shape of within-person noise; its size is `rest`, which pictures.py has brought
    from rendered heads to people.
    """
    gain = float(rendered["gain"])
    shift = np.array(rendered["shift"]) @ model.basis
    middle = model.share @ model.mean
    factor = model.within * rendered["rest"] / np.sqrt((model.within**2).sum())
    c = {
        "name": rendered["name"], "kind": "view", "gain": np.full(model.rank, gain),
        "withinGain": 1.0, "offset": (1 - gain) * middle + shift, "factor": factor, "scale": 1.0,
        "spread": 0.15, "shell": float(np.mean(model.shell)), "detected": rendered["detected"],
        "attempts": rendered["attempts"], "basis": rendered["basis"]}
    settle(model, c)
    return c


def shown(figures):
    return f"median {figures[1]:.3f}, misses {figures[3]:.1f} %, rank 1 {figures[4]:.1f} %"


def try_known(model, document, rendered):
    """Carries known conditions over from rendered heads too; by how much their medians come out wrong."""
    errors = []
    for c in rendered:
        known = fitted(model, document, c["name"])
        if known and "basis" not in known:
            carried = model.figures(model.people, cover(model, c), draws=2)
            real = model.figures(model.people, known, draws=2)
            errors.append(carried[1] - real[1])
            print(f"{c['name']}: from rendered heads {shown(carried)}; fitted {shown(real)}",
                  flush=True)
    return errors


def fitted(model, document, name):
    """A condition as it stands in the file; None where there is none."""
    for c in document["conditions"]:
        if c["name"] == name:
            return c | {
                "gain": unpacked(c["gain"]), "offset": unpacked(c["offset"]),
                "factor": lower(c["factor"], model.rank), "scale": 1.0,
                "traces": np.array(c["traces"])}
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--to", required=True)
    parser.add_argument(
        "--between", nargs=6, action="append", default=[],
        metavar=("NAME", "NEAR", "FAR", "MEDIAN", "DETECTED", "ATTEMPTS"))
    parser.add_argument("--rendered", help="what pictures.py writes")
    options = parser.parse_args()
    document, model = read(options.model)
    added = [
        between(model, document, name, near, far, float(median), int(detected), int(attempts))
        for name, near, far, median, detected, attempts in options.between]
    if options.rendered:
        with open(options.rendered) as file:
            rendered = json.load(file)
        errors = try_known(model, document, rendered["known"])
        for covered in rendered["covers"]:
            c = cover(model, covered)
            if errors:
                c["basis"] += (
                    f"; of {len(errors)} conditions that were measured on people, the median distance "
                    f"taken from rendered heads is off by {min(errors):+.2f} to {max(errors):+.2f}")
            print(f"{c['name']}: {shown(model.figures(model.people, c, draws=2))}; found "
                  f"{c['detected']} of {c['attempts']}", flush=True)
            added.append(c)
        for c in document["conditions"]:
            if c["name"] == "turned":
                turned = rendered["turned"]
                c["detected"], c["attempts"] = turned["detected"], turned["attempts"]
                c["basis"] = c["basis"].split("; ")[0] + "; " + turned["basis"]
    conditions = {c["name"]: c for c in document["conditions"]}
    for c in added:
        conditions[c["name"]] = fit.written(c)
    document["conditions"] = sorted(
        conditions.values(), key=lambda c: (c.get("kind", "picture"), c["name"]))
    with open(options.to, "w") as file:
        json.dump(document, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
