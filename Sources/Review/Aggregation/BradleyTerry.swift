import Essentials

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

  /// The items, strongest first; ties by name.
  public let items: [String]
  /// Their strengths, which sum to 1.
  public let strengths: [Double]
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
  public init(_ comparisons: [Comparison]) throws {
    let names = Set(comparisons.flatMap { [$0.winner, $0.loser] }).sorted {
      AnswerOrder.precedes($0, $1)
    }
    guard !names.isEmpty else {
      throw Failure(.notMeasurable, "there is nothing to compare", remedy: "Give comparisons")
    }
    var number: [String: Int] = [:]
    for (index, name) in names.enumerated() { number[name] = index }
    let n = names.count
    var wins = [Double](repeating: 0, count: n * n)
    for comparison in comparisons {
      guard let i = number[comparison.winner], let j = number[comparison.loser], i != j else {
        throw Failure(
          .malformedInput, "\"\(comparison.winner)\" is compared with itself",
          remedy: "Remove the comparison")
      }
      wins[i * n + j] += 1
    }
    // Finite strengths exist exactly where every item can be reached from every other by wins.
    for reversed in [false, true] {
      var seen: Set<Int> = [0]
      var open = [0]
      while let i = open.popLast() {
        for j in 0..<n where !seen.contains(j) && wins[reversed ? j * n + i : i * n + j] > 0 {
          seen.insert(j)
          open.append(j)
        }
      }
      if seen.count < n {
        throw Failure(
          .notMeasurable, "some items never lose to, or are never compared with, the others",
          remedy: "Give more comparisons between the groups")
      }
    }
    var strength = [Double](repeating: 1 / Double(n), count: n)
    func likelihood() -> Double {
      var sum = 0.0
      for i in 0..<n {
        for j in 0..<n where wins[i * n + j] > 0 {
          sum += wins[i * n + j] * log(strength[i] / (strength[i] + strength[j]))
        }
      }
      return sum
    }
    var value = likelihood()
    var steps = 0
    var settled = false
    while steps < 100_000 && !settled {
      var next = strength
      for i in 0..<n {
        var won = 0.0
        var weight = 0.0
        for j in 0..<n where j != i {
          let games = wins[i * n + j] + wins[j * n + i]
          won += wins[i * n + j]
          if games > 0 { weight += games / (strength[i] + strength[j]) }
        }
        next[i] = weight > 0 ? won / weight : strength[i]
      }
      let total = next.reduce(0, +)
      strength = next.map { $0 / total }
      let fresh = likelihood()
      steps += 1
      settled = abs(fresh - value) <= 1e-12 * abs(fresh)
      value = fresh
    }
    let order = (0..<n).sorted { (-strength[$0], $0) < (-strength[$1], $1) }
    items = order.map { names[$0] }
    strengths = order.map { strength[$0] }
    logLikelihood = value
    iterations = steps
    converged = settled
  }
}
