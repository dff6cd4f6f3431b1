public import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The algorithm as a voice, from a poor one to a very good one: alone, listened to, and combined.
public struct MachineSweep: Sendable, Equatable, Codable {
  /// An algorithm of one accuracy.
  public struct Row: Sendable, Equatable, Codable {
    /// The share of pairs that it has right by itself at equal priors, by which its d′ is set.
    public let machineAccuracy: Double
    /// What came of it.
    public let comparison: MachineVoice.Comparison
  }

  /// What the figures can't say.
  public let limits: [String]
  /// The model of each reviewer.
  public let reviewer: ReviewerModel
  /// How many decide on each pair.
  public let reviewers: Int
  /// The share of mated pairs.
  public let prevalence: Double
  /// How many pairs each row rests on.
  public let pairs: Int
  /// The seed.
  public let seed: UInt64
  /// One row for each accuracy, ascending.
  public let rows: [Row]
  /// The least accurate algorithm from which on listening is worse than the algorithm alone; nil where
  /// it never is.
  public let hurtsFrom: Double?

  /// Simulates it for each of `accuracies`.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) for parameters out of range.
  /// - Complexity: O(accuracies · pairs · reviewers).
  public init(
    reviewer: ReviewerModel, reviewers: Int, prevalence: Double = 0.5,
    accuracies: [Double] = [0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99], pairs: Int = 50_000,
    seed: UInt64, threads: Int = Parallel.defaultThreads
  ) throws {
    guard reviewers >= 1, reviewers <= 99, prevalence > 0, prevalence < 1, pairs >= 1,
      pairs <= 10_000_000, !accuracies.isEmpty, accuracies.allSatisfy({ $0 > 0.5 && $0 < 1 })
    else {
      throw Failure(
        .malformedInput,
        "1 to 99 reviewers, a prevalence within 0…1, 1 to 10,000,000 pairs and accuracies above 0.5 "
          + "and below 1 are needed",
        remedy: "Mend the numbers")
    }
    limits = [
      "Simulated people and scores: both are normal within each class, and the combination knows all "
        + "parameters",
      "Real people differ, and real scores have longer tails",
    ]
    self.reviewer = reviewer
    self.reviewers = reviewers
    self.prevalence = prevalence
    self.pairs = pairs
    self.seed = seed
    rows = try accuracies.sorted().map { accuracy in
      let voice = MachineVoice(
        sensitivity: 2 * Normal.quantile(accuracy),
        priorLogOdds: log(prevalence / (1 - prevalence)))
      return Row(
        machineAccuracy: accuracy,
        comparison: try voice.compare(
          reviewer: reviewer, reviewers: reviewers, pairs: pairs, seed: seed, threads: threads))
    }
    hurtsFrom = rows.first { $0.comparison.listeningHurts }?.machineAccuracy
  }

  /// The sweep for people.
  public var summary: String {
    var lines = ["When listening to the machine makes people worse than the machine alone", ""]
    lines += limits.map { "- \($0)." }
    lines += [
      "- \(reviewers) reviewer\(reviewers == 1 ? "" : "s") with d' "
        + "\(Numerals.fixed(reviewer.observer.sensitivity, 2)), correlation "
        + "\(Numerals.fixed(reviewer.scoreCorrelation, 2)) with the score; \(influence); "
        + "\(Numerals.percent(prevalence)) of \(Numerals.grouped(pairs)) pairs mated.", "",
    ]
    var table = TextTable([
      .number("machine"), .number("people, blind"), .number("people who see its label"),
      .number("votes and score combined"), .text("listening, against the machine"),
      .text("against being blind"),
    ])
    for row in rows {
      let all = row.comparison
      func share(_ share: MachineVoice.Share) -> String {
        Numerals.percent(share.rate ?? .nan)
          + (share.interval.map { " (\($0.rangeText))" } ?? "")
      }
      table.append([
        share(all.machine), share(all.people), share(all.aidedPeople), share(all.combined),
        MachineSweep.words(all.aidedLessMachine), MachineSweep.words(all.aidedLessPeople),
      ])
    }
    lines += table.lines()
    lines += [
      "Right decisions of \(Numerals.grouped(pairs)) pairs, 95 % intervals (wilson); changes in "
        + "points with 95 % intervals over the same pairs.", "",
    ]
    if let hurtsFrom {
      lines.append(
        "→ Beside a machine that is right in \(Numerals.percent(hurtsFrom)) of pairs or more, people "
          + "who listen to it are worse than the machine alone.")
    } else {
      lines.append("→ In this range people who listen are never worse than the machine alone.")
    }
    let gains = rows.count { $0.comparison.combinedLessMachine.lower > 0 }
    lines.append(
      "→ Blind votes combined with the score beat the machine in \(gains) of \(rows.count) rows: what "
        + "people know is worth more as a vote than as a veto.")
    return lines.joined(separator: "\n")
  }

  private var influence: String {
    switch reviewer.influence {
    case .criterionShift(let shift)?:
      "a label moves their criterion by \(Numerals.fixed(shift, 2))"
    case .attentionLoss(let loss)?: "a label costs \(Numerals.percent(loss)) of their sensitivity"
    case .reliance(let share)?: "they repeat the label in \(Numerals.percent(share)) of pairs"
    case nil: "a label does nothing to them"
    }
  }

  private static func words(_ change: Interval) -> String {
    let middle = (change.lower + change.upper) / 2
    let verdict = change.upper < 0 ? "worse" : change.lower > 0 ? "better" : "no clear change"
    return "\(verdict) (\(Numerals.fixed(100 * change.lower, 1)) to "
      + "\(Numerals.fixed(100 * change.upper, 1)); \(Numerals.fixed(100 * middle, 1)))"
  }
}
