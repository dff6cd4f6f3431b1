import Essentials
public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Strengths from "which of the two is more alike?": P(i beats j) = πᵢ/(πᵢ + πⱼ).
///
/// Bradley and Terry, Biometrika 39 (1952), by the minorisation of Hunter, Annals of Statistics 32
/// (2004), under which the likelihood never falls.
public struct BradleyTerry: Sendable, Equatable, Codable {
  /// One comparison: who was preferred to whom.
  public struct Comparison: Sendable, Equatable, Codable {
    /// The item preferred.
    public let winner: String
    /// The other.
    public let loser: String

    /// Makes it.
    public init(winner: String, loser: String) {
      self.winner = winner
      self.loser = loser
    }
  }

  /// One item.
  public struct Entry: Sendable, Equatable, Codable {
    /// The item.
    public let item: String
    /// Its strength; all sum to 1.
    public let strength: Double
    /// How often it was preferred, of its comparisons.
    public let wins: Proportion
    /// The chance that it is preferred to an item of average (geometric mean) strength.
    public let preferredToAverage: Double
    /// Its interval, from the information of all comparisons together; nil beyond
    /// ``BradleyTerry/mostForIntervals`` items.
    public let interval: Interval?
  }

  /// Beyond so many items no intervals are computed: they take the cube of the number of items.
  public static let mostForIntervals = 1000

  /// The items, strongest first; ties by name.
  public let ranking: [Entry]
  /// How many comparisons there were.
  public let comparisons: Int
  /// The log-likelihood.
  public let logLikelihood: Double
  /// How many iterations ran.
  public let iterations: Int
  /// Whether the log-likelihood's relative change fell below 1e-12.
  public let converged: Bool

  /// Fits `comparisons`.
  ///
  /// - Throws: ``Failure``: `notMeasurable` where no comparison is given or where some items never
  ///   lose to any of the others (a strength would be infinite); `malformedInput` for an item
  ///   compared with itself.
  /// - Complexity: O(iterations · pairs + items³).
  public init(_ comparisons: [Comparison]) throws {
    let games = try PairwiseWins(comparisons)
    let n = games.names.count
    var strength = [Double](repeating: 1 / Double(n), count: n)
    var value = games.logLikelihood(strength)
    var steps = 0
    var settled = false
    while steps < 100_000 && !settled {
      var next = strength
      for i in 0..<n {
        var weight = 0.0
        for rival in games.rivals[i] {
          weight += Double(rival.games) / (strength[i] + strength[rival.item])
        }
        next[i] = Double(games.wins[i]) / weight
      }
      let total = next.reduce(0, +)
      strength = next.map { $0 / total }
      let fresh = games.logLikelihood(strength)
      steps += 1
      settled = abs(fresh - value) <= 1e-12 * abs(fresh)
      value = fresh
    }
    let mean = strength.reduce(0) { $0 + log($1) } / Double(n)
    let errors = n <= BradleyTerry.mostForIntervals ? games.standardErrors(strength) : nil
    func chance(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }
    let order = (0..<n).sorted { (-strength[$0], $0) < (-strength[$1], $1) }
    ranking = order.map { i in
      let logit = log(strength[i]) - mean
      return Entry(
        item: games.names[i], strength: strength[i],
        wins: Proportion(
          events: games.wins[i], trials: games.rivals[i].reduce(0) { $0 + $1.games }),
        preferredToAverage: chance(logit),
        interval: errors.map { errors in
          let half = 1.959963984540054 * errors[i]
          return Interval(
            lower: chance(logit - half), upper: chance(logit + half), level: 0.95,
            method: .deltaMethod)
        })
    }
    self.comparisons = comparisons.count
    logLikelihood = value
    iterations = steps
    converged = settled
  }

  /// The ranking for people.
  public var summary: String {
    var table = TextTable([
      .number("rank"), .text("item"), .number("preferred"), .number("of"),
      .number("to an average one"), .text("95 %"),
    ])
    for (place, entry) in ranking.enumerated().prefix(40) {
      table.append([
        "\(place + 1)", entry.item, "\(entry.wins.events)", "\(entry.wins.trials)",
        Numerals.percent(entry.preferredToAverage), entry.interval?.rangeText ?? "not computed",
      ])
    }
    var lines = [
      "\(ranking.count) items, \(Numerals.grouped(comparisons)) comparisons; log-likelihood "
        + "\(Numerals.fixed(logLikelihood, 6)), "
        + (converged ? "converged" : "not converged") + " after \(iterations) iterations.", "",
    ]
    lines += table.lines()
    if ranking.count > 40 { lines.append("… \(ranking.count - 40) more; --format json has all.") }
    lines.append(
      "Items whose intervals overlap widely are not told apart; comparisons count as independent.")
    return lines.joined(separator: "\n")
  }
}
