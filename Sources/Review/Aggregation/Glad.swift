import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ability and difficulty (GLAD; Whitehill, Ruvolo, Wu, Bergsma and Movellan, NIPS 2009).
///
/// P(right) = 1/(1 + e^(−α·e^β)), α the worker's ability, β the task's ease, each with a N(1, 1) prior;
/// wrong answers fall on the other labels alike; classes are equally likely. The penalised
/// observed-data log-likelihood is maximised directly by ``LBFGS``: by Fisher's identity its gradient
/// costs no more than the M-step's, and one optimisation replaces a nest of them.
struct Glad: Sendable {
  let table: AnswerTable
  let threads: Int

  struct Fit: Sendable {
    let abilities: [Double]
    let eases: [Double]
    let posterior: [Double]
    let logLikelihood: Double
    let outcome: LBFGS.Outcome
  }

  private struct Part: Sendable {
    var logLikelihood = 0.0
    var gradient: [Double] = []
    var posterior: [Double] = []
  }

  func fit(tolerance: Double, maximumIterations: Int) throws -> Fit {
    let workers = table.workers.count
    let start = [Double](repeating: 1, count: workers + table.tasks.count)
    let search = LBFGS(tolerance: tolerance, maximumIterations: maximumIterations)
    let outcome = try search.maximise(from: start) { point in
      let (value, gradient, _) = try evaluate(point)
      return (value, gradient)
    }
    let (value, _, posterior) = try evaluate(outcome.point)
    return Fit(
      abilities: Array(outcome.point[..<workers]), eases: Array(outcome.point[workers...]),
      posterior: posterior, logLikelihood: value - penalty(outcome.point), outcome: outcome)
  }

  private func penalty(_ point: [Double]) -> Double {
    let constant = -0.5 * log(2 * .pi)
    return point.reduce(0) { $0 + constant - 0.5 * ($1 - 1) * ($1 - 1) }
  }

  /// The objective, its gradient and the posteriors.
  ///
  /// The logit of P(right) is a = α·e^β itself, so a class's log-likelihood is Σ −softplus(aⱼ) over
  /// all answers plus Σ (aⱼ + ln(K − 1)) over those that name the class. The gradient by a of one
  /// answer is P(right | answers) − P(right).
  func evaluate(_ point: [Double]) throws -> (Double, [Double], [Double]) {
    let blocks = Parallel.blocks(table.tasks.count, of: 4096)
    let parts = try Parallel.map(count: blocks.count, threads: threads) {
      evaluateTasks(blocks[$0], point)
    }
    let posterior = parts.count == 1 ? parts[0].posterior : Array(parts.map(\.posterior).joined())
    let size = max(1, table.workers.count * 16_384 / max(1, table.count))
    let workerBlocks = Parallel.blocks(table.workers.count, of: size)
    let abilityParts = try Parallel.map(count: workerBlocks.count, threads: threads) {
      evaluateWorkers(workerBlocks[$0], point, posterior)
    }
    var gradient = Array(abilityParts.joined())
    for part in parts { gradient += part.gradient }
    for index in gradient.indices { gradient[index] -= point[index] - 1 }
    let value = parts.reduce(0) { $0 + $1.logLikelihood } + penalty(point)
    return (value, gradient, posterior)
  }

  private func evaluateTasks(_ range: Range<Int>, _ point: [Double]) -> Part {
    let classes = table.labels.count
    let workers = table.workers.count
    let others = log(Double(classes - 1))
    let logClasses = log(Double(classes))
    var part = Part()
    part.posterior = [Double](repeating: 0, count: range.count * classes)
    part.gradient.reserveCapacity(range.count)
    var row = [Double](repeating: 0, count: classes)
    var right: [Double] = []
    let other = table.byTask.other.span
    let label = table.byTask.label.span
    let values = point.span
    for task in range {
      let ease = exp(values[workers + task])
      for k in 0..<classes { row[k] = 0 }
      var base = -logClasses
      right.removeAll(keepingCapacity: true)
      for place in table.byTask.range(task) {
        let logit = values[Int(other[place])] * ease
        let tail = exp(-abs(logit))
        base -= max(logit, 0) + log1p(tail) + others
        right.append(logit >= 0 ? 1 / (1 + tail) : tail / (1 + tail))
        row[Int(label[place])] += logit + others
      }
      var largest = -Double.infinity
      for k in 0..<classes { largest = max(largest, row[k]) }
      let start = (task - range.lowerBound) * classes
      var sum = 0.0
      for k in 0..<classes {
        let share = exp(row[k] - largest)
        part.posterior[start + k] = share
        sum += share
      }
      for k in 0..<classes { part.posterior[start + k] /= sum }
      part.logLikelihood += base + largest + log(sum)
      var slope = 0.0
      for (number, place) in table.byTask.range(task).enumerated() {
        let residual = part.posterior[start + Int(label[place])] - right[number]
        slope += residual * values[Int(other[place])] * ease
      }
      part.gradient.append(slope)
    }
    return part
  }

  private func evaluateWorkers(
    _ range: Range<Int>, _ point: [Double], _ posterior: [Double]
  ) -> [Double] {
    let classes = table.labels.count
    let workers = table.workers.count
    let other = table.byWorker.other.span
    let label = table.byWorker.label.span
    let values = point.span
    let beliefs = posterior.span
    var gradient: [Double] = []
    gradient.reserveCapacity(range.count)
    for worker in range {
      var slope = 0.0
      for place in table.byWorker.range(worker) {
        let task = Int(other[place])
        let ease = exp(values[workers + task])
        let right = 1 / (1 + exp(-values[worker] * ease))
        slope += (beliefs[task * classes + Int(label[place])] - right) * ease
      }
      gradient.append(slope)
    }
    return gradient
  }
}
