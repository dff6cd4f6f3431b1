#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Essentials

/// Logistic regression of mated against non-mated scores at equal priors, whole or local.
struct LogisticFit {
  /// The score of each bin's middle.
  let scores: [Double]

  /// The straight line ln LR = intercept + slope · score that fits best.
  ///
  /// Newton's method on the binned likelihood, each class weighing one half.
  ///
  /// - Throws: ``Failure`` (`notMeasurable`) where the classes do not overlap, so that no finite
  ///   slope fits best.
  func line(mated: [Double], nonMated: [Double]) throws -> (intercept: Double, slope: Double) {
    let centre = zip(scores, zip(mated, nonMated)).reduce(0) { $0 + $1.0 * ($1.1.0 + $1.1.1) } / 2
    let fit = newton(around: centre, mated, nonMated, kernel: { _ in 1 }, over: scores.indices)
    guard let fit else {
      throw Failure(
        .notMeasurable, "mated and non-mated scores do not overlap, so no logistic mapping fits",
        remedy: "Add people or harder pictures until some strangers are as similar as some mates")
    }
    return (fit.value - fit.slope * centre, fit.slope)
  }

  /// ln LR at `score`, from a line fitted to the scores around it.
  ///
  /// A Gaussian kernel of standard deviation `bandwidth`; the local line takes out the bias that a
  /// ratio of two kernel density estimates has on exponential tails (Loader, "Local Regression and
  /// Likelihood", 1999). Nil where a class is missing around the score.
  func logRatio(
    at score: Double, bandwidth: Double, mated: [Double], nonMated: [Double]
  ) -> Double? {
    let near = scores.indices.filter { abs(scores[$0] - score) < 4 * bandwidth }
    guard let first = near.first, let last = near.last else { return nil }
    let kernel = { (distance: Double) in
      exp(-0.5 * (distance / bandwidth) * (distance / bandwidth))
    }
    return newton(around: score, mated, nonMated, kernel: kernel, over: first..<last + 1)?.value
  }

  private func newton(
    around centre: Double, _ mated: [Double], _ nonMated: [Double],
    kernel: (Double) -> Double, over range: Range<Int>
  ) -> (value: Double, slope: Double)? {
    var ones = 0.0
    var zeros = 0.0
    for bin in range {
      let weight = kernel(scores[bin] - centre)
      ones += weight * mated[bin]
      zeros += weight * nonMated[bin]
    }
    guard ones > 0, zeros > 0 else { return nil }
    // Starts from the local ratio; steps are halved until the likelihood rises, which it must, for
    // it is concave.
    var value = log(ones / zeros)
    var slope = 0.0
    var likelihood = -Double.infinity
    for _ in 0..<200 {
      let at = derivatives(value, slope, centre, mated, nonMated, kernel, range)
      likelihood = at.likelihood
      let determinant = at.h00 * at.h11 - at.h01 * at.h01
      guard determinant > 1e-14 * at.h00 * at.h11 else { return nil }
      let steps = (
        (at.h11 * at.g0 - at.h01 * at.g1) / determinant,
        (at.h00 * at.g1 - at.h01 * at.g0) / determinant
      )
      var scale = 1.0
      while scale > 1e-6 {
        let next = derivatives(
          value + scale * steps.0, slope + scale * steps.1, centre, mated, nonMated, kernel, range)
        if next.likelihood >= likelihood { break }
        scale /= 2
      }
      if scale <= 1e-6 { return (value, slope) }
      value += scale * steps.0
      slope += scale * steps.1
      if abs(steps.0) < 1e-9 * (1 + abs(value)) && abs(steps.1) < 1e-9 * (1 + abs(slope)) {
        return (value, slope)
      }
    }
    return nil
  }

  private struct Derivatives {
    var likelihood = 0.0
    var g0 = 0.0
    var g1 = 0.0
    var h00 = 0.0
    var h01 = 0.0
    var h11 = 0.0
  }

  private func derivatives(
    _ value: Double, _ slope: Double, _ centre: Double, _ mated: [Double], _ nonMated: [Double],
    _ kernel: (Double) -> Double, _ range: Range<Int>
  ) -> Derivatives {
    var sums = Derivatives()
    for bin in range where mated[bin] > 0 || nonMated[bin] > 0 {
      let x = scores[bin] - centre
      let weight = kernel(x)
      let logOdds = value + slope * x
      let p = 1 / (1 + exp(-logOdds))
      let softplus = max(logOdds, 0) + log1p(exp(-abs(logOdds)))
      sums.likelihood += weight * (mated[bin] * logOdds - (mated[bin] + nonMated[bin]) * softplus)
      let gradient = weight * (mated[bin] * (1 - p) - nonMated[bin] * p)
      let curvature = weight * (mated[bin] + nonMated[bin]) * p * (1 - p)
      sums.g0 += gradient
      sums.g1 += gradient * x
      sums.h00 += curvature
      sums.h01 += curvature * x
      sums.h11 += curvature * x * x
    }
    return sums
  }
}
