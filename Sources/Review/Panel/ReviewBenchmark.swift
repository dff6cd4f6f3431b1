public import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many simulated decisions a second: a panel with every switch on decides on random pairs.
public struct ReviewBenchmark: Sendable, Equatable, Codable {
  /// How many decisions a run makes.
  public let decisions: Int
  /// How many reviewers decide on each pair.
  public let reviewers: Int
  /// How many threads worked.
  public let threads: Int
  /// The time of each run in seconds.
  public let allSeconds: [Double]
  /// The middle one.
  public let seconds: Double
  /// Decisions in a second, in the middle run.
  public let decisionsPerSecond: Double
  /// Decisions in a second of one processor's time, over all runs: it holds on a busy machine too.
  public let decisionsPerProcessorSecond: Double

  /// Runs it.
  ///
  /// The reviewers' evidence correlates with the score, a shown label moves them, they tire, hurry
  /// and expect few mates: nothing is left out that a scenario may switch on.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) for fewer than one decision, reviewer or run.
  public init(
    decisions: Int = 5_000_000, reviewers: Int = 5, runs: Int = 3,
    threads: Int = Parallel.defaultThreads
  ) throws {
    guard decisions >= reviewers, reviewers >= 1, reviewers <= 1000, runs >= 1,
      decisions <= 1_000_000_000
    else {
      throw Failure(
        .malformedInput, "a benchmark needs reviewers, and a decision for each, up to a billion",
        remedy: "Give 1 to 1,000 reviewers and at least as many decisions")
    }
    let pairs = decisions / reviewers
    let candidates = try Parallel.map(count: pairs, threads: threads) { pair in
      var random = RandomStream(seed: 1, purpose: "review-benchmark", item: pair)
      let isMated = random.chance(0.1)
      let deviate = random.normal()
      return ReviewCandidate(
        list: pair / 4, isMated: isMated, score: deviate + (isMated ? 2 : 0),
        isProposed: deviate > 1, shownShare: random.uniform(), classDeviate: deviate)
    }
    let panel = ReviewPanel(
      reviewers,
      of: ReviewerModel(
        observer: SignalDetection(sensitivity: 1.8), scoreCorrelation: 0.3,
        influence: .criterionShift(0.5), prevalenceWeight: 0.6,
        fatigue: Fatigue(criterionDriftPerHour: 0.05, sensitivityDecayHours: 30),
        pace: DecisionPace(medianSeconds: 10, logSpread: 0.5, hurryTimeConstantSeconds: 4.0 / 3)),
      condition: ReviewCondition(display: .score, expectedPrevalence: 0.1, deadlineSeconds: 20))
    let watch = ContinuousClock()
    var times: [Double] = []
    let before = clock()
    for run in 0..<runs {
      let start = watch.now
      let review = try panel.review(candidates, seed: UInt64(run), threads: threads)
      times.append((watch.now - start) / .seconds(1))
      precondition(review.candidateCount == pairs)
    }
    let processorSeconds = Double(clock() - before) / Double(CLOCKS_PER_SEC)
    decisionsPerProcessorSecond = Double(pairs * reviewers * runs) / max(processorSeconds, 1e-9)
    self.decisions = pairs * reviewers
    self.reviewers = reviewers
    self.threads = threads
    allSeconds = times
    seconds = times.sorted()[runs / 2]
    decisionsPerSecond = Double(pairs * reviewers) / seconds
  }

  /// The figures in a line.
  public var summary: String {
    "\(Numerals.grouped(decisions)) decisions by panels of \(reviewers) on \(threads) threads: "
      + "\(Numerals.fixed(seconds, 3)) s (middle of \(allSeconds.count)), "
      + "\(Numerals.grouped(Int(decisionsPerSecond))) a second, "
      + "\(Numerals.grouped(Int(decisionsPerProcessorSecond))) a second of processor time"
  }
}
