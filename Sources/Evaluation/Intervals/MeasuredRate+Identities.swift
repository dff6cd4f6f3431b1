import Statistics

extension MeasuredRate {
  /// A rate over trials that cluster by identity: FNMR, FNIR, FPIR.
  ///
  /// Wilson's interval with the effective sample size p(1 − p)/Var, where Var = G/(G − 1) ·
  /// Σ(events − p · trials)² / n² over the G identities. The effective size is never taken above the
  /// true number of trials. Nil with no trials. With no event, or only events, Var is 0/0: then Clopper–Pearson over
  /// identities, one trial each, labelled conservative. One identity alone gives 0 to 1.
  ///
  /// - Parameters:
  ///   - events: each identity's events.
  ///   - trials: each identity's trials; identities without any are passed over.
  ///   - level: the confidence level.
  /// - Complexity: O(G).
  public init?(identityEvents events: [Int], trials: [Int], level: Double = 0.95) {
    precondition(events.count == trials.count)
    let identities = trials.count { $0 > 0 }
    if identities == 0 { return nil }
    let total = Proportion(events: events.reduce(0, +), trials: trials.reduce(0, +))
    let rate = Double(total.events) / Double(total.trials)
    var squares = 0.0
    for (events, trials) in zip(events, trials) {
      let residual = Double(events) - rate * Double(trials)
      squares += residual * residual
    }
    let count = Double(identities)
    self.init(
      total, level: level, conservativeTrials: identities,
      variance: identities < 2
        ? nil : squares * count / (count - 1) / Double(total.trials) / Double(total.trials))
  }

  /// The common end of the clustered intervals: `variance` nil means that it can't be estimated.
  init(_ total: Proportion, level: Double, conservativeTrials: Int, variance: Double?) {
    let rate = Double(total.events) / Double(total.trials)
    let interval: Interval
    if total.events == 0 || total.events == total.trials {
      let identities = Proportion(
        events: total.events == 0 ? 0 : conservativeTrials, trials: conservativeTrials)
      let exact = identities.clopperPearson(level: level)
      interval = Interval(
        lower: exact?.lower ?? 0, upper: exact?.upper ?? 1, level: level,
        method: .identityConservative)
    } else if let variance {
      let independent = Double(total.trials)
      let effective = variance > 0 ? min(independent, rate * (1 - rate) / variance) : independent
      interval = Proportion.wilson(
        rate: rate, trials: effective, level: level, method: .identityClustered)
    } else {
      interval = Interval(lower: 0, upper: 1, level: level, method: .identityConservative)
    }
    self.init(proportion: total, interval: interval)
  }
}
