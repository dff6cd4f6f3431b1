import Biometrics
import Essentials
import Foundation
import TestSupport
import Testing

@testable import Evaluation

@Suite struct CalibrationTests {
  /// 600 people × 2; mated N(1, 1), non-mated N(−1, 1): ln LR = 2·score.
  static let gaussian: Result<Calibration, any Error> = Result {
    try Calibration.fit(
      rows(people: 600),
      Calibration.Setup(
        name: "gauss", origin: .simulated, encoder: "none", metric: .innerProduct, source: "test"))
  }

  static func rows(people: Int) -> MatrixRows {
    var random = RandomStream(seed: 21)
    let labels = (0..<people).flatMap { [$0, $0] }
    var scores = Array(repeating: Float(0), count: labels.count * labels.count)
    for left in labels.indices {
      for right in 0..<left {
        let score = Float(random.normal() + (labels[left] == labels[right] ? 1 : -1))
        scores[left * labels.count + right] = score
        scores[right * labels.count + left] = score
      }
    }
    return MatrixRows(
      scores: scores, probes: labels, references: labels, isWithinGallery: true,
      polarity: .similarity)
  }

  @Test func closedFormsOfTwoNormals() throws {
    let fitted = try Self.gaussian.get()
    for score in [-1.0, 0, 1, 2] {
      let ratio = fitted.likelihoodRatio.ratio(at: score, polarity: .similarity)
      #expect(abs(log(ratio.value) - 2 * score) < 0.45, "\(score): \(ratio)")
      let rate = fitted.falseMatchRate(at: score).value
      let exact = 0.5 * erfc((score + 1) / 2.0.squareRoot())
      let noise = (1 / (exact * Double(fitted.nonMated.trials))).squareRoot()
      #expect(abs(rate / exact - 1) < 4 * noise, "\(score): \(rate), exactly \(exact)")
    }
    guard case .logistic(let intercept, let slope) = fitted.mapping else {
      Issue.record("no logistic")
      return
    }
    #expect(abs(intercept) < 0.15 && abs(slope - 2) < 0.25)
    // Independent comparisons: the best of N strangers is F^N.
    let best = try #require(fitted.bestStranger(1.5, people: 100))
    #expect(abs(best.share - best.independentShare) < 0.04)
  }

  @Test func sameAtAnyThreadCount() throws {
    let rows = Self.rows(people: 120)
    let setup = Calibration.Setup(
      name: "x", origin: .simulated, encoder: "none", metric: .innerProduct, source: "test")
    let one = try Calibration.fit(rows, setup, threads: 1)
    #expect(try Calibration.fit(rows, setup, threads: 4) == one)
    let json = try Calibration.fit(rows, setup, threads: 3).json()
    #expect(try one.json() == json)
  }

  @Test func jsonRoundTrip() throws {
    let lfw = try Calibration.named("lfw")
    #expect(try Calibration.read(try lfw.json(), file: "copy") == lfw)
    let folder = try TemporaryFolder()
    let path = folder.file("lfw.json")
    try lfw.json().write(to: URL(fileURLWithPath: path))
    #expect(try Calibration.named(path) == lfw)
  }

  @Test func tooFewPeopleAreRefused() {
    let failure = #expect(throws: Failure.self) {
      try Calibration.fit(
        Self.rows(people: 30),
        Calibration.Setup(
          name: "x", origin: .simulated, encoder: "none", metric: .innerProduct, source: ""))
    }
    #expect(failure?.code == .notMeasurable)
  }

  /// Damaged files never trap, and never pass as sound when a table is broken.
  @Test func damagedFilesAreRefused() throws {
    let sound = try String(decoding: Calibration.named("lfw").json(), as: UTF8.self)
    for (old, new) in [
      ("\"format\":1", "\"format\":9"), ("\"format\":1", "\"format\":\"one\""),
      ("\"slope\":-", "\"slope\":"), ("\"share\":0.", "\"share\":1."),
      ("\"nonMated\"", "\"nobody\""), ("\"encoder\":\"dlib-resnet-v1\"", "\"encoder\":\"\""),
    ] {
      let broken = sound.replacing(old, with: new, maxReplacements: 1)
      #expect(broken != sound)
      let failure = #expect(throws: Failure.self) {
        try Calibration.read(Data(broken.utf8), file: "broken.json")
      }
      #expect(failure?.code == .malformedInput && failure?.file == "broken.json")
    }
    var random = RandomStream(seed: 1)
    let bytes = Array(sound.utf8)
    for _ in 0..<200 {
      var damaged = bytes
      damaged[random.index(below: damaged.count)] = UInt8(random.index(below: 256))
      if random.chance(0.3) { damaged.removeLast(random.index(below: damaged.count)) }
      do {
        _ = try Calibration.read(Data(damaged), file: "fuzz")
      } catch is Failure {
      }
    }
  }
}

@Suite struct MeaningTests {
  /// A gallery of one: the candidate formula is the one-to-one posterior.
  @Test func galleryOfOne() throws {
    let lfw = try Calibration.named("lfw")
    let meaning = try Meaning.of(
      scores: [0.5], galleryPeople: 1, calibration: lfw, origin: .photograph)
    for row in meaning.posteriors {
      #expect(abs(row.candidate - row.oneToOne) < 1e-12)
      #expect(abs(row.candidate + row.absent - 1) < 1e-12)
    }
  }

  /// With every score known, the chances of all candidates and of absence add up to 1.
  @Test func chancesAddUp() throws {
    let lfw = try Calibration.named("lfw")
    let scores = [0.42, 0.5, 0.5, 0.61, 0.8, 0.9]
    let meanings = try scores.indices.map {
      try Meaning.of(
        candidate: $0, scores: scores, galleryPeople: scores.count, calibration: lfw,
        origin: .photograph)
    }
    for prior in Meaning.priors.indices {
      let sum = meanings.reduce(0) { $0 + $1.posteriors[prior].candidate }
      #expect(abs(sum + meanings[0].posteriors[prior].absent - 1) < 1e-12)
      // π·LR_j / (π·ΣLR_i + (1−π)·N), written out.
      let ratios = scores.map { lfw.likelihoodRatio.ratio(at: $0, polarity: .distance).value }
      let pi = Meaning.priors[prior]
      let expected = pi * ratios[1] / (pi * ratios.reduce(0, +) + (1 - pi) * 6)
      #expect(abs(meanings[1].posteriors[prior].candidate - expected) < 1e-12)
    }
    #expect(abs((meanings[0].margin ?? 0) - 0.08) < 1e-12)
    #expect(meanings[5].margin == nil)
  }

  @Test func badScoresAreRefused() throws {
    let lfw = try Calibration.named("lfw")
    for scores in [[0.6, 0.5], [.nan], [0.1, .infinity]] as [[Double]] {
      #expect(throws: Failure.self) {
        try Meaning.of(scores: scores, galleryPeople: 5, calibration: lfw, origin: .photograph)
      }
    }
    #expect(throws: Failure.self) {
      try Meaning.of(scores: [0.4, 0.5], galleryPeople: 1, calibration: lfw, origin: .photograph)
    }
    #expect(throws: Failure.self) {
      try Meaning.of(
        scores: [0.4], galleryPeople: 1, calibration: lfw, origin: .photograph,
        mapping: .halfCosine)
    }
  }

  /// The best stranger's share never falls with the gallery nor as the score grows less similar.
  @Test func bestStrangersAreMonotone() throws {
    let lfw = try Calibration.named("lfw")
    for score in stride(from: 0.35, through: 0.8, by: 0.01) {
      var last = 0.0
      for people in [1, 2, 10, 11, 57, 300, 2_000, 2_858, 2_900, 9_999, 30_000] {
        let share = try #require(lfw.bestStranger(score, people: people)).share
        #expect(share >= last * (1 - 1e-3), "\(score) at \(people)")
        last = share
      }
    }
    #expect(lfw.bestStranger(0.5, people: lfw.largestGallery + 1) == nil)
  }
}
