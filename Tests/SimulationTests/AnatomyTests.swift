import Essentials
import Foundation
import Statistics
import TestSupport
import Testing

@testable import Simulation

@Suite struct AnatomyTests {
  static let scenario: Scenario = {
    var scenario = CityTests.small
    scenario.people = 4000
    scenario.cameras = 60
    scenario.conditions = ["clean": 0.3, "cctv16": 0.4, "turned": 0.2, "mask": 0.1]
    scenario.relatives = 0.3
    scenario.referenceCondition = "ds16"
    return scenario
  }()

  @Test func sharesAddUpAndAllCausesAreThere() throws {
    let anatomy = try Anatomy.run(
      Self.scenario, captures: 2000, probes: 12, seed: 1, threads: 2)
    #expect(Set(anatomy.effects.map(\.cause)) == Set(Cause.allCases))
    // Shapley's values add up to what all causes together bring.
    let sum = anatomy.effects.reduce(0) { $0 + $1.share }
    let expected =
      100 * (anatomy.falseHits.value - anatomy.falseHitsWithoutCauses) / anatomy.falseHits.value
    #expect(abs(sum - expected) < 1e-6)
    for effect in anatomy.effects {
      #expect(effect.removed.lower <= effect.removed.value + 1e-9)
      #expect(effect.removed.value <= effect.removed.upper + 1e-9)
      #expect(effect.sentence.contains("of 12 look-ups"))
    }
    #expect(
      try Anatomy.run(Self.scenario, captures: 2000, probes: 12, seed: 1, threads: 1) == anatomy)
  }

  /// Each cell of the factorial follows from hits that are counted one by one.
  @Test func cellsAgreeWithCounting() throws {
    let factorial = try Factorial(
      Self.scenario, captures: 1000, probes: 6, seed: 2, threads: 2, progress: NoProgress())
    let all = (1 << factorial.causes.count) - 1
    let city = try SimulatedCity(Self.scenario, seed: 2)
    let limit = city.countedLimits[0]
    let stride = Self.scenario.captures / 1000
    let numbers = (0..<6).map { $0 * (Self.scenario.people / 6) }
    let probes = city.people.coordinates(
      of: numbers, capture: 1 << 40, condition: try city.model.condition("ds16"))
    var counts = [Double](repeating: 0, count: 6)
    for index in 0..<1000 {
      let capture = index * stride
      let passage = city.passage(capture)
      let condition = city.condition(capture)
      guard !numbers.contains(passage.person),
        city.people.isDetected(person: passage.person, capture: capture, condition: condition)
      else { continue }
      let error = city.recordError(passage.fate)
      if error == .missing { continue }
      let face = city.coordinates(person: passage.person, capture: capture, condition: condition)
      for probe in 0..<6 where city.model.unlikeness(probes[probe], face) <= limit {
        counts[probe] += error == .duplicated ? 2 : 1
      }
    }
    #expect(factorial.hits[all] == counts)
    #expect(factorial.isWrong[all] == counts.map { $0 > 0 })
  }

  /// What cameras see is switched off by kind; the other cameras keep what they have.
  @Test func conditionsAreSwitchedOffByKind() throws {
    let city = try SimulatedCity(Self.scenario, seed: 1)
    func names(_ city: SimulatedCity) -> [String] {
      (0..<Self.scenario.cameras).map { camera in
        let capture = camera * Self.scenario.facesPerCamera * Self.scenario.days
        return city.condition(capture).map { city.model.conditions[$0].name } ?? "clean"
      }
    }
    let whole = names(city)
    #expect(Set(whole) == ["clean", "cctv16", "turned", "mask"])
    #expect(
      names(city.withoutConditions([.picture])) == whole.map { $0 == "cctv16" ? "clean" : $0 })
    #expect(
      names(city.withoutConditions([.view])) == whole.map { $0 == "cctv16" ? $0 : "clean" })
    #expect(Set(names(city.withoutConditions([.picture, .view]))) == ["clean"])
  }

  @Test func withoutGroupsTheVarianceIsTheSame() throws {
    let model = try PopulationModel.named("dlib-lfw")
    let average = model.withoutGroups()
    func spread(_ model: PopulationModel) -> Double {
      let faces = SimulatedPeople(model: model, seed: 3)
        .coordinates(of: Array(0..<1500), capture: 0, condition: nil)
      var sum = 0.0
      for index in 0..<750 {
        sum += Double(model.unlikeness(faces[index], faces[index + 750]))
      }
      return sum / 750
    }
    #expect(abs(spread(average) / spread(model) - 1) < 0.06)
    #expect(average.components.count == 1)
  }

  /// A percentage above all that a mapping shows is reached by nobody, not by everybody.
  @Test(arguments: [99.0, 100]) func whatIsNeverShownIsNotReached(percentage: Double) throws {
    var scenario = CityTests.small
    // 50 % for the same picture.
    scenario.mappings = ["logistic:0,-5"]
    scenario.percentage = percentage
    let failure = #expect(throws: Failure.self) {
      try Anatomy.run(scenario, captures: 300, probes: 3, seed: 1, threads: 1)
    }
    #expect(failure?.summary.contains("no false hit at") == true)
    let city = try SimulatedCity(scenario, seed: 1)
    #expect(city.countedLimits.allSatisfy { $0 < 0 })
  }

  /// Only what a remedy takes away by itself can be counted for both.
  @Test func whatRemediesLackTogetherIsSaidAsItIs() throws {
    func effect(_ cause: Cause, _ removed: Double) -> Anatomy.Effect {
      Anatomy.Effect(
        cause: cause, removed: .init(value: removed, lower: removed, upper: removed), share: 0,
        wrongAtFirstWithout: Proportion(events: 0, trials: 1), sentence: "")
    }
    func text(_ removed: (Double, Double), beyond: Double) throws -> String {
      let anatomy = Anatomy(
        scenario: "x", seed: 1, limits: [], percentage: 67, mapping: "logistic", captures: 1,
        scenarioCaptures: 1, probes: 1, falseHits: .init(value: 1, lower: 1, upper: 1),
        falseHitsInScenario: 1, falseHitsWithoutCauses: 0,
        wrongAtFirst: Proportion(events: 0, trials: 1),
        effects: [effect(.view, removed.0), effect(.probeQuality, removed.1)],
        interactions: [.init(first: .view, second: .probeQuality, beyond: beyond)])
      return try #require(anatomy.text.split(separator: "\n").last.map(String.init))
    }
    #expect(try text((100, 100), beyond: -100).contains("100.0 of 100 hits are gone by the remedy"))
    #expect(
      try text((50, -450), beyond: -550).contains("together take away 550.0 of 100 hits fewer"))
    #expect(try text((50, 60), beyond: -70).contains("together take away 70.0 of 100 hits fewer"))
    #expect(try text((50, 10), beyond: 20).contains("together take away 20.0 of 100 hits more"))
  }

  /// All but all is not all.
  @Test func nothingIsRoundedUpToAll() {
    #expect(Anatomy.ofHundred(100) == "100" && Anatomy.ofHundred(100, 1) == "100.0")
    #expect(Anatomy.ofHundred(99.98) == "99.9" && Anatomy.ofHundred(99.98, 1) == "99.9")
    #expect(Anatomy.ofHundred(99.6) == "99.6" && Anatomy.ofHundred(99.6, 1) == "99.6")
    #expect(Anatomy.ofHundred(99.4) == "99" && Anatomy.ofHundred(-6.2) == "-6")
  }

  @Test func aCandidateIsExplained() throws {
    let result = try LookUpResult.run(Self.scenario, seed: 1, threads: 2)
    let why = try CandidateAnatomy.explain(result, probe: 1, rank: 1)
    #expect(!why.isPresent && !why.candidate.isMate)
    #expect(abs(why.score - why.candidate.score) < 1e-12)
    #expect(why.sentences.contains { $0.contains("never captured") })
    #expect(why.scoreOfPeople > 0 && why.scoreWithCleanCapture > 0)
    #expect(throws: Failure.self) { try CandidateAnatomy.explain(result, probe: 99, rank: 1) }
    #expect(throws: Failure.self) { try CandidateAnatomy.explain(result, probe: 1, rank: 999) }
  }

  @Test func aSweepGoesOnWhereItWas() throws {
    let folder = try TemporaryFolder()
    let axes = [try Sweep.Axis("cameras.count=2,4"), try Sweep.Axis("matching.candidates=1,3")]
    let sweep = try Sweep(CityTests.small, axes: axes, seed: 1)
    let path = folder.file("whole.csv")
    let rows = try sweep.run(path: path, threads: 2, progress: NoProgress())
    #expect(rows.map(\.values) == [["2", "1"], ["2", "3"], ["4", "1"], ["4", "3"]])
    let whole = try #require(FileManager.default.contents(atPath: path))
    for kept in [whole.count - 3, whole.count * 2 / 3] {
      let cut = folder.file("cut\(kept).csv")
      #expect(FileManager.default.createFile(atPath: cut, contents: whole.prefix(kept)))
      #expect(try sweep.run(path: cut, threads: 1, progress: NoProgress()) == rows)
      #expect(FileManager.default.contents(atPath: cut) == whole)
    }
    let other = try Sweep(CityTests.small, axes: axes, seed: 2)
    #expect(throws: Failure.self) {
      try other.run(path: path, threads: 1, progress: NoProgress())
    }
    // Rows of other settings are not gone on with.
    var changed = CityTests.small
    changed.missing = 0.2
    let settings = try Sweep(changed, axes: axes, seed: 1)
    #expect(throws: Failure.self) {
      try settings.run(path: path, threads: 1, progress: NoProgress())
    }
    // Counts are written as counts.
    let first = try #require(rows[0].measures[0])
    #expect(String(decoding: whole, as: UTF8.self).contains("\n2,1,\(Int(first)),"))
    // Nor does a run with other values throw away what is there.
    for values in ["cameras.count=4,2", "cameras.count=2"] {
      let others = [try Sweep.Axis(values), axes[1]]
      let failure = #expect(throws: Failure.self) {
        try Sweep(CityTests.small, axes: others, seed: 1)
          .run(path: path, threads: 1, progress: NoProgress())
      }
      #expect(failure?.code == .refusedOutput && failure?.place?.hasPrefix("line ") == true)
    }
    #expect(FileManager.default.contents(atPath: path) == whole)
    #expect(throws: Failure.self) { try Sweep.Axis("cameras.lens=1") }
    #expect(throws: Failure.self) {
      try Sweep(CityTests.small, axes: [Sweep.Axis("cameras.count=0")], seed: 1)
    }
    // Before the first point is run, not at the point itself.
    for bad in [
      "direction=look-up,watch-list", "matching.reference-condition=clean,fog",
      "matching.threshold=score:0.5,score:-3",
    ] {
      #expect(throws: Failure.self) {
        try Sweep(CityTests.small, axes: [axes[0], Sweep.Axis(bad)], seed: 1)
      }
    }
  }
}
