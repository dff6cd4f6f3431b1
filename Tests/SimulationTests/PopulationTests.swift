import Biometrics
import CSampling
import Essentials
import Foundation
import TestSupport
import Testing

@testable import Simulation

/// Simulated people against what was measured on real ones, and against formulas.
@Suite struct PopulationTests {
  static func distances(_ left: [[Float]], _ right: [[Float]], _ model: PopulationModel) -> [Double]
  {
    zip(left, right).map { model.score(unlikeness: model.unlikeness($0, $1)) }
  }

  static func strangers(_ faces: [[Float]], _ model: PopulationModel) -> [Double] {
    var scores: [Double] = []
    for left in faces.indices {
      for right in left + 1..<faces.count {
        scores.append(model.score(unlikeness: model.unlikeness(faces[left], faces[right])))
      }
    }
    return scores
  }

  static func quantile(_ values: [Double], _ share: Double) -> Double {
    values.sorted()[Int(share * Double(values.count - 1))]
  }

  /// The figures are those of LFW with dlib's encoder, which anyone can measure.
  @Test func dlibReproducesTheMeasuredRatesTailIncluded() throws {
    let model = try PopulationModel.named("dlib-lfw")
    let faces = SimulatedPeople(model: model, seed: 11)
      .coordinates(of: Array(0..<1800), capture: 0, condition: nil)
    let scores = Self.strangers(faces, model)
    for (distance, measured, factor) in [
      (0.60, 6.2e-3, 1.5), (0.55, 1.25e-3, 1.6), (0.50, 2.4e-4, 2),
    ] {
      let rate = Double(scores.count { $0 <= distance }) / Double(scores.count)
      #expect(rate > measured / factor && rate < measured * factor, "\(distance): \(rate)")
    }
    #expect(abs(Self.quantile(scores, 0.5) - 0.820) < 0.02)
  }

  @Test func dlibReproducesTheMatedDistances() throws {
    let model = try PopulationModel.named("dlib-lfw")
    let people = SimulatedPeople(model: model, seed: 12)
    let numbers = Array(0..<2500)
    let mated = Self.distances(
      people.coordinates(of: numbers, capture: 0, condition: nil),
      people.coordinates(of: numbers, capture: 1, condition: nil), model)
    #expect(abs(Self.quantile(mated, 0.05) - 0.306) < 0.03)
    #expect(abs(Self.quantile(mated, 0.50) - 0.429) < 0.02)
    #expect(abs(Self.quantile(mated, 0.95) - 0.560) < 0.03)
  }

  /// Mated median and share beyond 0.6 by condition, as published for degraded LFW.
  @Test(arguments: [
    ("ds16", 0.445, 0.019), ("ds8", 0.526, 0.147), ("cctv24", 0.472, 0.043),
    ("cctv16", 0.530, 0.148), ("cctv12", 0.576, 0.358), ("dark", 0.501, 0.084),
  ]) func conditionsMoveTheMatedDistances(name: String, median: Double, misses: Double) throws {
    let model = try PopulationModel.named("dlib-lfw")
    let people = SimulatedPeople(model: model, seed: 13)
    let numbers = Array(0..<2000)
    let condition = try model.condition(name)
    let mated = Self.distances(
      people.coordinates(of: numbers, capture: 0, condition: nil),
      people.coordinates(of: numbers, capture: 0, condition: condition), model)
    #expect(abs(Self.quantile(mated, 0.5) - median) < 0.03)
    #expect(abs(Double(mated.count { $0 > 0.6 }) / 2000 - misses) < 0.06)
  }

  /// Builds do not notice that an embedded file changed; presets.c names its digest, so that they do.
  @Test func theModelBuiltInIsTheFileOfTheRepository() throws {
    let folder = PackageRoot.path + "/Sources/CSampling/"
    let file = try Data(contentsOf: URL(fileURLWithPath: folder + "dlib-lfw.json"))
    var count = 0
    let start = lk_sampling_dlib_lfw(&count)
    let built = Data(buffer: UnsafeBufferPointer(start: start, count: count))
    #expect(built == file)
    let source = try String(contentsOfFile: folder + "presets.c", encoding: .utf8)
    #expect(source.contains("sha256 \(Digest.sha256(file))\n"))
  }

  @Test func everyComponentHasManyPeopleBehindIt() throws {
    let model = try PopulationModel.named("dlib-lfw")
    #expect(model.components.allSatisfy { $0.people >= 50 })
    #expect(abs(model.components.reduce(0) { $0 + $1.people } - Double(model.people)) < 5)
  }

  /// Uniform directions: ½ I_{1−c²}((r − 1)/2, ½).
  @Test func genericStrangersFollowTheFormula() throws {
    let model = try PopulationModel.named("generic-512")
    let faces = SimulatedPeople(model: model, seed: 5)
      .coordinates(of: Array(0..<1200), capture: 0, condition: nil)
    let scores = Self.strangers(faces, model)
    for cosine in [0.0, 0.1, 0.2] {
      let expected = ScoreAtRate.exceeding(cosine, rank: model.rank) * Double(scores.count)
      let seen = Double(scores.count { $0 >= cosine })
      // Pairs share faces: five times the deviation of independent ones.
      #expect(abs(seen - expected) < 25 * expected.squareRoot() + 5)
    }
    #expect(abs(ScoreAtRate.cosine(1e-6, rank: 160) - 0.369) < 0.01)
  }

  @Test func templatesKeepTheDistancesOfCoordinates() throws {
    for name in PopulationModel.presetNames {
      let model = try PopulationModel.named(name)
      let faces = SimulatedPeople(model: model, seed: 6)
        .coordinates(of: [0, 1, 2], capture: 0, condition: nil)
      let templates = faces.map(model.template)
      let (left, right) = (templates[0], templates[1])
      var sum = 0.0
      var length = 0.0
      for place in left.indices {
        let difference = Double(left[place]) - Double(right[place])
        sum += difference * difference
        length += Double(left[place]) * Double(left[place])
      }
      let unlikeness = Double(model.unlikeness(faces[0], faces[1]))
      #expect(abs(model.metric == .euclidean ? unlikeness - sum : 2 * unlikeness - sum) < 1e-4)
      if model.isNormalised { #expect(abs(length - 1) < 1e-4) }
    }
  }

  @Test func aPersonIsTheSameInAnyCompany() throws {
    let people = SimulatedPeople(model: try .named("dlib-lfw"), seed: 7)
    let alone = people.coordinates(of: [41], capture: 3, condition: nil)[0]
    let together = people.coordinates(of: Array(0..<100), capture: 3, condition: nil)[41]
    #expect(alone == together)
    let dark = people.coordinates(of: [41], capture: 3, condition: 5)[0]
    #expect(alone != dark)
  }

  @Test func relativesAreMoreAlikeByTheirCommonPart() throws {
    let model = try PopulationModel.named("dlib-lfw")
    func median(_ resemblance: Double) -> Double {
      let people = SimulatedPeople(
        model: model, seed: 8, kinship: .init(share: 1, resemblance: resemblance))
      let faces = (0..<400).map { people.face(of: $0) }
      return Self.quantile(
        (0..<200).map {
          model.score(unlikeness: model.unlikeness(faces[2 * $0], faces[2 * $0 + 1]))
        },
        0.5)
    }
    let (none, half, twins) = (median(0), median(0.5), median(0.98))
    // Squared distances on a shell go as 1 − resemblance.
    #expect(abs(half / none - 0.5.squareRoot()) < 0.05)
    #expect(abs(twins / none - 0.02.squareRoot()) < 0.05)
  }

  @Test func filesAreTheSameAtAnyThreadCount() throws {
    let folder = try TemporaryFolder()
    let people = SimulatedPeople(model: try .named("dlib-lfw"), seed: 9)
    var bytes: [Data?] = []
    for threads in [1, 3] {
      let path = folder.file("x\(threads).npy")
      let file = try PopulationFile.write(
        people, people: 1100, captures: 2, condition: "cctv12", to: path, replacing: false,
        threads: threads, progress: NoProgress())
      #expect(file.templates + file.notDetected == 2200)
      // 752 of 862 shots: within five standard errors.
      #expect(abs(Double(file.templates) / 2200 - 0.872) < 0.036)
      bytes.append(FileManager.default.contents(atPath: path))
      bytes.append(FileManager.default.contents(atPath: PopulationFile.labelPath(path)))
    }
    #expect(bytes[0] != nil && bytes[0] == bytes[2] && bytes[1] == bytes[3])
  }

  @Test func aModelSurvivesItsFileAndDamageIsRefused() throws {
    let model = try PopulationModel.named("dlib-lfw")
    let data = try model.json()
    #expect(try PopulationModel.read(data, file: "x") == model)
    var random = RandomStream(seed: 1)
    for _ in 0..<40 {
      var damaged = data
      let place = random.index(below: damaged.count)
      damaged[place] = UInt8(random.index(below: 128))
      // Whatever it is, it is read soundly or refused.
      if let read = try? PopulationModel.read(damaged, file: "x") {
        #expect(read.rank == read.components[0].mean.values.count)
      }
    }
    #expect(throws: Failure.self) { try PopulationModel.read(data.prefix(5000), file: "x") }
    #expect(throws: Failure.self) { try PopulationModel.named("no-such-preset") }
    #expect(throws: Failure.self) { _ = try model.condition("fog") }
  }

  /// What has no degraded templates of people behind it says so, and is told from poor pictures.
  @Test func conditionsSayWhatTheyRestOn() throws {
    let model = try PopulationModel.named("dlib-lfw")
    #expect(
      model.conditionNames(.picture)
        == ["ds16", "ds12", "ds8", "cctv24", "cctv16", "cctv12", "dark"])
    #expect(model.conditionNames(.view) == ["turned", "mask", "sunglasses"])
    let stated = Set(model.conditions.filter { $0.basis != nil }.map(\.name))
    #expect(stated == ["ds12", "turned", "mask", "sunglasses"])
    var scenario = Scenario()
    scenario.conditions = ["clean": 0.9, "sunglasses": 0.1]
    let limits = try SimulatedCity(scenario, seed: 1).conditionLimits
    #expect(limits.count == 1 && limits[0].contains("not measured on people"))
    // Covers hurt more than sixteen pixels do, and fewer covered faces are found.
    let people = SimulatedPeople(model: model, seed: 1)
    let numbers = Array(0..<1000)
    let clean = people.coordinates(of: numbers, capture: 0, condition: nil)
    func median(_ name: String) throws -> Float {
      let poor = people.coordinates(
        of: numbers, capture: 1, condition: try model.condition(name))
      return zip(clean, poor).map { model.unlikeness($0, $1) }.sorted()[500].squareRoot()
    }
    for name in ["mask", "sunglasses"] {
      #expect(try median(name) > median("ds16") + 0.1)
      let place = try #require(try model.condition(name))
      #expect(model.conditions[place].detectionRate < 0.9)
    }
    #expect(abs(try median("ds12") - 0.466) < 0.01)
  }
}
