import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A panel ready to decide: what does not depend on the candidate is worked out once.
struct PreparedPanel: Sendable {
  private let panel: ReviewPanel
  private let key: UInt64
  private let paces: [Pace]

  /// What a reviewer's pace under the deadline comes to.
  private struct Pace: Sendable {
    let logMedian: Double
    let spread: Double
    let deadline: Double
    /// The expected seconds of a decision, by which the hour of the shift advances.
    let expectedSeconds: Double
  }

  init(_ panel: ReviewPanel, seed: UInt64) {
    self.panel = panel
    var purpose = RandomStream(seed: seed, purpose: "review-decision")
    key = purpose.next()
    let deadline = panel.condition.deadlineSeconds ?? .infinity
    paces = panel.reviewers.map { reviewer in
      let median = log(reviewer.pace.medianSeconds)
      let spread = reviewer.pace.logSpread
      return Pace(
        logMedian: median, spread: spread, deadline: deadline,
        expectedSeconds: PreparedPanel.cutMean(median, spread, deadline))
    }
  }

  /// E[min(T, D)] for ln T ~ N(m, s²): e^(m+s²/2) Φ((ln D − m − s²)/s) + D (1 − Φ((ln D − m)/s)).
  static func cutMean(_ m: Double, _ s: Double, _ deadline: Double) -> Double {
    if s == 0 { return min(exp(m), deadline) }
    if deadline == .infinity { return exp(m + s * s / 2) }
    let place = (log(deadline) - m) / s
    return exp(m + s * s / 2) * Normal.cumulative(place - s)
      + deadline * Normal.cumulative(-place)
  }

  /// Answers and times for `range`, candidate by candidate, `overlap` each.
  ///
  /// An answer is the rating −3…+3; ±4 stands for a "can't tell" that would have been "same" (+4) or
  /// "different" (−4) if forced.
  func decide(
    _ candidates: [ReviewCandidate], _ deviates: [Double], _ range: Range<Int>,
    overlap: Int, assignment: [Int32]?
  ) -> (answers: [Int8], seconds: [Float]) {
    var answers: [Int8] = []
    var seconds: [Float] = []
    answers.reserveCapacity(range.count * overlap)
    seconds.reserveCapacity(range.count * overlap)
    for index in range {
      for slot in 0..<overlap {
        let number = assignment.map { Int($0[index * overlap + slot]) } ?? slot
        let (answer, time) = answer(
          candidates[index], deviates[index], index: index, reviewer: number)
        answers.append(answer)
        seconds.append(Float(time))
      }
    }
    return (answers, seconds)
  }

  /// The answer of reviewer `number` to the candidate at `index`: a function of seed and both alone.
  private func answer(
    _ candidate: ReviewCandidate, _ deviate: Double, index: Int, reviewer number: Int
  ) -> (answer: Int8, seconds: Double) {
    let reviewer = panel.reviewers[number]
    var random = RandomStream(seed: key, stream: UInt64(index) << 20 | UInt64(number))
    let evidence = random.normal()
    let whim = random.uniform()
    let pace = paces[number]
    let haste = pace.spread == 0 ? 0 : random.normal()
    let time = min(exp(pace.logMedian + pace.spread * haste), pace.deadline)
    switch reviewer.kind {
    case .hammer: return (candidate.isMated ? 3 : -3, time)
    case .randomSpammer(let share): return (whim < share ? 3 : -3, time)
    case .constant(let saysSame): return (saysSame ? 3 : -3, time)
    case .copier(let other, let share) where whim < share:
      return (
        answer(candidate, deviate, index: index, reviewer: other).answer, time
      )
    case .honest, .adversary, .copier:
      let seen = look(reviewer, number, candidate, deviate, index, evidence, whim, time)
      return (reviewer.kind == .adversary ? -seen : seen, time)
    }
  }

  private func look(
    _ reviewer: ReviewerModel, _ number: Int, _ candidate: ReviewCandidate, _ deviate: Double,
    _ index: Int, _ noise: Double, _ whim: Double, _ time: Double
  ) -> Int8 {
    let condition = panel.condition
    var sensitivity = reviewer.observer.sensitivity
    var criterion = reviewer.observer.criterion
    if let fatigue = reviewer.fatigue {
      let worked = condition.startHour + Double(index) * paces[number].expectedSeconds / 3600
      let hour = fmod(worked, condition.shiftHours)
      sensitivity *= exp(-hour / fatigue.sensitivityDecayHours)
      criterion -= fatigue.criterionDriftPerHour * hour
    }
    if let constant = reviewer.pace.hurryTimeConstantSeconds {
      sensitivity *= -expm1(-time / constant)
    }
    if let weight = reviewer.prevalenceWeight, let share = condition.expectedPrevalence {
      criterion += weight * log((1 - share) / share) / max(sensitivity, 0.1)
    }
    if condition.display != .nothing, let influence = reviewer.influence {
      switch influence {
      case .criterionShift(let weight):
        criterion -= weight * shownEvidence(candidate)
      case .attentionLoss(let loss):
        sensitivity *= 1 - loss
      case .reliance(let share):
        if whim < share { return candidate.isProposed ? 3 : -3 }
      }
    }
    let correlation = reviewer.scoreCorrelation
    let mean = candidate.isMated ? sensitivity / 2 : -sensitivity / 2
    let evidence =
      mean + correlation * deviate + (1 - correlation * correlation).squareRoot() * noise
    let margin = evidence - criterion
    let rating = reviewer.scale.rating(margin: margin)
    if rating == 0 { return margin > 0 ? 4 : -4 }
    return Int8(rating)
  }

  /// L of ``ScoreInfluence``: a candidate whose share is not known shows its label.
  private func shownEvidence(_ candidate: ReviewCandidate) -> Double {
    if panel.condition.display == .score, let share = candidate.shownShare { return 2 * share - 1 }
    return candidate.isProposed ? 1 : -1
  }
}
