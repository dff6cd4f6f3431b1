/// Isotonic regression by pooling adjacent violators.
public enum Isotonic {
  /// The never-falling sequence closest to `values` in weighted squares.
  ///
  /// `weights` must be positive and as many as the values; nil weighs all the same. Ayer et al.,
  /// Ann. Math. Statist. 26 (1955).
  ///
  /// - Complexity: O(n).
  public static func nonDecreasing(_ values: [Double], weights: [Double]? = nil) -> [Double] {
    precondition(weights.map { $0.count == values.count } ?? true)
    var means: [Double] = []
    var masses: [Double] = []
    var lengths: [Int] = []
    for (index, value) in values.enumerated() {
      var mean = value
      var mass = weights?[index] ?? 1
      var length = 1
      while let last = means.last, last > mean {
        let lastMass = masses.removeLast()
        mean = (last * lastMass + mean * mass) / (lastMass + mass)
        mass += lastMass
        length += lengths.removeLast()
        means.removeLast()
      }
      means.append(mean)
      masses.append(mass)
      lengths.append(length)
    }
    return zip(means, lengths).flatMap { Array(repeating: $0, count: $1) }
  }
}
