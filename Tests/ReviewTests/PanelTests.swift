import Foundation
import Review
import Statistics
import Testing

@Suite struct PanelTests {
  static func pairs(_ count: Int, deviate: Double? = 0) -> [ReviewCandidate] {
    (0..<count).map { index in
      ReviewCandidate(
        list: index, isMated: index % 2 == 0, score: Double(index % 97), isProposed: true,
        classDeviate: deviate)
    }
  }

  static func rates(_ review: PanelReview, _ candidates: [ReviewCandidate]) -> (Double, Double) {
    var same = (mated: 0, stranger: 0)
    var all = (mated: 0, stranger: 0)
    for index in candidates.indices {
      let accepted = review.verdict(candidate: index) == .same
      if candidates[index].isMated {
        all.mated += 1
        if accepted { same.mated += 1 }
      } else {
        all.stranger += 1
        if accepted { same.stranger += 1 }
      }
    }
    return (Double(same.mated) / Double(all.mated), Double(same.stranger) / Double(all.stranger))
  }

  /// Five standard errors of a rate near ½ over 20,000 pairs.
  static let tolerance = 5 * 0.5 / 20_000.0.squareRoot()

  @Test func oneReviewerHasTheRatesOfTheObserver() throws {
    let observer = SignalDetection(sensitivity: 1.78, criterion: -0.2)
    let pairs = Self.pairs(40_000)
    let review = try ReviewPanel(1, of: ReviewerModel(observer: observer)).review(pairs, seed: 4)
    let (hit, pass) = Self.rates(review, pairs)
    #expect(abs(hit - observer.hitRate) < Self.tolerance)
    #expect(abs(pass - observer.falsePassRate) < Self.tolerance)
  }

  @Test func threeReviewersHaveTheBinomialRate() throws {
    let observer = SignalDetection(sensitivity: 1.5, criterion: 0)
    let pairs = Self.pairs(40_000)
    let review = try ReviewPanel(3, of: ReviewerModel(observer: observer)).review(pairs, seed: 9)
    let (hit, _) = Self.rates(review, pairs)
    let p = observer.hitRate
    #expect(abs(hit - (p * p * p + 3 * p * p * (1 - p))) < Self.tolerance)
  }

  @Test func theSameSeedAtAnyThreadCountIsTheSame() throws {
    var model = ReviewerModel(observer: SignalDetection(sensitivity: 1), scoreCorrelation: 0.4)
    model.fatigue = Fatigue(criterionDriftPerHour: 0.1, sensitivityDecayHours: 10)
    model.influence = .criterionShift(0.5)
    let panel = ReviewPanel(3, of: model, condition: ReviewCondition(display: .label))
    let pairs = Self.pairs(10_000, deviate: nil)
    let one = try panel.review(pairs, seed: 1, threads: 1)
    #expect(try panel.review(pairs, seed: 1, threads: 2) == one)
    #expect(try panel.review(pairs, seed: 1, threads: 7) == one)
    #expect(try panel.review(pairs, seed: 2, threads: 2) != one)
  }

  /// Each switch against the rate its formula gives.
  @Test func switchesMoveTheRatesAsTheirFormulasSay() throws {
    let base = SignalDetection(sensitivity: 2, criterion: 0.1)
    let pairs = Self.pairs(40_000)
    func expect(
      _ model: ReviewerModel, _ condition: ReviewCondition, _ effective: SignalDetection,
      _ comment: Comment
    ) throws {
      let review = try ReviewPanel(1, of: model, condition: condition).review(pairs, seed: 3)
      let (hit, pass) = Self.rates(review, pairs)
      #expect(abs(hit - effective.hitRate) < Self.tolerance, comment)
      #expect(abs(pass - effective.falsePassRate) < Self.tolerance, comment)
    }
    var model = ReviewerModel(observer: base)
    model.influence = .criterionShift(0.5)
    try expect(
      model, ReviewCondition(display: .label), SignalDetection(sensitivity: 2, criterion: -0.4),
      "label: all are proposed, L = 1")
    try expect(model, ReviewCondition(), base, "nothing shown, nothing moves")
    model.influence = .attentionLoss(0.25)
    try expect(
      model, ReviewCondition(display: .score), SignalDetection(sensitivity: 1.5, criterion: 0.1),
      "attention")
    model = ReviewerModel(observer: base, prevalenceWeight: 0.6)
    try expect(
      model, ReviewCondition(expectedPrevalence: 0.02),
      SignalDetection(sensitivity: 2, criterion: 0.1 + 0.6 * log(49.0) / 2), "prevalence")
    model = ReviewerModel(
      observer: base,
      pace: DecisionPace(medianSeconds: 20, logSpread: 0, hurryTimeConstantSeconds: 4))
    try expect(
      model, ReviewCondition(deadlineSeconds: 2),
      SignalDetection(sensitivity: 2 * (1 - exp(-0.5)), criterion: 0.1), "deadline")
    // A shift as short as this one keeps every decision at its very beginning.
    model = ReviewerModel(
      observer: base, fatigue: Fatigue(criterionDriftPerHour: 0.2, sensitivityDecayHours: 8),
      pace: DecisionPace(medianSeconds: 1e-6, logSpread: 0))
    try expect(
      model, ReviewCondition(startHour: 4),
      SignalDetection(sensitivity: 2 * exp(-0.5), criterion: 0.1 - 0.8), "fatigue at hour 4")
  }

  @Test func relianceRepeatsTheAlgorithm() throws {
    var model = ReviewerModel(observer: SignalDetection(sensitivity: 3))
    model.influence = .reliance(1)
    let pairs = Self.pairs(1000)
    let panel = ReviewPanel(1, of: model, condition: ReviewCondition(display: .label))
    #expect(try panel.review(pairs, seed: 1).verdicts().allSatisfy { $0 == .same })
  }

  @Test func scoreCorrelationIsTheOneAskedFor() throws {
    // With d' = 0 and the deviate fixed at 2, the rate of "same" is Φ(2ρ) for either class, since
    // 2ρ + √(1 − ρ²)·noise > 0 has probability Φ(2ρ/√(1 − ρ²)).
    let rho = 0.5
    let model = ReviewerModel(
      observer: SignalDetection(sensitivity: 0), scoreCorrelation: rho)
    let pairs = Self.pairs(40_000, deviate: 2)
    let (hit, pass) = Self.rates(try ReviewPanel(1, of: model).review(pairs, seed: 8), pairs)
    let expected = Normal.cumulative(2 * rho / (1 - rho * rho).squareRoot())
    #expect(abs(hit - expected) < Self.tolerance && abs(pass - expected) < Self.tolerance)
  }

  @Test func kindsDoWhatTheyAreNamedFor() throws {
    let sharp = SignalDetection(sensitivity: 60)
    let pairs = Self.pairs(2000)
    let panel = ReviewPanel(reviewers: [
      ReviewerModel(observer: sharp),
      ReviewerModel(observer: SignalDetection(sensitivity: 0), kind: .hammer),
      ReviewerModel(observer: sharp, kind: .adversary),
      ReviewerModel(observer: sharp, kind: .constant(saysSame: true)),
      ReviewerModel(observer: sharp, kind: .copier(of: 2, share: 1)),
      ReviewerModel(observer: sharp, kind: .randomSpammer(sameShare: 0.25)),
    ])
    let review = try panel.review(pairs, seed: 1)
    var spam = 0
    for (index, pair) in pairs.enumerated() {
      let said = (0..<6).map { review.saysSame(candidate: index, reviewer: $0) }
      #expect(said[0] == pair.isMated && said[1] == pair.isMated && said[2] != pair.isMated)
      #expect(said[3] && said[4] == said[2])
      if said[5] { spam += 1 }
    }
    #expect(abs(Double(spam) / 2000 - 0.25) < 5 * (0.25 * 0.75 / 2000).squareRoot())
  }

  @Test func whatCannotBeIsRefused() throws {
    let model = ReviewerModel(observer: SignalDetection(sensitivity: 1))
    #expect(throws: (any Error).self) {
      _ = try ReviewPanel(reviewers: []).review(Self.pairs(2), seed: 1)
    }
    for prevalence in [0, 1, -0.2, .nan] {
      #expect(throws: (any Error).self) {
        let condition = ReviewCondition(expectedPrevalence: prevalence)
        _ = try ReviewPanel(1, of: model, condition: condition).review(Self.pairs(2), seed: 1)
      }
    }
    #expect(throws: (any Error).self) {
      var pairs = Self.pairs(2)
      pairs[1].score = .nan
      _ = try ReviewPanel(1, of: model).review(pairs, seed: 1)
    }
    #expect(throws: (any Error).self) {
      var first = model
      first.kind = .copier(of: 0, share: 1)
      _ = try ReviewPanel(reviewers: [first]).review(Self.pairs(2), seed: 1)
    }
    #expect(try ReviewPanel(1, of: model).review([], seed: 1).candidateCount == 0)
  }
}
