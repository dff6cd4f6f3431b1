import Biometrics
import Essentials
import Foundation
import Statistics
import TestSupport
import Testing

@testable import Simulation

@Suite struct CityTests {
  static let small: Scenario = {
    var scenario = Scenario()
    scenario.people = 150
    scenario.cameras = 6
    scenario.facesPerCamera = 50
    scenario.conditions = ["clean": 0.5, "cctv12": 0.5]
    scenario.missing = 0.1
    scenario.duplicated = 0.1
    scenario.mislabelled = 0.1
    scenario.mappings = ["logistic", "half-cosine", "distance:1.2"]
    scenario.reviewers = 1
    return scenario
  }()

  /// All captures one by one, all distances in double: the streaming search must say the same.
  @Test func lookUpAgreesWithBruteForce() throws {
    let result = try LookUpResult.run(Self.small, seed: 3, threads: 2)
    let city = try SimulatedCity(Self.small, seed: 3)
    var stored: [(capture: Int, person: Int, face: [Float], error: SimulatedCity.RecordError?)] = []
    for capture in 0..<Self.small.captures {
      let passage = city.passage(capture)
      let condition = city.condition(capture)
      let error = city.recordError(passage.fate)
      guard error != .missing,
        city.people.isDetected(person: passage.person, capture: capture, condition: condition)
      else { continue }
      stored.append(
        (
          capture, passage.person,
          city.coordinates(person: passage.person, capture: capture, condition: condition), error
        ))
    }
    #expect(result.stored == stored.count)
    #expect(result.stored + result.lost + result.notDetected == Self.small.captures)
    let answers = (result.absent?.probes ?? []) + (result.present?.probes ?? [])
    #expect(answers.count == 10)
    for answer in answers {
      let probe = city.coordinates(person: answer.person, capture: 1 << 40, condition: nil)
      let ranked = stored.map { item in
        (
          item,
          zip(probe, item.face).reduce(0.0) {
            $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
          }.squareRoot()
        )
      }.sorted { ($0.1, $0.0.capture) < ($1.1, $1.0.capture) }
      let shown = ranked.flatMap { Array(repeating: $0, count: $0.0.error == .duplicated ? 2 : 1) }
        .prefix(10)
      #expect(answer.candidates.map(\.capture) == shown.map(\.0.capture))
      for (candidate, expected) in zip(answer.candidates, shown) {
        #expect(abs(candidate.score - expected.1) < 1e-4)
        #expect(candidate.isMate == (expected.0.person == answer.person))
        #expect(
          abs((candidate.percentages["distance:1.2"] ?? 0) - 100 * (1 - expected.1 / 1.2)) < 0.01)
        #expect((candidate.recordError == nil) == (expected.0.error == nil))
      }
      let strangers = ranked.filter { $0.0.person != answer.person }
      #expect(abs((answer.observedBestStranger ?? 0) - strangers[0].1) < 1e-4)
      #expect(answer.mates == ranked.count - strangers.count)
      if let mate = ranked.first(where: { $0.0.person == answer.person }) {
        #expect(answer.rankOfBestMate == strangers.count { $0.1 < mate.1 } + 1)
      }
      let limit = city.model.score(unlikeness: city.countedLimits[0])
      #expect(
        answer.strangersAtPercentage["logistic"] == strangers.count { $0.1 <= limit })
    }
    #expect(result.absent?.probes.allSatisfy { $0.mates == 0 } == true)
    #expect(result.present?.probes.allSatisfy { $0.mates > 0 } == true)
  }

  @Test func resultsDoNotDependOnThreads() throws {
    let one = try LookUpResult.run(Self.small, seed: 5, threads: 1)
    #expect(try LookUpResult.run(Self.small, seed: 5, threads: 3) == one)
    #expect(try LookUpResult.run(Self.small, seed: 6, threads: 3) != one)
  }

  /// Ten candidates of one probe are one person's luck: intervals count probes.
  @Test func intervalsOfCandidatesCountProbes() throws {
    var scenario = Self.small
    scenario.percentage = 1
    let result = try LookUpResult.run(scenario, seed: 3, threads: 1)
    let absent = try #require(result.absent)
    #expect(absent.falseAtPercentage["half-cosine"] == Proportion(events: 50, trials: 50))
    let all = try #require(absent.falseAtPercentageInterval["half-cosine"])
    // Clopper and Pearson's, five of five.
    #expect(abs(all.lower - pow(0.025, 1 / 5)) < 1e-9 && all.upper == 1)
    let present = try #require(result.present)
    let some = try #require(present.falseAtPercentageInterval["half-cosine"])
    let counts = present.probes.map { probe in Double(probe.candidates.count { !$0.isMate }) }
    let rate = counts.reduce(0, +) / 50
    let squares = counts.reduce(0) { $0 + ($1 - 10 * rate) * ($1 - 10 * rate) }
    let size = min(50, rate * (1 - rate) * 2500 / (squares * 5 / 4))
    let (z, middle) = (1.959963984540054, rate + 1.959963984540054 * 1.959963984540054 / (2 * size))
    let half = z * (rate * (1 - rate) / size + z * z / (4 * size * size)).squareRoot()
    #expect(rate < 1 && abs(some.lower - (middle - half) / (1 + z * z / size)) < 1e-9)
    #expect(abs(some.upper - (middle + half) / (1 + z * z / size)) < 1e-9)
  }

  @Test func aWatchListAgreesWithBruteForce() throws {
    var scenario = Self.small
    scenario.direction = .watchList
    scenario.listed = 40
    scenario.listedPassing = 15
    scenario.threshold = .score(0.62)
    let result = try WatchListResult.run(scenario, seed: 3, threads: 2)
    #expect(try WatchListResult.run(scenario, seed: 3, threads: 1) == result)
    let city = try SimulatedCity(scenario, seed: 3)
    let numbers = (Array(0..<15) + Array(150..<175)).filter { number in
      var random = RandomStream(seed: 3, stream: Streams.number("simulated-listing", number))
      return city.recordError(random.openUniform()) != .missing
    }
    #expect(result.enrolled == numbers.count)
    let listed = numbers.map { city.coordinates(person: $0, capture: 1 << 40, condition: nil) }
    var (falseAlerts, trueAlerts, strangers) = (0, 0, 0)
    for capture in 0..<scenario.captures {
      let person = city.passage(capture).person
      let condition = city.condition(capture)
      guard city.people.isDetected(person: person, capture: capture, condition: condition) else {
        continue
      }
      let face = city.coordinates(person: person, capture: capture, condition: condition)
      let isListed = numbers.contains(person)
      if !isListed { strangers += 1 }
      let best =
        listed.indices.min {
          city.model.unlikeness(listed[$0], face) < city.model.unlikeness(listed[$1], face)
        } ?? 0
      guard city.model.score(unlikeness: city.model.unlikeness(listed[best], face)) <= 0.62 else {
        continue
      }
      if numbers[best] == person { trueAlerts += 1 } else if !isListed { falseAlerts += 1 }
    }
    #expect(result.falseAlerts == Proportion(events: falseAlerts, trials: strangers))
    #expect(result.trueAlerts.events == trueAlerts)
    #expect(trueAlerts > 0 && falseAlerts > 0)
  }

  /// Uniform directions are independent, so that the FPIR is 1 − (1 − FMR)^N.
  @Test func genericFalseAlertsFollowIndependence() throws {
    var scenario = Scenario()
    scenario.direction = .watchList
    scenario.model = "generic-512"
    scenario.people = 3000
    scenario.cameras = 1
    scenario.facesPerCamera = 3000
    scenario.listed = 300
    scenario.listedPassing = 0
    scenario.threshold = .falseMatchRate(5e-4)
    let result = try WatchListResult.run(scenario, seed: 2, threads: 2)
    let expected = -expm1(300 * log1p(-5e-4))
    #expect(abs((result.independentFalseAlertRate ?? 0) - expected) < 1e-12)
    // 300 people shared by 3,000 faces: five times the deviation of independent searches.
    let seen = result.falseAlerts.rate ?? 0
    #expect(abs(seen - expected) < 5 * (expected * (1 - expected) / 300).squareRoot())
  }

  @Test func moreCapturesBringMoreAlikeStrangers() throws {
    let results = try [10, 4000].map { cameras in
      var scenario = Self.small
      scenario.people = 100_000
      scenario.cameras = cameras
      scenario.absentProbes = 10
      return try LookUpResult.run(scenario, seed: 1, threads: 2)
    }
    let medians = results.compactMap { $0.absent?.medianBestStranger }
    #expect(medians.count == 2 && medians[1] < medians[0])
    // Too few for an expectation.
    #expect(results[0].absent?.medianExpectedBestStranger == nil)
    // The tenth part predicts the whole's best stranger, ten times beyond itself; the best strangers of
    // ten probes scatter by a hundredth or two.
    let side = try #require(results[1].absent)
    let expected = try #require(side.medianExpectedBestStranger)
    let observed = try #require(side.medianBestStranger)
    #expect(abs(expected - observed) < 0.05)
  }

  @Test func whatCannotBeRunIsRefused() throws {
    var scenario = Self.small
    #expect(throws: Failure.self) { try WatchListResult.run(scenario, seed: 1, threads: 1) }
    scenario.presentProbes = 151
    #expect(throws: Failure.self) { try LookUpResult.run(scenario, seed: 1, threads: 1) }
    scenario = Self.small
    scenario.conditions = ["fog": 1]
    #expect(throws: Failure.self) { try LookUpResult.run(scenario, seed: 1, threads: 1) }
    scenario = Self.small
    scenario.mappings = ["cosine", "magic"]
    #expect(throws: Failure.self) { try LookUpResult.run(scenario, seed: 1, threads: 1) }
  }

  /// The curve finds a parabola again that it is given, and its bend where nothing else is told.
  @Test func tailsAreCarriedOn() throws {
    func count(_ score: Double, _ bend: Double) -> Double {
      let u = log(score / 0.6)
      return exp(20 + 25 * u + bend * u * u)
    }
    let scores = stride(from: 0.45, through: 0.6, by: 0.005)
    for bend in [-30.0, -10] {
      let points = scores.map { TailCurve.Point(score: $0, count: Int(count($0, bend).rounded())) }
      let curve = try #require(TailCurve(points, bend: -30))
      for score in [0.35, 0.4, 0.5] {
        #expect(abs(log(curve.count(score: score) / count(score, bend))) < 0.1)
      }
      let found = try #require(curve.score(count: 0.5))
      #expect(abs(curve.count(score: found) - 0.5) < 0.05 && found < 0.45)
    }
    // Three points on a line in ln(score) can't tell a bend: what is carried on has the usual one.
    let few = [(0.55, 5), (0.56, 8), (0.57, 12)].map { TailCurve.Point(score: $0.0, count: $0.1) }
    let held = try #require(TailCurve(few, bend: -30))
    let free = try #require(TailCurve(few, bend: 0))
    #expect(held.count(score: 0.45) < free.count(score: 0.45) / 2)
    #expect(TailCurve(Array(few.prefix(2)), bend: -30) == nil)
  }
}
