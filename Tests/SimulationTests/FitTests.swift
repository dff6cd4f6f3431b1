import Biometrics
import Essentials
import Foundation
import Matching
import Statistics
import TestSupport
import Testing

@testable import Simulation

@Suite struct FitTests {
  /// People of two far groups, one tight: the fit must find what they were drawn from.
  @Test func findsWhatItWasDrawnFrom() throws {
    let rank = 6
    func factor(_ scale: Double) -> PackedNumbers {
      PackedNumbers((0..<rank).map { Float(scale / Double($0 + 1).squareRoot()) }, .single)
    }
    func component(_ share: Double, _ place: Float, _ scale: Double) -> PopulationModel.Component {
      PopulationModel.Component(
        share: share, people: 0,
        mean: PackedNumbers([place] + [Float](repeating: 0, count: rank - 1), .single),
        factor: factor(scale), withinScale: 1, captureTrace: scale * scale * 2.45 + 0.06, shell: 0)
    }
    var identity = [Float](repeating: 0, count: rank * rank)
    for axis in 0..<rank { identity[axis * rank + axis] = 1 }
    let truth = PopulationModel(
      format: 1, name: "truth", encoder: "none", metric: .euclidean, dimension: rank, rank: rank,
      people: 0, source: "a formula", isNormalised: false,
      centre: PackedNumbers([Float](repeating: 0.5, count: rank), .single),
      basis: PackedNumbers(identity, .single),
      components: [component(0.7, 1.5, 0.5), component(0.3, -1.5, 0.25)],
      within: PackedNumbers([Float](repeating: 0.1, count: rank), .single), withinGain: 1,
      personSpread: 0, captureSpread: 0, conditions: [])
    let people = SimulatedPeople(model: truth, seed: 1)
    var templates: [[Float]] = []
    try people.forEachCapture(people: 0..<700, captures: 2, condition: "clean", threads: 2) {
      templates.append($0.template)
    }
    let rows = (0..<700).map { [2 * $0, 2 * $0 + 1] }
    let data = try FitData(templates, people: rows, isNormalised: false)
    #expect(data.rank == rank)
    let mixture = try MixtureFit(data, seed: 1, threads: 2, progress: NoProgress())
    #expect(mixture.components.allSatisfy { $0.weight >= MixtureFit.fewestPeople })
    // Each component keeps to one of the two groups, and together they have its people.
    let first = templates.indices.filter { people.group($0 / 2) == 0 }
    let shares = mixture.components.indices.map { kind in
      first.reduce(0) { $0 + mixture.chances[$1][kind] } / 2
    }
    for (kind, share) in shares.enumerated() {
      let ratio = share / mixture.components[kind].weight
      #expect(ratio < 0.02 || ratio > 0.98)
    }
    let difference = shares.reduce(0, +) - Double(first.count) / 2
    #expect(abs(difference) < 1e-6)
    #expect(throws: Failure.self) {
      try FitData(templates, people: Array(rows.prefix(100)), isNormalised: false)
    }
  }

  @Test func momentsAgreeWithTheirDefinitions() {
    var random = RandomStream(seed: 2)
    let rows = (0..<30).map { _ in (0..<4).map { _ in random.normal() } }
    let packed = Moments.scatter(rows, weights: rows.map { _ in 1 / 30 }, centre: nil)
    let full = Moments.mirrored(packed, 4)
    for i in 0..<4 {
      for j in 0..<4 {
        let sum = rows.reduce(0) { $0 + $1[i] * $1[j] } / 30
        #expect(abs(full[i * 4 + j] - sum) < 1e-12)
      }
    }
    let factor = Moments.cholesky(packed, 4)
    for i in 0..<4 {
      for j in 0...i {
        var sum = 0.0
        for k in 0...j { sum += factor[i * (i + 1) / 2 + k] * factor[j * (j + 1) / 2 + k] }
        #expect(abs(sum - packed[i * (i + 1) / 2 + j]) < 1e-12)
      }
    }
    let positive = Moments.positive(packed, 4, floor: 1e-9)
    for (left, right) in zip(positive, packed) { #expect(abs(left - right) < 1e-9) }
  }
}
