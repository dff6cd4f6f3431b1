import Essentials

/// One run of a scenario at one overlap, before it is told.
struct ScenarioRun: Sendable {
  let scenario: ReviewScenario
  let seed: UInt64
  let threads: Int
  let overlap: Int
  /// All candidates.
  let candidates: [ReviewCandidate]
  /// Those that people saw, as indices into ``candidates``.
  let reviewed: [Int]
  let reviewers: [ReviewerModel]
  /// `overlap` workers for each of ``reviewed``.
  let assignment: [Int32]
  let review: PanelReview
  let verdicts: [PanelReview.Verdict]
  /// How many candidates went to the adjudicator.
  let adjudicated: Int
  let funnel: Funnel
  let ledger: PayLedger

  init(_ scenario: ReviewScenario, overlap: Int, seed: UInt64, threads: Int) throws {
    self.scenario = scenario
    self.seed = seed
    self.threads = threads
    self.overlap = overlap
    let all = scenario.candidates.candidates(.lfw, seed: seed)
    var automatic = [PanelReview.Verdict?](repeating: nil, count: all.count)
    if let band = scenario.automation {
      for (index, candidate) in all.enumerated() {
        guard let share = candidate.shownShare else { continue }
        if share >= band.upperBound { automatic[index] = .same }
        if share <= band.lowerBound { automatic[index] = .different }
      }
    }
    candidates = all
    reviewed = all.indices.filter { automatic[$0] == nil }
    reviewers = scenario.workforce.reviewers(seed: seed)
    assignment = scenario.workforce.assignment(
      tasks: reviewed.count, overlap: overlap, seed: seed)
    let panel = ReviewPanel(reviewers: reviewers, condition: scenario.condition)
    var answers = try panel.review(
      reviewed.map { all[$0] }, overlap: overlap, assignment: assignment, seed: seed,
      threads: threads)
    if let gate = scenario.gate {
      answers.counted = gate.counted(
        assignment, reviewers, tasks: reviewed.count, overlap: overlap, seed: seed)
    }
    review = answers
    var reached = answers.verdicts()
    var overhead = Money.zero(scenario.pay.currency)
    var queue = 0
    if let adjudication = scenario.adjudication {
      let settled = try adjudication.settle(
        reached, candidates: reviewed.map { all[$0] }, seed: seed, threads: threads)
      reached = settled.verdicts
      overhead = settled.cost
      queue = settled.queue.count
    }
    adjudicated = queue
    verdicts = ScenarioRun.merged(automatic, reviewed, reached)
    funnel = Funnel(candidates: all, verdicts: verdicts)
    ledger = scenario.pay.ledger(
      answers, assignment: assignment, workforce: scenario.workforce, seed: seed,
      hasControl: scenario.gate == .controlBeside, overhead: overhead)
  }

  /// The verdicts on all candidates: those reached without people and those of people.
  private static func merged(
    _ automatic: [PanelReview.Verdict?], _ reviewed: [Int], _ reached: [PanelReview.Verdict]
  ) -> [PanelReview.Verdict] {
    var verdicts = automatic.map { $0 ?? .undecided }
    for (place, index) in reviewed.enumerated() { verdicts[index] = reached[place] }
    return verdicts
  }

  /// The verdicts on all candidates with `reached` on those that people saw.
  func verdicts(reached: [PanelReview.Verdict]) -> [PanelReview.Verdict] {
    var all = verdicts
    for (place, index) in reviewed.enumerated() { all[index] = reached[place] }
    return all
  }

  /// The answers as a table: tasks are the reviewed candidates, label 1 is "same".
  func answerTable() throws -> AnswerTable {
    var task: [Int32] = []
    var label: [Int32] = []
    task.reserveCapacity(assignment.count)
    label.reserveCapacity(assignment.count)
    for place in assignment.indices {
      let (candidate, slot) = place.quotientAndRemainder(dividingBy: overlap)
      task.append(Int32(candidate))
      label.append(review.saysSame(candidate: candidate, reviewer: slot) ? 1 : 0)
    }
    return try AnswerTable(
      taskCount: reviewed.count, workerCount: reviewers.count, labelCount: 2, task: task,
      worker: assignment, label: label)
  }
}

extension AnswerGate {
  /// Whether each answer counts.
  ///
  /// A known item is a pair that is mated half of the time; an honest
  /// worker gets it right as often as the worker's d′ and c say, others by their kind.
  func counted(
    _ assignment: [Int32], _ reviewers: [ReviewerModel], tasks: Int, overlap: Int, seed: UInt64
  ) -> [Bool] {
    let chance = reviewers.map { reviewer -> Double in
      switch reviewer.kind {
      case .honest: return reviewer.observer.accuracy
      case .hammer: return 1
      case .adversary: return 1 - reviewer.observer.accuracy
      case .randomSpammer, .constant, .copier: return 0.5
      }
    }
    switch self {
    case .controlBeside:
      var key = RandomStream(seed: seed, purpose: "control-item")
      let controlKey = key.next()
      return assignment.indices.map { place in
        var random = RandomStream(seed: controlKey, stream: UInt64(place))
        return random.chance(chance[Int(assignment[place])])
      }
    case .training(let right, let of):
      let passed = reviewers.indices.map { worker in
        var random = RandomStream(seed: seed, purpose: "training-items", item: worker)
        return (0..<of).count { _ in random.chance(chance[worker]) } >= right
      }
      return assignment.map { passed[Int($0)] }
    }
  }
}
