"""Fits a population with its conditions to templates of real people, as dlib-lfw was fitted.

    fit.py TEMPLATES --to model.json [--name NAME] [--encoder NAME] [--source TEXT]
           [--split SEED] [--seed N]

TEMPLATES is a folder as compare.py reads it: gallery.npy and .csv, probe_NAME.npy and .csv. With a column
inter_eye_pixels or inter_eye_px in pictures of one scale, turned faces are taken from it. --split fits
on half the people, drawn with that seed; `compare.py --split` checks on the other half. The result goes
to `lookalike simulate population --preset model.json`. It holds means, covariances and shares of groups,
and no template; a group with fewer than 50 people behind it is dropped.

The steps are described in the article FittedPopulation; extend.py adds conditions of which there are no
templates. Euclidean distances only.
"""

import argparse
import base64
import json
import sys

# Sets BLAS to one thread before NumPy is imported.
from compare import THRESHOLDS, People, distances, halves, read_numbers
import numpy as np

# How many people's worth of the pooled shape each covariance has, and the fewest behind a group.
PRIOR, FEWEST = 15, 50
GROUPS, DENSE = 14, 2
# How much further captures are drawn to their shell than the spread of radii asks. Chosen on the people
# of the fit: with 1, one person in seven has no stranger within 0.6 among 1,000; one in nine is measured.
SHELL = 1.5
# How many populations the tail is measured on: that of one of 5,000 people varies by a quarter.
TAILS = 12


def positive(matrix, floor=1e-6):
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    return (vectors * np.maximum(values, floor)) @ vectors.T


def means(points, count, weights, random):
    """k-means from six starts; the centres and whose each point is."""
    best = None
    for _ in range(6):
        centres = [points[random.integers(len(points))]]
        for _ in range(count - 1):
            near = np.min([((points - c) ** 2).sum(1) for c in centres], 0)
            centres.append(points[random.choice(len(points), p=near / near.sum())])
        centres = np.array(centres)
        for _ in range(20):
            apart = ((points**2).sum(1)[:, None] - 2 * points @ centres.T
                     + (centres**2).sum(1)[None])
            whose = apart.argmin(1)
            centres = np.array([
                np.average(points[whose == k], axis=0, weights=weights[whose == k])
                if (whose == k).any() else centres[k] for k in range(count)])
        cost = apart.min(1) @ weights
        if best is None or cost < best[0]:
            best = (cost, whose, centres)
    return best[1:]


class Mixture:
    """Groups of people as Gaussians over single captures, by expectation maximisation."""

    def __init__(self, rows, weights, of, random):
        self.rows, self.weights = rows, weights
        people = np.unique(of)
        chances = self.beginning(of, people, random)
        self.is_dense = np.arange(DENSE + GROUPS) < DENSE
        chances = self.steps(chances, 40)
        while (self.people < FEWEST).any() and len(self.people) > 1:
            keep = np.arange(len(self.people)) != self.people.argmin()
            self.is_dense = self.is_dense[keep]
            chances = self.steps(chances[:, keep] / chances[:, keep].sum(1, keepdims=True), 10)
        self.chances = chances
        # The spread of ln(distance from the mean) of captures.
        self.spread = np.empty(len(self.people))
        for k in range(len(self.people)):
            w = chances[:, k] * weights
            r = 0.5 * np.log(((rows - self.mean[k]) ** 2).sum(1))
            middle = w @ r / w.sum()
            self.spread[k] = np.sqrt(w @ (r - middle) ** 2 / w.sum())

    def beginning(self, of, people, random):
        """Two groups begin where people have many near strangers, the others by k-means."""
        faces = self.rows[[np.flatnonzero(of == i)[0] for i in people]]
        near = (distances(faces, faces) < 0.5).sum(1) - 1
        dense = faces[near >= max(3, round(8 * len(people) / 2859))]
        if len(dense) < 20:
            sys.exit("hardly anybody has a near stranger below 0.5: not of this encoder?")
        _, centres = means(dense, DENSE, np.ones(len(dense)), random)
        whose, _ = means(self.rows[:, :30], GROUPS, self.weights, random)
        chances = np.zeros((len(self.rows), DENSE + GROUPS))
        chances[np.arange(len(self.rows)), DENSE + whose] = 1
        apart = distances(self.rows, centres)
        close = apart.min(1) < 0.47
        chances[close] = 0
        chances[np.flatnonzero(close), apart.argmin(1)[close]] = 1
        return chances * 0.98 + 0.02 / chances.shape[1]

    def steps(self, chances, count):
        size = self.rows.shape[1]
        for _ in range(count):
            w = chances * self.weights[:, None]
            self.people = w.sum(0) + 1e-9
            self.mean = w.T @ self.rows / self.people[:, None]
            scatter = np.array([
                ((self.rows - m) * w[:, k : k + 1]).T @ (self.rows - m)
                for k, m in enumerate(self.mean)])
            pooled = scatter.sum(0) / self.people.sum()
            logs = np.empty_like(chances)
            self.covariance = np.empty_like(scatter)
            for k, n in enumerate(self.people):
                own = scatter[k] / n
                shape = pooled * np.trace(own) / np.trace(pooled)
                self.covariance[k] = (n * own + PRIOR * shape) / (n + PRIOR) + 1e-7 * np.eye(size)
                lower = np.linalg.cholesky(self.covariance[k])
                solved = np.linalg.solve(lower, (self.rows - self.mean[k]).T)
                logs[:, k] = (np.log(n / self.people.sum()) - 0.5 * (solved**2).sum(0)
                              - np.log(np.diag(lower)).sum())
            top = logs.max(1, keepdims=True)
            chances = np.exp(logs - top)
            chances /= chances.sum(1, keepdims=True)
        return chances


class Model:
    """The population of Lookalike's PopulationModel, with its way of drawing."""

    def draw(self, count, random):
        group = random.choice(len(self.share), size=count, p=self.share)
        people = np.empty((count, len(self.within)))
        for k in range(len(self.share)):
            here = np.flatnonzero(group == k)
            y = random.standard_normal((len(here), people.shape[1])) @ self.between[k].T
            # On a shell: the direction is Gaussian, the radius the same for all.
            people[here] = y * np.sqrt(
                (self.between[k] ** 2).sum() / (y**2).sum(1))[:, None]
        spread = self.personSpread
        noise = np.exp(spread * random.standard_normal(count) - spread**2)
        return people, group, noise * np.sqrt(self.withinScale[group]) * self.withinGain

    def capture(self, drawn, random, condition=None, loose=False):
        people, group, noise = drawn
        count, size = people.shape
        spread = self.captureSpread
        scale = noise * np.exp(spread * random.standard_normal(count) - spread**2)
        within = scale[:, None] * (random.standard_normal((count, size)) @ self.within.T)
        radius = ((people + within) ** 2).sum(1)
        shell = (radius / self.captureTrace[group]) ** (-self.shell[group] / 2)
        if condition is None:
            pulled = people + within
            return self.mean[group] + (pulled if loose else pulled * shell[:, None])
        c = condition
        extra = np.exp(c["spread"] * random.standard_normal(count) - c["spread"] ** 2)
        moved = c["gain"] * (shell[:, None] * (people + c["withinGain"] * within)) + extra[:, None] * (
            random.standard_normal((count, size)) @ (c["factor"] * c["scale"]).T)
        if not loose:
            moved *= ((moved**2).sum(1) / c["traces"][group])[:, None] ** (-c["shell"] / 2)
        return c["offset"] + c["gain"] * self.mean[group] + moved

    def figures(self, count, condition=None, draws=3):
        """Mated 5, 50, 95 % points, misses at 0.6 in %, rank 1 in % of `count` people, as simulated."""
        rows = []
        for seed in range(draws):
            random = np.random.default_rng(100 + seed)
            drawn = self.draw(count, random)
            faces = self.capture(drawn, random)
            apart = distances(self.capture(drawn, random, condition), faces)
            mated = np.diag(apart).copy()
            np.fill_diagonal(apart, np.inf)
            rows.append([*np.percentile(mated, (5, 50, 95)), (mated > 0.6).mean() * 100,
                         (mated < apart.min(1)).mean() * 100])
        return np.mean(rows, 0)


def fit_people(real, random):
    """Steps 1 to 3: groups, shells, and how noise varies."""
    model = Model()
    templates, of = real.templates, real.of
    model.centre = templates.mean(0)
    values, vectors = np.linalg.eigh(np.cov(templates.T))
    order = values.argsort()[::-1]
    model.rank = min(80, int((values > 1e-4 * values.max()).sum()))
    model.basis = vectors[:, order[: model.rank]]
    rows = (templates - model.centre) @ model.basis
    counts = np.bincount(of)
    mixture = Mixture(rows, 1 / counts[of], of, random)
    size = model.rank
    within, several = np.zeros((size, size)), 0
    traces, people = np.zeros(len(mixture.people)), np.zeros(len(mixture.people))
    for i in np.flatnonzero(counts > 1):
        own = rows[of == i]
        own = own - own.mean(0)
        own_covariance = own.T @ own / (len(own) - 1)
        within += own_covariance
        several += 1
        chance = mixture.chances[of == i].mean(0)
        traces += chance * np.trace(own_covariance)
        people += chance
    within = positive(within / several, 1e-7)
    pooled = np.trace(within)
    model.withinScale = (traces + 20 * pooled) / (people + 20) / pooled
    model.within = np.linalg.cholesky(within)
    model.share = mixture.people / mixture.people.sum()
    model.people = mixture.people
    model.mean = mixture.mean
    model.captureTrace = np.trace(mixture.covariance, axis1=1, axis2=2)
    between = []
    for covariance, scale in zip(mixture.covariance, model.withinScale):
        b = positive(covariance - scale * within, 1e-6)
        between.append(np.linalg.cholesky(
            b * (np.trace(covariance) - scale * pooled) / np.trace(b)))
    model.between = np.array(between)
    model.withinGain = 1.0
    model.shell = np.zeros(len(model.share))
    tune_noise(model, mixture, real)
    tune_tail(model, mixture, real)
    return model


def tune_tail(model, mixture, real):
    """The radii of all groups and of the dense ones, by false match rates: expectation maximisation
    rounds groups off, and shells hold fewer near strangers than Gaussians do."""
    _, _, near, weights = real.strangers()
    pairs = len(real.names) * (len(real.names) - 1) / 2
    measured = np.array([weights[near <= t].sum() / pairs for t in THRESHOLDS])
    between, trace = model.between, model.captureTrace
    best = None
    for radius in (1.0, 0.995, 0.99, 0.985, 0.98):
        for dense in (1.0, 0.98, 0.96, 0.94):
            scale = np.where(mixture.is_dense, radius * dense, radius)
            model.between = between * scale[:, None, None]
            model.captureTrace = trace + (scale**2 - 1) * (between**2).sum((1, 2))
            ratios = np.mean([
                drawn_rates(model, 5000, seed) for seed in range(8, 8 + TAILS)], 0) / measured
            error = (np.log(ratios) ** 2).sum()
            if best is None or error < best[0]:
                best = (error, radius, dense, model.between, model.captureTrace, ratios)
    _, radius, dense, model.between, model.captureTrace, ratios = best
    print(f"radius of groups times {radius}, of the dense ones times {dense} besides; FMR at "
          f"{THRESHOLDS} {ratios.round(2)} of the measured", flush=True)


def drawn_rates(model, count, seed):
    """False match rates between `count` people of the model."""
    random = np.random.default_rng(seed)
    faces = model.capture(model.draw(count, random), random).astype(np.float32)
    found = np.zeros(len(THRESHOLDS))
    for start in range(0, count, 1000):
        apart = distances(faces[start : start + 1000], faces[start:])
        apart[np.tril_indices(len(apart), 0, apart.shape[1])] = np.inf
        found += [(apart <= t).sum() for t in THRESHOLDS]
    return found / (count * (count - 1) / 2)


def tune_noise(model, mixture, real):
    """How noise varies by person and capture, so that mated distances and searches are the measured."""
    random = np.random.default_rng(5)
    median, misses, first, _ = real.degraded("clean", random, len(real.names))
    points = real.mated()
    best = None
    for person in (0.08, 0.12, 0.16, 0.20):
        for capture in (0.14, 0.18, 0.22, 0.26):
            model.personSpread, model.captureSpread, model.withinGain = person, capture, 1.0
            for _ in range(2):
                model.shell = shells(model, mixture)
                # Distances grow with the gain.
                model.withinGain *= points[1] / model.figures(len(real.names), draws=1)[1]
            low, middle, high, missed, found = model.figures(len(real.names), draws=2)
            errors = np.array([
                (low - points[0]) / 0.03, (middle - points[1]) / 0.03, (high - points[2]) / 0.03,
                (missed - misses) / 5, (found - first) / 8])
            if best is None or (errors**2).sum() < best[0]:
                best = ((errors**2).sum(), person, capture, model.withinGain, model.shell, errors)
    _, model.personSpread, model.captureSpread, model.withinGain, model.shell, errors = best
    print(f"noise: person {best[1]}, capture {best[2]}, gain {best[3]:.3f}; 5, 50, 95 % points, "
          f"misses, rank 1 at {errors.round(2)} of their bounds", flush=True)


def shells(model, mixture):
    random = np.random.default_rng(6)
    drawn = model.draw(12000, random)
    radius = np.log(np.linalg.norm(
        model.capture(drawn, random, loose=True) - model.mean[drawn[1]], axis=1))
    spread = np.array([
        radius[drawn[1] == k].std() if (drawn[1] == k).sum() > 2 else 1e9
        for k in range(len(model.share))])
    return np.clip(SHELL * (1 - mixture.spread / spread), 0, 0.8)


def fit_condition(model, real, name):
    """Step 4: what a condition does, from degraded shots, the shots themselves, and others."""
    templates, subjects, shots = real.probes[name]
    known = np.searchsorted(real.names, subjects)
    row = {(i, s): r for r, (i, s) in enumerate(zip(real.of, real.shots))}
    twin = np.array([row[i, s] for i, s in zip(known, shots)])
    clean = (real.templates - model.centre) @ model.basis
    y = (templates - model.centre) @ model.basis
    x = clean[twin]
    others = np.array([
        clean[(real.of == i) & (np.arange(len(clean)) != r)].mean(0) for i, r in zip(known, twin)])
    centred = [part - part.mean(0) for part in (y, x, others)]
    yc, xc, oc = centred
    gain = (xc * yc).sum(0) / (xc**2).sum(0)
    # What makes the person fades otherwise than what makes the shot.
    share = ((oc * yc).sum() / (oc * gain * xc).sum()) ** 0.65
    between = (oc * xc).mean(0)
    own = (xc**2).mean(0) - between
    kept = ((yc * xc).mean(0) - gain * share * between).sum() / (gain * share * own).sum()
    residual = yc - gain * xc
    covariance = residual.T @ residual / len(residual)
    several = int((np.bincount(real.of) > 1).sum())
    c = {
        "name": name, "kind": "picture", "gain": gain * share, "withinGain": max(0.0, float(kept)),
        "offset": y.mean(0) - gain * share * x.mean(0),
        "factor": np.linalg.cholesky(covariance + 1e-9 * np.eye(model.rank)), "scale": 1.0,
        "spread": 0.1, "shell": 0.0, "traces": np.ones(len(model.share)),
        "detected": len(templates), "attempts": max(several, len(templates)), "basis": None}
    group = groups_of(model, x)
    centres = c["offset"] + c["gain"] * model.mean
    target = real.degraded(name, np.random.default_rng(5), len(real.names))
    tune_condition(
        model, c, target[:3], len(real.names),
        np.log(np.linalg.norm(y - centres[group], axis=1)), group)
    return c


def groups_of(model, rows):
    logs = []
    for k, share in enumerate(model.share):
        lower = np.linalg.cholesky(
            model.between[k] @ model.between[k].T
            + model.withinScale[k] * model.within @ model.within.T)
        solved = np.linalg.solve(lower, (rows - model.mean[k]).T)
        logs.append(np.log(share) - 0.5 * (solved**2).sum(0) - np.log(np.diag(lower)).sum())
    return np.argmax(logs, 0)


def tune_condition(model, c, target, count, radii, group):
    """Scale and spread of the condition's noise, so that medians, misses and searches are the measured.

    `target`: median mated distance, misses at 0.6 in %, rank 1 in %. `radii`: ln(distance) of degraded
    shots from where the condition takes the mean of their `group`.
    """
    def settle():
        random = np.random.default_rng(4)
        drawn = model.draw(8000, random)
        moved = model.capture(drawn, random, c, loose=True)
        apart = np.linalg.norm(
            moved - (c["offset"] + c["gain"] * model.mean)[drawn[1]], axis=1)
        c["traces"] = np.array([
            (apart[drawn[1] == k] ** 2).mean() if (drawn[1] == k).any() else 1.0
            for k in range(len(model.share))])
        sizes = [(group == k).sum() for k in range(len(model.share))]
        measured = np.average(
            [radii[group == k].std() if n > 5 else 0 for k, n in enumerate(sizes)],
            weights=[n if n > 5 else 0 for n in sizes])
        simulated = np.average(
            [np.log(apart[drawn[1] == k]).std() if (drawn[1] == k).sum() > 2 else 0
             for k in range(len(model.share))], weights=model.share)
        c["shell"] = float(np.clip(0.9 * (1 - measured / simulated), 0, 0.8))

    best = None
    for spread in (0.05, 0.15, 0.25):
        for scale in np.arange(0.94, 1.06, 0.02):
            c["spread"], c["scale"] = spread, scale
            settle()
            _, median, _, missed, first = model.figures(count, c, draws=1)
            errors = np.array([
                (median - target[0]) / 0.03, (missed - target[1]) / 5, (first - target[2]) / 8])
            if best is None or (errors**2).sum() < best[0]:
                best = ((errors**2).sum(), spread, scale, errors)
    _, c["spread"], c["scale"], errors = best
    settle()
    print(f"{c['name']}: spread {c['spread']}, scale {c['scale']:.2f}, shell {c['shell']:.2f}; "
          f"median, misses, rank 1 at {errors.round(2)} of their bounds", flush=True)


def fit_turned(model, real, pixels):
    """Faces turned away, known by eyes that are nearer to each other than 0.8 of the usual distance.

    Too few for a covariance of their own: one gain for all coordinates, a shift, and more of the noise
    that all captures have.
    """
    turned = pixels < 0.8 * np.median(pixels)
    clean = (real.templates - model.centre) @ model.basis
    pairs, mated, counts = [], [], 0
    for i in np.unique(real.of[turned]):
        t = (real.of == i) & turned
        o = (real.of == i) & ~turned
        if o.any():
            pairs.append((clean[t].mean(0), clean[o].mean(0)))
            mated.append(distances(real.templates[t], real.templates[o]).ravel())
            counts += int(t.sum())
    if len(pairs) < FEWEST:
        print(f"turned: only {len(pairs)} people, left out")
        return None
    y, o = (np.array(part) for part in zip(*pairs))
    values = np.concatenate(mated)
    weights = np.concatenate([np.full(len(m), 1 / len(m)) for m in mated])
    order = values.argsort()
    share = weights[order].cumsum() / weights.sum()
    median = values[order][np.searchsorted(share, 0.5)]
    missed = (weights * (values > 0.6)).sum() / weights.sum() * 100
    # The other shots' own covariance with each other, where there are two, is what a gain of 1 gives.
    yc, oc = y - y.mean(0), o - o.mean(0)
    between = sum(
        s * (b @ b.T + np.outer(m, m)) for s, b, m in zip(model.share, model.between, model.mean))
    middle = model.share @ model.mean
    between -= np.outer(middle, middle)
    gain = float(np.clip((yc * oc).sum() / len(y) / np.trace(between), 0.5, 1))
    shift = (y - o).mean(0)
    # What a mean of so few differences has by chance is taken off its length.
    chance = ((y - o - shift) ** 2).sum() / (len(y) - 1) / len(y)
    shift *= max(0.0, 1 - chance / (shift**2).sum())
    c = {
        "name": "turned", "kind": "view", "gain": np.full(model.rank, gain), "withinGain": gain,
        "offset": (1 - gain) * middle + shift, "factor": 0.5 * model.within, "scale": 1.0,
        "spread": 0.1, "shell": float(np.mean(model.shell)), "traces": np.ones(len(model.share)),
        "detected": counts, "attempts": counts,
        "basis": f"from {counts} shots of {len(pairs)} people whose eyes are nearer to each other than "
        "0.8 of the usual distance, as a face turned by 37 degrees or more has them; shots in which no "
        "face was found were not among them"}
    tune_small(model, c, median, missed)
    return c


def tune_small(model, c, median, missed):
    """The scale of the condition's noise by the median alone, its spread by the misses."""
    best = None
    for spread in (0.0, 0.15, 0.3, 0.45):
        c["spread"] = spread
        low, high = 0.0, 4.0
        for _ in range(12):
            c["scale"] = (low + high) / 2
            random = np.random.default_rng(4)
            drawn = model.draw(6000, random)
            moved = model.capture(drawn, random, c, loose=True)
            apart = ((moved - (c["offset"] + c["gain"] * model.mean)[drawn[1]]) ** 2).sum(1)
            c["traces"] = np.array([
                apart[drawn[1] == k].mean() if (drawn[1] == k).any() else 1.0
                for k in range(len(model.share))])
            mated = np.linalg.norm(
                model.capture(drawn, random, c) - model.capture(drawn, random), axis=1)
            if np.median(mated) > median:
                high = c["scale"]
            else:
                low = c["scale"]
        error = abs((mated > 0.6).mean() * 100 - missed)
        if best is None or error < best[0]:
            best = (error, spread, c["scale"], c["traces"], np.median(mated), (mated > 0.6).mean())
    _, c["spread"], c["scale"], c["traces"], reached, share = best
    print(f"{c['name']}: gain {c['gain'][0]:.2f}, shift {np.linalg.norm(c['offset']):.3f}, scale "
          f"{c['scale']:.2f}, spread {c['spread']}; median {reached:.3f} for {median:.3f}, misses "
          f"{share * 100:.1f} % for {missed:.1f} %", flush=True)


def packed(values, width):
    kind = "<f2" if width == "h" else "<f4"
    return width + base64.b64encode(np.ascontiguousarray(values, dtype=kind).tobytes()).decode()


def short(value):
    return float(f"{value:.6g}")


def written(c):
    """A condition as it stands in the file."""
    lower = np.tril_indices(len(c["gain"]))
    return {
        "name": c["name"], "kind": c["kind"], "gain": packed(c["gain"], "s"),
        "withinGain": short(c["withinGain"]), "offset": packed(c["offset"], "s"),
        "factor": packed((c["factor"] * c["scale"])[lower], "h"), "spread": short(c["spread"]),
        "shell": short(c["shell"]), "traces": [short(trace) for trace in c["traces"]],
        "detected": c["detected"], "attempts": c["attempts"],
    } | ({"basis": c["basis"]} if c["basis"] else {})


def document(model, conditions, options, real):
    lower = np.tril_indices(model.rank)
    shares = [short(share) for share in model.share]
    shares[0] += 1 - sum(shares)
    degraded = [len(templates) for templates, _, _ in real.probes.values()]
    source = options.source or (
        f"{len(real.templates):,} templates of {len(real.names):,} people"
        + (f" and of about {int(round(np.mean(degraded), -2)):,} of the pictures degraded"
           if degraded else ""))
    return {
        "format": 1, "name": options.name, "encoder": options.encoder, "metric": "euclidean",
        "dimension": len(model.centre), "rank": model.rank, "people": len(real.names),
        "source": source, "normalised": False, "centre": packed(model.centre, "s"),
        "basis": packed(model.basis.T, "s"),
        "components": [
            {"share": shares[k], "people": short(model.people[k]),
             "mean": packed(model.mean[k], "s"), "factor": packed(model.between[k][lower], "h"),
             "withinScale": short(model.withinScale[k]),
             "captureTrace": short(model.captureTrace[k]), "shell": short(model.shell[k])}
            for k in range(len(shares))],
        "within": packed(model.within[lower], "h"), "withinGain": short(model.withinGain),
        "personSpread": model.personSpread, "captureSpread": model.captureSpread,
        "conditions": [written(c) for c in conditions]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("templates")
    parser.add_argument("--to", required=True)
    parser.add_argument("--name", default="custom")
    parser.add_argument("--encoder", default="custom")
    parser.add_argument("--source")
    parser.add_argument("--split", type=int, help="fit on one half of the people only")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    real = People.real(options.templates)
    pixels = read_numbers(options.templates, ("inter_eye_pixels", "inter_eye_px"))
    if options.split is not None:
        half = halves(len(real.names), options.split)[0]
        if pixels is not None:
            pixels = pixels[np.isin(real.of, half)]
        real = real.only(half)
    model = fit_people(real, np.random.default_rng(options.seed))
    conditions = [fit_condition(model, real, name) for name in real.probes]
    if pixels is not None:
        turned = fit_turned(model, real, pixels)
        conditions += [turned] if turned else []
    with open(options.to, "w") as file:
        json.dump(document(model, conditions, options, real), file, separators=(",", ":"))
        file.write("\n")
    print(f"{options.to}: {len(model.share)} groups of {len(real.names):,} people, the smallest of "
          f"{model.people.min():.0f}; {len(conditions)} conditions")


if __name__ == "__main__":
    main()
