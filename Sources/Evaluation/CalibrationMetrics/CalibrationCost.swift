#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension ScoreDistribution {
  /// Cllr, the cost of log-likelihood ratios in bits: 0 perfect, 1 no better than saying nothing.
  ///
  /// ½ [mean log2(1 + 1/LR) over mated + mean log2(1 + LR) over non-mated]. Brümmer and du Preez,
  /// Computer Speech and Language 20 (2006). Nil for raw scores.
  ///
  /// - Complexity: O(n).
  public func calibrationCost(unit: ScoreUnit) -> Double? {
    crossEntropy(unit: unit, prior: 0.5)
  }

  /// The empirical cross-entropy at the prior probability `prior` of a mated comparison, in bits.
  ///
  /// Ramos and Gonzalez-Rodriguez: prior · mean log2(1 + 1/(LR · odds)) over mated plus (1 − prior) ·
  /// mean log2(1 + LR · odds) over non-mated. Not the expected calibration error, which shares its
  /// initials. Nil for raw scores, and where it lies beyond the floats.
  ///
  /// - Complexity: O(n).
  public func crossEntropy(unit: ScoreUnit, prior: Double) -> Double? {
    precondition(prior > 0 && prior < 1)
    guard let factor = unit.toNaturalLogarithm else { return nil }
    let shift = log(prior / (1 - prior))
    func bits<Key: ScoreKey>(_ keys: [Key], sign: Double) -> Double {
      let sum = ScoreDistribution.blockSums(keys.count) { index in
        let exponent = sign * (inPolarity(keys[index].score) * factor + shift)
        return (max(0, exponent) + log1p(exp(-abs(exponent))), 0)
      }
      return sum.0 / Double(keys.count) / log(2)
    }
    func both<Key: ScoreKey>(_ classes: SortedClasses<Key>) -> Double {
      prior * bits(classes.mated, sign: -1) + (1 - prior) * bits(classes.nonMated, sign: 1)
    }
    let bits =
      switch storage {
      case .single(let classes): both(classes)
      case .double(let classes): both(classes)
      }
    return bits.isFinite ? bits : nil
  }
}
