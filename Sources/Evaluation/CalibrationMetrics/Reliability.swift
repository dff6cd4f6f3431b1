/// How often a stated probability was right: the reliability diagram and the calibration error.
public struct Reliability: Sendable, Equatable, Codable {
  /// Comparisons whose stated probability falls into one bin.
  public struct Bin: Sendable, Equatable, Codable {
    /// The lower end of the bin; the upper end is the next bin's lower end, or 1, which belongs to
    /// the last.
    public let lower: Double
    /// Mated comparisons in the bin.
    public let mated: Int
    /// Non-mated comparisons in the bin.
    public let nonMated: Int
    /// The share of all weight in the bin.
    public let weight: Double
    /// The mean stated probability; nil in an empty bin.
    public let meanStated: Double?
    /// The weighted share of mated comparisons: what the probability should have been; nil if empty.
    public let observed: Double?
  }

  /// The bins, equally wide.
  public let bins: [Bin]
  /// The prior probability of a mated comparison to which both classes are weighted.
  public let prior: Double

  /// How many comparisons there are.
  public var count: Int { bins.reduce(0) { $0 + $1.mated + $1.nonMated } }

  /// The expected calibration error: Σ weight · |observed − mean stated|.
  ///
  /// Not the empirical cross-entropy, which shares its initials.
  public var expectedCalibrationError: Double {
    bins.reduce(0) { sum, bin in
      guard let observed = bin.observed, let stated = bin.meanStated else { return sum }
      return sum + bin.weight * abs(observed - stated)
    }
  }
}

extension ScoreDistribution {
  /// The reliability of the probabilities that `stated` gives for scores, each in [0, 1].
  ///
  /// The classes are weighted to `prior`, since the mix of mated and non-mated comparisons in a test
  /// is the tester's choice. A probability of 1 falls into the last bin.
  ///
  /// - Complexity: O(n).
  public func reliability(
    prior: Double, bins count: Int = 15, stated: (Double) -> Double
  ) -> Reliability {
    precondition(prior > 0 && prior < 1 && count > 0)
    var mated = [Int](repeating: 0, count: count)
    var nonMated = mated
    var statedSum = [Double](repeating: 0, count: count)
    let matedWeight = prior / Double(matedCount)
    let nonMatedWeight = (1 - prior) / Double(nonMatedCount)
    forEachStep { step in
      let probability = stated(step.score)
      precondition(probability >= 0 && probability <= 1, "a probability")
      let bin = min(count - 1, Int(probability * Double(count)))
      mated[bin] += step.mated
      nonMated[bin] += step.nonMated
      let weight = Double(step.mated) * matedWeight + Double(step.nonMated) * nonMatedWeight
      statedSum[bin] += weight * probability
    }
    return Reliability(
      bins: (0..<count).map { bin in
        let matedShare = Double(mated[bin]) * matedWeight
        let weight = matedShare + Double(nonMated[bin]) * nonMatedWeight
        return Reliability.Bin(
          lower: Double(bin) / Double(count), mated: mated[bin], nonMated: nonMated[bin],
          weight: weight, meanStated: weight > 0 ? statedSum[bin] / weight : nil,
          observed: weight > 0 ? matedShare / weight : nil)
      }, prior: prior)
  }
}
