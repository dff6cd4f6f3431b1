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

  /// People of one group whose degraded captures lose 40 % of the person and gain noise and a shift.
  static let faded: PopulationModel = {
    let rank = 5
    func numbers(_ values: [Float]) -> PackedNumbers { PackedNumbers(values, .single) }
    var identity = [Float](repeating: 0, count: rank * rank)
    for axis in 0..<rank { identity[axis * rank + axis] = 1 }
    let between: [Float] = [0.5, 0.4, 0.4, 0.3, 0.3]
    let trace = between.reduce(0) { $0 + Double($1 * $1) }
    return PopulationModel(
      format: 1, name: "faded", encoder: "none", metric: .euclidean, dimension: rank, rank: rank,
      people: 0, source: "a formula", isNormalised: false,
      centre: numbers([Float](repeating: 0, count: rank)), basis: numbers(identity),
      components: [
        PopulationModel.Component(
          share: 1, people: 0, mean: numbers([Float](repeating: 0, count: rank)),
          factor: numbers(between), withinScale: 1, captureTrace: trace + 0.05, shell: 0)
      ], within: numbers([Float](repeating: 0.1, count: rank)), withinGain: 1, personSpread: 0,
      captureSpread: 0,
      conditions: [
        PopulationModel.Condition(
          name: "far", kind: nil, gain: numbers([Float](repeating: 0.6, count: rank)),
          withinGain: 1,
          offset: numbers([0.3, 0, 0, 0, -0.2]),
          factor: numbers([Float](repeating: 0.15, count: rank)), spread: 0, shell: 0,
          traces: [1], basis: nil, detected: 1, attempts: 1)
      ])
  }()

  private static func gallery(
    _ name: String, _ condition: String, captures: Int, people: Int = 900,
    dimension: Int = faded.dimension, in folder: TemporaryFolder
  ) throws -> Gallery {
    let path = folder.file(name)
    let writer = try GalleryWriter(
      path: path,
      information: GalleryInformation(
        dimension: dimension, metric: .euclidean, origin: .simulated,
        created: "2026-11-23T00:00:00Z"
      ))
    try SimulatedPeople(model: faded, seed: 5).forEachCapture(
      people: 0..<people, captures: captures, condition: condition, threads: 1
    ) { capture in
      try writer.append(
        capture.template.prefix(dimension),
        record: CaptureRecord(subject: SubjectID("s\(capture.person)")))
    }
    try writer.finish()
    return try Gallery(path: path)
  }

  @Test func findsWhatAConditionDoes() throws {
    let folder = try TemporaryFolder()
    let clean = try Self.gallery("clean", "clean", captures: 3, in: folder)
    let far = try Self.gallery("far", "far", captures: 1, in: folder)
    let fit = try PopulationFit.fit(
      clean, conditions: [("far", far)], name: "mine", holdingOut: true, seed: 1, threads: 2,
      progress: NoProgress())
    let condition = try #require(fit.model.conditions.first)
    // The basis may be turned; a gain that is the same for all axes is not.
    for gain in condition.gain.values { #expect(abs(gain - 0.6) < 0.12) }
    // Where the mean face is taken: far from the clean mean by the shift of 0.36.
    let people = SimulatedPeople(model: fit.model, seed: 2)
    func mean(_ condition: Int?) -> [Double] {
      let faces = people.coordinates(of: Array(0..<2000), capture: 0, condition: condition)
      return (0..<5).map { axis in faces.reduce(0) { $0 + Double($1[axis]) } / 2000 }
    }
    #expect(abs(ShellFit.distance(mean(nil), mean(0)) - 0.36) < 0.05)
    let checks = fit.checks.filter { $0.name.hasPrefix("far: ") }
    #expect(checks.count == 3 && fit.isHeldOut)
    #expect(fit.limits.contains { $0.contains("fewer than 1,000 people") })
    for check in checks { #expect(abs(check.simulated / check.measured - 1) < 0.1, "\(check)") }
    #expect(
      try PopulationModel.read(fit.model.json(), file: "mine").conditionNames == ["clean", "far"])
    #expect(
      try fit.model
        == PopulationFit.fit(
          clean, conditions: [("far", far)], name: "mine", holdingOut: true, seed: 1, threads: 1,
          progress: NoProgress()
        ).model)
  }

  @Test func conditionsThatDoNotGoWithTheGalleryAreRefused() throws {
    let folder = try TemporaryFolder()
    let clean = try Self.gallery("clean", "clean", captures: 2, people: 300, in: folder)
    let few = try Self.gallery("few", "far", captures: 1, people: 40, in: folder)
    let short = try Self.gallery("short", "far", captures: 1, people: 60, dimension: 3, in: folder)
    func fit(_ conditions: [(name: String, gallery: Gallery)]) throws {
      _ = try PopulationFit.fit(
        clean, conditions: conditions, name: "mine", holdingOut: false, seed: 1, threads: 1,
        progress: NoProgress())
    }
    for conditions in [
      [("few", few)], [("short", short)], [("clean", clean)], [("a b", clean)], [("", clean)],
      [("far", clean), ("far", clean)],
    ] {
      #expect(throws: Failure.self) { try fit(conditions.map { (name: $0.0, gallery: $0.1) }) }
    }
  }

  /// A degraded template is not held beside the clean one of its own shot.
  @Test func twinsAreLeftOut() throws {
    let folder = try TemporaryFolder()
    func gallery(_ name: String, _ shots: [(subject: String, shot: String?, value: Float)]) throws
      -> Gallery
    {
      let path = folder.file(name)
      let writer = try GalleryWriter(
        path: path,
        information: GalleryInformation(
          dimension: 2, metric: .euclidean, origin: .simulated, created: "2026-11-23T00:00:00Z"))
      for shot in shots {
        try writer.append(
          [shot.value, 0],
          record: CaptureRecord(
            subject: SubjectID(shot.subject),
            attributes: shot.shot.map { ["shot": $0] } ?? [:]))
      }
      try writer.finish()
      return try Gallery(path: path)
    }
    let clean = try gallery(
      "clean", [("a", "1", 0), ("a", "2", 5), ("b", nil, 1), ("b", nil, 2), ("c", "1", 9)])
    let known = try LabelledTemplates(clean)
    let degraded = try DegradedTemplates(
      "far", try gallery("far", [("a", "1", 1), ("b", nil, 4), ("d", "1", 3)]), of: clean, known)
    #expect(degraded.shots.map(\.person) == [0, 1])
    #expect(degraded.shots.map(\.twin) == [0, nil])
    let mated = degraded.mated([0: 2, 1: 2, 2: 1]) { shot, place in
      Double(abs(shot.template[0] - known.templates[known.people[shot.person][place]][0]))
    }
    // a: 4 alone with weight 1; b: 3 and 2 with one half each.
    #expect(mated.quantile(0.2) == 2)
    #expect(mated.quantile(0.5) == 3)
    #expect(mated.quantile(0.9) == 4)
    #expect(mated.share(above: 2.5) == 0.75)
    #expect(WeightedValues([]).quantile(0.5) == 0)
  }
}
