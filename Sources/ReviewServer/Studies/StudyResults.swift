import Essentials
import Review
import Store

/// What a study has come to so far: a pure function of what the store holds.
struct StudyResults: Sendable {
  /// Where a pair stands.
  enum Standing: String, Sendable {
    /// Fewer answers than the design asks for.
    case open
    /// Enough answers, and one side has more of them than the other without contradiction; where the
    /// design stops by itself: one side leads by enough.
    case agreed
    /// Answers on both sides, or nobody could tell; where the design stops by itself: all answers that
    /// there may be, and no side leads by enough.
    case disputed
    /// An adjudicator decided.
    case adjudicated
  }

  let study: Study
  let pairs: [StudyPair]
  let answers: [CountedAnswer]
  let reviewers: [ReviewerResult]
  let head: LogHead
  private let firsts: [Int: [CountedAnswer]]

  init(_ study: Study, _ contents: StudyContents) {
    self.study = study
    pairs = contents.pairs
    answers = contents.answers
    head = contents.head
    firsts = Dictionary(grouping: answers.filter { $0.kind == .first }, by: \.pair)
    let truth = Dictionary(
      pairs.compactMap { pair in pair.facts.isMated.map { (pair.number, $0) } },
      uniquingKeysWith: { first, _ in first })
    let byPerson = Dictionary(grouping: answers, by: \.person)
    let reviewing = contents.members.filter { $0.person.role == .reviewer }
    reviewers = reviewing.enumerated().map { number, member in
      ReviewerResult(
        member, list: contents.lists[member.person.id] ?? .empty,
        number: number, answers: byPerson[member.person.id] ?? [], truth: truth,
        design: study.design)
    }
  }

  /// The first looks at `pair`, in order of time.
  func firstLooks(_ pair: Int) -> [CountedAnswer] { firsts[pair] ?? [] }

  /// Where `pair` stands; known pairs are not to be decided.
  func standing(_ pair: StudyPair) -> Standing {
    if pair.verdict != nil { return .adjudicated }
    let votes = votes(pair)
    if study.design.wanted(after: votes) > 0 { return .open }
    if let stop = study.design.adaptive {
      return votes.lead >= stop.lead ? .agreed : .disputed
    }
    return min(votes.same, votes.different) == 0 && votes.lead > 0 ? .agreed : .disputed
  }

  private func votes(_ pair: StudyPair) -> PairVotes {
    firstLooks(pair.number).reduce(into: PairVotes()) { votes, look in
      switch look.value.signum() {
      case 1: votes.same += 1
      case -1: votes.different += 1
      default: votes.unsure += 1
      }
    }
  }

  /// The pairs that are to be decided: all but those that test reviewers.
  var ordinary: [StudyPair] { pairs.filter { !$0.isGold } }

  /// What an adjudicator has to decide, in order of number.
  var disputed: [StudyPair] { ordinary.filter { standing($0) == .disputed } }

  /// What `pair` has come to: the adjudicator's word, else the majority of first looks.
  func verdict(_ pair: StudyPair) -> PanelReview.Verdict {
    let sum =
      pair.verdict.map { $0.signum() }
      ?? firstLooks(pair.number).reduce(0) { $0 + $1.value.signum() }
    return sum > 0 ? .same : sum < 0 ? .different : .undecided
  }

  /// What review did to the algorithm's matches, over decided pairs whose truth is known; nil where
  /// there are none.
  var funnel: Funnel? {
    let known = ordinary.filter { pair in
      pair.facts.isMated != nil && [.agreed, .adjudicated].contains(standing(pair))
    }
    if known.isEmpty { return nil }
    return Funnel(
      candidates: known.map { pair in
        ReviewCandidate(
          list: pair.list, isMated: pair.facts.isMated ?? false, score: pair.facts.score ?? 0,
          isProposed: pair.facts.isProposed, shownShare: pair.facts.percent.map { $0 / 100 })
      }, verdicts: known.map(verdict))
  }

  /// How far reviewers agree on first looks, on the scale −3…+3; nil before any answer.
  func agreement() throws -> AgreementReport? {
    let table = try AnswerTable(records(.ratings).filter { !$0.isGold }.map(\.answer))
    return table.count == 0 ? nil : try AgreementReport(table, replicates: 400, threads: 1)
  }

  /// Who was paid what, and for how much time.
  var ledger: PayLedger {
    let fee = PlatformFee(percent: study.design.feePercent)
    let currency = study.design.pay.currency
    let each = fee.fee(on: study.design.pay, assignments: study.design.overlap)
    return PayLedger(
      currency: currency, accounts: reviewers.map(\.account), fees: each * answers.count)
  }
}

extension StudyResults {
  /// Which answers an export holds, and as what.
  enum Content: String, Sendable, CaseIterable {
    /// First looks and known pairs as same, different and unsure.
    case verdicts
    /// The same as −3…+3.
    case ratings
    /// Second looks as −3…+3.
    case secondLooks = "second-looks"
  }

  /// The answers as Review's writers take them, by pair and time.
  func records(_ content: Content) -> [AnswerRecord] {
    answers.filter { ($0.kind == .second) == (content == .secondLooks) }.map { answer in
      AnswerRecord(
        answer: Answer(
          task: StudyResults.task(answer.pair), worker: answer.name,
          label: content == .verdicts
            ? StudyResults.label(answer.value) : String(answer.value)),
        seconds: Double(answer.active) / 1000, isGold: answer.kind == .gold)
    }
  }

  /// The known answers, as `review aggregate --gold` takes them: of the pairs that test reviewers.
  var goldLabels: [String: String] {
    Dictionary(
      pairs.filter(\.isGold).compactMap { pair in
        pair.facts.isMated.map { (StudyResults.task(pair.number), $0 ? "same" : "different") }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The name under which a pair leaves the console.
  static func task(_ pair: Int) -> String {
    let digits = String(pair)
    return "pair-" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  static func label(_ value: Int) -> String {
    value > 0 ? "same" : value < 0 ? "different" : "unsure"
  }
}

extension ConsoleStore {
  /// What `study` has come to.
  func results(of study: Study) async throws -> StudyResults {
    try await Background.run { StudyResults(study, try self.contents(of: study.id)) }
  }
}
