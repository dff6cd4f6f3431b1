package import Statistics

/// Events among trials that come in clusters (the candidates of one list).
package struct ClusteredTally {
  private var clusters: [Int: (events: Int, trials: Int)] = [:]
  private var events = 0
  private var trials = 0

  package init() {}

  package mutating func add(cluster: Int, isEvent: Bool) {
    add(cluster: cluster, events: isEvent ? 1 : 0, trials: 1)
  }

  package mutating func add(cluster: Int, events: Int, trials: Int) {
    clusters[cluster, default: (0, 0)].trials += trials
    clusters[cluster, default: (0, 0)].events += events
    self.trials += trials
    self.events += events
  }

  package var proportion: Proportion { Proportion(events: events, trials: trials) }

  /// Wilson's interval with the effective size p(1 − p)/V, V the ratio estimator's variance.
  ///
  /// V = k/(k − 1) · Σ(eᵢ − p·nᵢ)² / n² over k clusters (Cochran, *Sampling Techniques*, section
  /// 6.3). The effective size is at most the number of trials; with no variance, or one cluster,
  /// Clopper–Pearson takes each cluster as one trial. Nil with no trial.
  package func interval(level: Double = 0.95) -> Interval? {
    guard let rate = proportion.rate else { return nil }
    let k = Double(clusters.count)
    // In order of cluster, so that the sum does not depend on the order of a dictionary.
    var squares = 0.0
    for cluster in clusters.keys.sorted() {
      guard let counts = clusters[cluster] else { continue }
      let excess = Double(counts.events) - rate * Double(counts.trials)
      squares += excess * excess
    }
    let variance = k > 1 ? k / (k - 1) * squares / (Double(trials) * Double(trials)) : 0
    if variance <= 0 || events == 0 || events == trials {
      let whole = clusters.count
      let part = Int((rate * Double(whole)).rounded())
      guard let exact = Proportion(events: part, trials: whole).clopperPearson(level: level) else {
        return nil
      }
      return Interval(
        lower: exact.lower, upper: exact.upper, level: level, method: .identityConservative)
    }
    let effective = min(Double(trials), rate * (1 - rate) / variance)
    return Proportion.wilson(
      rate: rate, trials: effective, level: level, method: .identityClustered)
  }
}
