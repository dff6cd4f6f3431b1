import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far a GLAD posterior could be off because abilities and eases are themselves estimated.
///
/// Laplace's approximation with the diagonal of the information: 1 + Σ e^(2β) p(1 − p) for an
/// ability, 1 + Σ a² p(1 − p) for an ease, a = α·e^β. The log-odds of the best label against the next
/// is Σ ±a over the answers that name either, so its variance follows to first order.
struct GladSpread: Sendable {
  let table: AnswerTable
  let fit: Glad.Fit
  private let abilityVariance: [Double]

  init(table: AnswerTable, fit: Glad.Fit) {
    self.table = table
    self.fit = fit
    abilityVariance = table.workers.indices.map { worker in
      var information = 1.0
      for place in table.byWorker.range(worker) {
        let ease = exp(fit.eases[Int(table.byWorker.other[place])])
        information += ease * ease * GladSpread.spread(fit.abilities[worker] * ease)
      }
      return 1 / information
    }
  }

  /// p(1 − p) at this logit.
  private static func spread(_ logit: Double) -> Double {
    let tail = exp(-abs(logit))
    return tail / ((1 + tail) * (1 + tail))
  }

  func interval(task: Int, best: Int) -> Interval? {
    let classes = table.labels.count
    let row = task * classes
    var next = -1
    for k in 0..<classes where k != best {
      if next < 0 || fit.posterior[row + k] > fit.posterior[row + next] { next = k }
    }
    let ease = exp(fit.eases[task])
    var variance = 0.0
    var sum = 0.0
    var information = 1.0
    for place in table.byTask.range(task) {
      let worker = Int(table.byTask.other[place])
      let logit = fit.abilities[worker] * ease
      information += logit * logit * GladSpread.spread(logit)
      let label = Int(table.byTask.label[place])
      if label != best && label != next { continue }
      sum += label == best ? logit : -logit
      variance += ease * ease * abilityVariance[worker]
    }
    variance += sum * sum / information
    let value = fit.posterior[row + best]
    let odds = log(value / max(1 - value, 1e-300))
    let half = 1.959963984540054 * variance.squareRoot()
    return Interval(
      lower: 1 / (1 + exp(-(odds - half))), upper: 1 / (1 + exp(-(odds + half))), level: 0.95,
      method: .deltaMethod)
  }
}
