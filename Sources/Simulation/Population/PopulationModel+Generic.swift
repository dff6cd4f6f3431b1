import Biometrics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension PopulationModel {
  /// A generic encoder of 512 numbers compared by cosine: a formula, fitted on nobody.
  ///
  /// Captures of strangers are independent uniform directions in 160 dimensions, so that the false
  /// match rate at cosine c is ½ I_{1−c²}(159/2, ½): 1e-6 at 0.37. Two captures of one person have
  /// cosine 0.65 in the middle. It has no groups, no lookalikes and no tail of its own, which is what
  /// sets it apart from templates of real people: for checks of formulas and orders of magnitude.
  static let generic: PopulationModel = {
    let (dimension, rank) = (512, 160)
    let noise = 1 / 0.65 - 1
    let diagonal = { (variance: Double) in
      PackedNumbers(
        [Float](repeating: Float((variance / Double(rank)).squareRoot()), count: rank), .single)
    }
    var basis: [Float] = []
    basis.reserveCapacity(rank * dimension)
    for row in 1...rank {
      for place in 0..<dimension {
        let angle = Double.pi * (Double(place) + 0.5) * Double(row) / Double(dimension)
        basis.append(Float((2 / Double(dimension)).squareRoot() * cos(angle)))
      }
    }
    return PopulationModel(
      format: currentFormat, name: "generic-512", encoder: "generic", metric: .cosine,
      dimension: dimension, rank: rank, people: 0,
      source: "a formula: uniform directions in 160 of 512 dimensions; no person's data",
      isNormalised: true,
      centre: PackedNumbers([Float](repeating: 0, count: dimension), .single),
      basis: PackedNumbers(basis, .single),
      components: [
        Component(
          share: 1, people: 0, mean: PackedNumbers([Float](repeating: 0, count: rank), .single),
          factor: diagonal(1), withinScale: 1, captureTrace: 1 + noise, shell: 0)
      ], within: diagonal(noise), withinGain: 1, personSpread: 0.1, captureSpread: 0.15,
      conditions: [])
  }()
}
