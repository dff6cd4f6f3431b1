import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Scores normal within each class; votes probit in the score, so that both share what makes a pair
/// hard.
///
/// s | k ~ N(μₖ, σ²); P(vote "same" | k, s) = Φ(bⱼₖ + c·(s − mₖ)), mₖ constants near μₖ that keep bⱼₖ
/// and c apart. Evidence that correlates by ρ with the score within a class gives this form with
/// cσ = ρ/√(1 − ρ²). bⱼₖ and c have weak N(0, 2²) priors, so that a worker who always says the same
/// stays finite.
struct ScoreCombinerModel: Sendable {
  /// The observations, tasks in order; class 1 is "same".
  struct Data: Sendable {
    let scores: [Double]
    /// Where the votes of each task start; one more than there are tasks.
    let start: [Int]
    let worker: [Int32]
    let saysSame: [Bool]
    /// 0, 1, or −1 for tasks that are not known.
    let known: [Int8]
    let workers: Int
  }

  static let priorVariance = 4.0

  var share = 0.5
  var means = [0.0, 0.0]
  var deviation = 1.0
  var slope = 0.0
  /// Workers × 2.
  var intercepts: [Double]
  let centres: [Double]

  /// The parameters after one maximisation from shares of votes.
  init(_ data: Data) {
    let tasks = data.scores.count
    var beliefs = [Double](repeating: 0.5, count: tasks)
    var weights = [Double](repeating: 1, count: tasks)
    for task in 0..<tasks {
      let votes = data.start[task]..<data.start[task + 1]
      if data.known[task] >= 0 {
        beliefs[task] = Double(data.known[task])
      } else if votes.isEmpty {
        weights[task] = 0
      } else {
        // Shrunk by one vote each way, so that a single vote is no certainty.
        let same = Double(votes.count { data.saysSame[$0] })
        beliefs[task] = (same + 0.5) / (Double(votes.count) + 1)
      }
    }
    intercepts = [Double](repeating: 0, count: 2 * data.workers)
    centres = ScoreCombinerModel.classMeans(data.scores, beliefs, weights)
    maximise(data, beliefs: beliefs, weights: weights)
  }

  private static func classMeans(
    _ scores: [Double], _ beliefs: [Double], _ weights: [Double]
  ) -> [Double] {
    (0..<2).map { k in
      var sum = 0.0
      var total = 0.0
      for task in scores.indices {
        let part = weights[task] * (k == 1 ? beliefs[task] : 1 - beliefs[task])
        sum += part * scores[task]
        total += part
      }
      return total > 0 ? sum / total : 0
    }
  }

  /// ln P(score, votes, class) of a task for both classes.
  func logJoint(_ data: Data, task: Int) -> (different: Double, same: Double) {
    var values = (different: log(1 - share), same: log(share))
    let score = data.scores[task]
    let low = (score - means[0]) / deviation
    let high = (score - means[1]) / deviation
    let constant = -log(deviation) - 0.5 * log(2 * .pi)
    values.different += constant - 0.5 * low * low
    values.same += constant - 0.5 * high * high
    for place in data.start[task]..<data.start[task + 1] {
      let worker = 2 * Int(data.worker[place])
      let sign: Double = data.saysSame[place] ? 1 : -1
      values.different += Probit.logCumulative(
        sign * (intercepts[worker] + slope * (score - centres[0])))
      values.same += Probit.logCumulative(
        sign * (intercepts[worker + 1] + slope * (score - centres[1])))
    }
    return values
  }

  /// P(same) of each task and the weighted observed-data log-likelihood.
  func expectation(_ data: Data, weights: [Double]?) -> (beliefs: [Double], logLikelihood: Double) {
    var beliefs: [Double] = []
    beliefs.reserveCapacity(data.scores.count)
    var total = 0.0
    for task in data.scores.indices {
      let weight = weights?[task] ?? 1
      let joint = logJoint(data, task: task)
      switch data.known[task] {
      case 0:
        beliefs.append(0)
        total += weight * joint.different
      case 1:
        beliefs.append(1)
        total += weight * joint.same
      default:
        let odds = joint.same - joint.different
        beliefs.append(1 / (1 + exp(-odds)))
        let largest = max(joint.same, joint.different)
        total += weight * (largest + log1p(exp(-abs(odds))))
      }
    }
    return (beliefs, total)
  }

  /// The log-prior of intercepts and slope, up to a constant.
  var penalty: Double {
    let squares = intercepts.reduce(slope * slope) { $0 + $1 * $1 }
    return -squares / (2 * ScoreCombinerModel.priorVariance)
  }

  /// One step that raises the expected log-likelihood: closed forms, then Newton for the votes.
  mutating func maximise(_ data: Data, beliefs: [Double], weights: [Double]?) {
    let ones = weights ?? [Double](repeating: 1, count: beliefs.count)
    let total = ones.reduce(0, +)
    var same = 0.0
    for task in beliefs.indices { same += ones[task] * beliefs[task] }
    share = min(1 - 1e-9, max(1e-9, same / total))
    means = ScoreCombinerModel.classMeans(data.scores, beliefs, ones)
    var squares = 0.0
    for task in beliefs.indices {
      let low = data.scores[task] - means[0]
      let high = data.scores[task] - means[1]
      squares += ones[task] * ((1 - beliefs[task]) * low * low + beliefs[task] * high * high)
    }
    deviation = max(1e-6, (squares / total).squareRoot())
    stepIntercepts(data, beliefs, ones)
    stepSlope(data, beliefs, ones)
  }

  /// A Newton step for every intercept; the probit log-likelihood is concave in each.
  private mutating func stepIntercepts(_ data: Data, _ beliefs: [Double], _ weights: [Double]) {
    var gradient = intercepts.map { -$0 / ScoreCombinerModel.priorVariance }
    var curvature = [Double](
      repeating: 1 / ScoreCombinerModel.priorVariance, count: intercepts.count)
    forEachVote(data, beliefs, weights) { index, weight, sign, argument, _ in
      let mills = Probit.millsRatio(argument)
      gradient[index] += weight * sign * mills
      curvature[index] += weight * mills * (argument + mills)
    }
    for index in intercepts.indices {
      // The curvature falls towards the tails: a bounded step cannot overshoot by much.
      intercepts[index] += min(1, max(-1, gradient[index] / curvature[index]))
    }
  }

  private mutating func stepSlope(_ data: Data, _ beliefs: [Double], _ weights: [Double]) {
    var gradient = -slope / ScoreCombinerModel.priorVariance
    var curvature = 1 / ScoreCombinerModel.priorVariance
    forEachVote(data, beliefs, weights) { _, weight, sign, argument, offset in
      let mills = Probit.millsRatio(argument)
      gradient += weight * sign * mills * offset
      curvature += weight * mills * (argument + mills) * offset * offset
    }
    slope += min(0.5, max(-0.5, gradient / curvature))
  }

  /// Calls `body` with the index of the intercept, weight, sign, signed argument, and s − mₖ.
  private func forEachVote(
    _ data: Data, _ beliefs: [Double], _ weights: [Double],
    _ body: (Int, Double, Double, Double, Double) -> Void
  ) {
    for task in data.scores.indices where weights[task] > 0 {
      for k in 0..<2 {
        let weight = weights[task] * (k == 1 ? beliefs[task] : 1 - beliefs[task])
        if weight < 1e-12 { continue }
        let offset = data.scores[task] - centres[k]
        for place in data.start[task]..<data.start[task + 1] {
          let index = 2 * Int(data.worker[place]) + k
          let sign: Double = data.saysSame[place] ? 1 : -1
          body(index, weight, sign, sign * (intercepts[index] + slope * offset), offset)
        }
      }
    }
  }

  /// ρ: the correlation of evidence and score within a class.
  var correlation: Double {
    let product = slope * deviation
    return product / (1 + product * product).squareRoot()
  }

  /// P(vote "same" | class) of a worker, averaged over the class's scores.
  func rate(worker: Int, class k: Int) -> Double {
    let product = slope * deviation
    let centre = intercepts[2 * worker + k] + slope * (means[k] - centres[k])
    return Normal.cumulative(centre / (1 + product * product).squareRoot())
  }

  /// The log-odds of "same" from the calibrated score alone.
  func scoreLogOdds(_ score: Double) -> Double {
    let low = (score - means[0]) / deviation
    let high = (score - means[1]) / deviation
    return log(share / (1 - share)) + 0.5 * (low * low - high * high)
  }
}

/// ln Φ and φ/Φ, accurate far into the lower tail.
enum Probit {
  static func logCumulative(_ x: Double) -> Double {
    if x > -30 { return log(Normal.cumulative(x)) }
    return -0.5 * x * x - log(-x) - 0.5 * log(2 * .pi) - 1 / (x * x)
  }

  static func millsRatio(_ x: Double) -> Double {
    if x > -30 { return Normal.density(x) / Normal.cumulative(x) }
    return -x - 1 / x
  }
}
