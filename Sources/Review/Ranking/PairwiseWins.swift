import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Who beat whom how often, item by item, for the items that were compared.
struct PairwiseWins {
  struct Rival {
    let item: Int
    let wins: Int
    let games: Int
  }

  /// The items in order of name.
  let names: [String]
  /// For each item those it was compared with, in order.
  let rivals: [[Rival]]
  /// How often each item won.
  let wins: [Int]

  init(_ comparisons: [BradleyTerry.Comparison]) throws {
    let names = Set(comparisons.flatMap { [$0.winner, $0.loser] }).sorted {
      AnswerOrder.precedes($0, $1)
    }
    if names.isEmpty {
      throw Failure(.notMeasurable, "there is nothing to compare", remedy: "Give comparisons")
    }
    var number: [String: Int] = [:]
    for (index, name) in names.enumerated() { number[name] = index }
    var counts = [[Int: (wins: Int, games: Int)]](repeating: [:], count: names.count)
    for comparison in comparisons {
      guard let i = number[comparison.winner], let j = number[comparison.loser], i != j else {
        throw Failure(
          .malformedInput, "\"\(comparison.winner)\" is compared with itself",
          remedy: "Remove the comparison")
      }
      counts[i][j, default: (0, 0)].wins += 1
      counts[i][j, default: (0, 0)].games += 1
      counts[j][i, default: (0, 0)].games += 1
    }
    self.names = names
    rivals = counts.map { row in
      row.sorted { $0.key < $1.key }.map {
        Rival(item: $0.key, wins: $0.value.wins, games: $0.value.games)
      }
    }
    wins = rivals.map { $0.reduce(0) { $0 + $1.wins } }
    try checkConnected()
  }

  /// Finite strengths exist exactly where every item can be reached from every other by wins.
  private func checkConnected() throws {
    for reversed in [false, true] {
      var seen = [Bool](repeating: false, count: names.count)
      seen[0] = true
      var open = [0]
      while let i = open.popLast() {
        for rival in rivals[i] where !seen[rival.item] {
          if (reversed ? rival.games - rival.wins : rival.wins) == 0 { continue }
          seen[rival.item] = true
          open.append(rival.item)
        }
      }
      if let lost = seen.firstIndex(of: false) {
        throw Failure(
          .notMeasurable,
          "some items never lose to, or are never compared with, the others (such as "
            + "\"\(names[0])\" and \"\(names[lost])\")",
          remedy: "Give more comparisons between the groups")
      }
    }
  }

  func logLikelihood(_ strength: [Double]) -> Double {
    var sum = 0.0
    for i in names.indices {
      for rival in rivals[i] where rival.wins > 0 {
        sum += Double(rival.wins) * log(strength[i] / (strength[i] + strength[rival.item]))
      }
    }
    return sum
  }

  /// Standard errors of the log-strengths less their mean.
  ///
  /// The information is singular along the ones; with 11ᵀ/n added, its inverse less 11ᵀ/n is the
  /// covariance under Σλ = 0. By Cholesky.
  func standardErrors(_ strength: [Double]) -> [Double] {
    let n = names.count
    var matrix = [Double](repeating: 1 / Double(n), count: n * n)
    for i in 0..<n {
      for rival in rivals[i] {
        let p = strength[i] / (strength[i] + strength[rival.item])
        let information = Double(rival.games) * p * (1 - p)
        matrix[i * n + i] += information
        matrix[i * n + rival.item] -= information
      }
    }
    for j in 0..<n {
      for k in 0..<j {
        let factor = matrix[j * n + k]
        if factor == 0 { continue }
        for i in j..<n { matrix[i * n + j] -= matrix[i * n + k] * factor }
      }
      let root = max(matrix[j * n + j], 1e-300).squareRoot()
      for i in j..<n { matrix[i * n + j] /= root }
    }
    // The diagonal of the inverse: the squared columns of the inverse of the factor.
    var squares = [Double](repeating: 0, count: n)
    var column = [Double](repeating: 0, count: n)
    for j in 0..<n {
      for i in 0..<n { column[i] = 0 }
      for i in j..<n {
        var value = i == j ? 1.0 : 0.0
        for k in j..<i { value -= matrix[i * n + k] * column[k] }
        column[i] = value / matrix[i * n + i]
        squares[j] += column[i] * column[i]
      }
    }
    return squares.map { max(0, $0 - 1 / Double(n)).squareRoot() }
  }
}
