#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Statistics

/// A model of how false matches pile up on some probes: each probe has a rate of its own.
///
/// A stranger is at least as similar as the threshold with probability 1 − e^−λ, where ln λ is
/// normal over probes with mean ``location`` and standard deviation ``spread``. With no spread this
/// is the independence formula 1 − (1 − FMR)^N. One number more than independence, and the gallery
/// size enters by law instead of by a fitted curve, which is why it may be carried beyond the data.
struct UnequalProbes: Sendable {
  /// The mean of ln λ.
  let location: Double
  /// The standard deviation of ln λ over probes.
  let spread: Double

  /// The nodes and weights of the mean over probes: a trapezoid over ±6.
  private static let nodes: [(z: Double, weight: Double)] = {
    let nodes = (-60...60).map { Double($0) / 10 }
    let sum = nodes.reduce(0) { $0 + Normal.density($1) }
    return nodes.map { (z: $0, weight: Normal.density($0) / sum) }
  }()

  /// The share of searches with a stranger at least as similar among `people` strangers.
  func share(people: Double) -> Double {
    UnequalProbes.nodes.reduce(0) {
      $0 - $1.weight * expm1(-people * exp(location + spread * $1.z))
    }
  }

  /// The most likely model for `seen`; nil where no comparison or every one was similar.
  ///
  /// Newton's method, its step replaced by that of the summed outer products where the likelihood is
  /// not concave, and halved until the likelihood rises.
  static func fit(_ seen: Exceedances, from start: UnequalProbes? = nil) -> UnequalProbes? {
    guard let rate = seen.falseMatchRate, rate > 0, rate < 1 else { return nil }
    var location = start?.location ?? (log(-log1p(-rate)) - 0.5)
    var logSpread = log(start?.spread ?? 1)
    var at = score(seen, location, logSpread)
    for _ in 0..<60 {
      guard let step = at.step else { break }
      var scale = min(1, 1 / max(abs(step.0) / 2, abs(step.1), 1e-300))
      var moved = false
      let before = at.likelihood
      while scale > 1e-4 {
        // Below e^−5 the spread can't be told from none.
        let candidate = (location + scale * step.0, max(-5, min(2, logSpread + scale * step.1)))
        let next = score(seen, candidate.0, candidate.1)
        if next.likelihood > before {
          (location, logSpread) = candidate
          at = next
          moved = true
          break
        }
        scale /= 2
      }
      if !moved || at.likelihood - before < 1e-7 { break }
    }
    return UnequalProbes(location: location, spread: exp(logSpread))
  }

  /// The log likelihood in (location, ln spread): value, gradient, information.
  private struct Score {
    var likelihood = 0.0
    var gradient = (0.0, 0.0)
    /// The negative Hessian.
    var observed = (0.0, 0.0, 0.0)
    /// The summed outer products of the probes' gradients: never negative.
    var empirical = (0.0, 0.0, 0.0)

    /// Where to go: by the Hessian where the likelihood is concave, else by the outer products.
    var step: (Double, Double)? {
      for (a, b, c) in [observed, empirical] {
        let determinant = a * c - b * b
        if a > 0 && c > 0 && determinant > 1e-10 * a * c {
          return (
            (c * gradient.0 - b * gradient.1) / determinant,
            (a * gradient.1 - b * gradient.0) / determinant
          )
        }
      }
      return nil
    }
  }

  private static func score(_ seen: Exceedances, _ location: Double, _ logSpread: Double) -> Score {
    let spread = exp(logSpread)
    var sums = Score()
    for (key, probes) in seen.kinds {
      add(key, Double(probes), location, spread, to: &sums)
    }
    return sums
  }

  /// Adds `count` probes of one kind.
  ///
  /// The integral over the probe's z is a trapezoid about the most likely z, as wide as the
  /// likelihood is there: a probe with many similar strangers pins its rate far more narrowly than
  /// any fixed grid over all probes would see.
  private static func add(
    _ key: Exceedances.Key, _ count: Double, _ location: Double, _ spread: Double,
    to sums: inout Score
  ) {
    let (hits, misses) = (Double(key.similar), Double(key.strangers - key.similar))
    let peak = mode(hits, misses, location, spread)
    var total = 0.0
    var first = (0.0, 0.0)
    var second = (0.0, 0.0, 0.0)
    for index in -16...16 {
      let z = peak.z + peak.width * Double(index) / 2
      let at = term(hits, misses, location, spread, z)
      let weight = exp(at.value - peak.value)
      let reach = spread * z
      let bend = at.bend + at.slope * at.slope
      total += weight
      first.0 += weight * at.slope
      first.1 += weight * at.slope * reach
      second.0 += weight * bend
      second.1 += weight * bend * reach
      second.2 += weight * (bend * reach * reach + at.slope * reach)
    }
    let (g0, g1) = (first.0 / total, first.1 / total)
    sums.likelihood += count * (peak.value + log(total * peak.width))
    sums.gradient.0 += count * g0
    sums.gradient.1 += count * g1
    sums.empirical.0 += count * g0 * g0
    sums.empirical.1 += count * g0 * g1
    sums.empirical.2 += count * g1 * g1
    sums.observed.0 += count * (g0 * g0 - second.0 / total)
    sums.observed.1 += count * (g0 * g1 - second.1 / total)
    sums.observed.2 += count * (g1 * g1 - second.2 / total)
  }

  /// The log likelihood of one probe with its prior at `z`, and its slope and bend in ln λ.
  private static func term(
    _ hits: Double, _ misses: Double, _ location: Double, _ spread: Double, _ z: Double
  ) -> (value: Double, slope: Double, bend: Double) {
    let hazard = exp(location + spread * z)
    // r = d ln(1 − e^−λ) / d ln λ = λ / (e^λ − 1), and dr / d ln λ = r (1 − r − λ).
    let ratio = hazard < 1e-12 ? 1 : hazard / expm1(hazard)
    let found = hits == 0 ? 0 : hits * log(-expm1(-hazard))
    return (
      found - misses * hazard - z * z / 2, hits * ratio - misses * hazard,
      hits * ratio * (1 - ratio - hazard) - misses * hazard
    )
  }

  /// The most likely z of a probe, by Newton's method on a concave function, and its width there.
  private static func mode(
    _ hits: Double, _ misses: Double, _ location: Double, _ spread: Double
  ) -> (z: Double, width: Double, value: Double) {
    // Starts where the observed share would put it, within reach of the prior.
    let share = (hits + 0.1) / (hits + misses + 0.2)
    var z = max(-6, min(6, (log(-log1p(-share)) - location) / max(spread, 0.05)))
    var curvature = 1.0
    for _ in 0..<50 {
      let at = term(hits, misses, location, spread, z)
      curvature = max(1e-6, 1 - spread * spread * at.bend)
      let step = max(-2, min(2, (spread * at.slope - z) / curvature))
      z += step
      if abs(step) < 1e-9 { break }
    }
    return (z, 1 / curvature.squareRoot(), term(hits, misses, location, spread, z).value)
  }
}
