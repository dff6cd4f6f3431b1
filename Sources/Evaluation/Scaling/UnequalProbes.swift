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

  /// The nodes and weights of the integral over probes: a trapezoid over ±6, exact to 1e-9.
  private static let nodes: [(z: Double, weight: Double)] = {
    let nodes = (-30...30).map { Double($0) / 5 }
    let sum = nodes.reduce(0) { $0 + Normal.density($1) }
    return nodes.map { (z: $0, weight: Normal.density($0) / sum) }
  }()

  /// The share of searches with a stranger at least as similar among `people` strangers.
  func share(people: Double) -> Double {
    UnequalProbes.nodes.reduce(0) {
      $0 - $1.weight * expm1(-people * exp(location + spread * $1.z))
    }
  }

  /// The most likely model for `seen`; nil where no probe or every probe found all (no maximum).
  ///
  /// Scoring with the empirical information, steps halved until the likelihood rises.
  static func fit(_ seen: Exceedances, from start: UnequalProbes? = nil) -> UnequalProbes? {
    guard let rate = seen.falseMatchRate, rate > 0, rate < 1 else { return nil }
    var location = start?.location ?? (log(-log1p(-rate)) - 0.5)
    var logSpread = log(start?.spread ?? 1)
    var at = score(seen, location, logSpread)
    for _ in 0..<100 {
      let determinant = at.h00 * at.h11 - at.h01 * at.h01
      guard determinant > 1e-12 * at.h00 * at.h11, at.h00 > 0 else { break }
      let step = (
        (at.h11 * at.g0 - at.h01 * at.g1) / determinant,
        (at.h00 * at.g1 - at.h01 * at.g0) / determinant
      )
      var scale = min(1, 1 / max(abs(step.0) / 2, abs(step.1), 1e-300))
      var next = at
      var moved = false
      while scale > 1e-5 {
        // Below e^−5 the spread can't be told from none.
        let candidate = (location + scale * step.0, max(-5, min(2, logSpread + scale * step.1)))
        next = score(seen, candidate.0, candidate.1)
        if next.likelihood > at.likelihood {
          (location, logSpread) = candidate
          moved = true
          break
        }
        scale /= 2
      }
      if !moved || next.likelihood - at.likelihood < 1e-9 * (1 + abs(at.likelihood)) { break }
      at = next
    }
    return UnequalProbes(location: location, spread: exp(logSpread))
  }

  private struct Score {
    var likelihood = 0.0
    var g0 = 0.0
    var g1 = 0.0
    var h00 = 0.0
    var h01 = 0.0
    var h11 = 0.0
  }

  /// The log likelihood with gradient and summed outer products in (location, ln spread).
  private static func score(_ seen: Exceedances, _ location: Double, _ logSpread: Double) -> Score {
    let spread = exp(logSpread)
    let hazards = nodes.map { exp(location + spread * $0.z) }
    let logHits = hazards.map { log(-expm1(-$0)) }
    // d ln(1 − e^−λ) / d ln λ = λ / (e^λ − 1).
    let hitSlopes = hazards.map { $0 < 1e-12 ? 1 : $0 / expm1($0) }
    let logWeights = nodes.map { log($0.weight) }
    var sums = Score()
    var terms = Array(repeating: 0.0, count: nodes.count)
    for (key, probes) in seen.kinds {
      let (hits, misses) = (Double(key.similar), Double(key.strangers - key.similar))
      var highest = -Double.infinity
      for node in nodes.indices {
        terms[node] = logWeights[node] + hits * logHits[node] - misses * hazards[node]
        highest = max(highest, terms[node])
      }
      var total = 0.0
      var first = 0.0
      var second = 0.0
      for node in nodes.indices {
        let weight = exp(terms[node] - highest)
        let slope = hits * hitSlopes[node] - misses * hazards[node]
        total += weight
        first += weight * slope
        second += weight * slope * spread * nodes[node].z
      }
      let (g0, g1) = (first / total, second / total)
      let count = Double(probes)
      sums.likelihood += count * (highest + log(total))
      sums.g0 += count * g0
      sums.g1 += count * g1
      sums.h00 += count * g0 * g0
      sums.h01 += count * g0 * g1
      sums.h11 += count * g1 * g1
    }
    return sums
  }
}
