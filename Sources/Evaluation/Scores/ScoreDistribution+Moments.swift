import Essentials

extension ScoreDistribution {
  /// Mean and standard deviation of one class's scores, in their polarity.
  public struct Moments: Sendable, Equatable, Codable {
    /// The arithmetic mean.
    public let mean: Double
    /// The population standard deviation (divisor n).
    public let standardDeviation: Double
  }

  /// The mated scores' moments.
  ///
  /// - Complexity: O(n).
  public var matedMoments: Moments {
    switch storage {
    case .single(let classes): moments(classes.mated)
    case .double(let classes): moments(classes.mated)
    }
  }

  /// The non-mated scores' moments.
  ///
  /// - Complexity: O(n).
  public var nonMatedMoments: Moments {
    switch storage {
    case .single(let classes): moments(classes.nonMated)
    case .double(let classes): moments(classes.nonMated)
    }
  }

  /// d′, how many pooled standard deviations the classes' means lie apart, toward the right side.
  ///
  /// (mean mated − mean non-mated) / √((var mated + var non-mated) / 2), population variances, with
  /// the sign of the polarity; nil where both variances are 0, or the scores too large to square.
  ///
  /// - Complexity: O(n).
  public var dPrime: Double? {
    dPrime(matedMoments, nonMatedMoments)
  }

  /// d′ from both classes' moments.
  func dPrime(_ mated: Moments, _ nonMated: Moments) -> Double? {
    let pooled =
      (mated.standardDeviation * mated.standardDeviation
        + nonMated.standardDeviation * nonMated.standardDeviation) / 2
    let value = inPolarity(mated.mean - nonMated.mean) / pooled.squareRoot()
    // Scores near the ends of the floats have squares beyond them.
    return pooled > 0 && pooled.isFinite && value.isFinite ? value : nil
  }

  private func moments<Key: ScoreKey>(_ keys: [Key]) -> Moments {
    let count = Double(keys.count)
    // About the median, where squares lose least; sums of blocks are added in order.
    let largest = max(abs(keys[0].score), abs(keys[keys.count - 1].score))
    // A power of two, exact, and only where squares would leave the range of floats.
    let isExtreme = largest > 0x1p400 || (largest > 0 && largest < 0x1p-400)
    let scale = isExtreme ? max(largest.binade, 0x1p-1000) : 1
    let inverse = 1 / scale
    let centre = keys[keys.count / 2].score * inverse
    let sums = ScoreDistribution.blockSums(keys.count) { index in
      let difference = keys[index].score * inverse - centre
      return (difference, difference * difference)
    }
    let shift = sums.0 / count
    return Moments(
      mean: inPolarity((centre + shift) * scale),
      standardDeviation: max(0, sums.1 / count - shift * shift).squareRoot() * scale)
  }

  /// The two sums of `term` over 0..<`count`: blocks side by side, then added in order.
  ///
  /// The same result on any number of threads.
  static func blockSums(
    _ count: Int, _ term: @Sendable (Int) -> (Double, Double)
  ) -> (Double, Double) {
    let blocks = Parallel.blocks(count, of: 1 << 16)
    let sums = try? Parallel.map(count: blocks.count) { block in
      var sum = (0.0, 0.0)
      for index in blocks[block] {
        let value = term(index)
        sum.0 += value.0
        sum.1 += value.1
      }
      return sum
    }
    return (sums ?? []).reduce(into: (0.0, 0.0)) {
      $0.0 += $1.0
      $0.1 += $1.1
    }
  }
}
