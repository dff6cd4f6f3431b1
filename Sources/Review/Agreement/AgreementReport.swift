public import Essentials
public import Statistics

/// How far workers agree, by several measures, each with an interval over tasks.
public struct AgreementReport: Sendable, Equatable, Codable {
  /// One measure.
  public struct Measure: Sendable, Equatable, Codable {
    /// Its name.
    public let name: String
    /// Its value; nil where it is undefined.
    public let value: Double?
    /// Percentiles over tasks drawn with replacement; nil where it is undefined.
    public let interval: Interval?
    /// Why it is undefined; nil where it is not.
    public let undefined: String?
    /// How many tasks it rests on.
    public let tasks: Int
  }

  /// One pair of workers.
  public struct Pair: Sendable, Equatable, Codable {
    /// The one.
    public let first: String
    /// The other.
    public let second: String
    /// Tasks that both answered, and on how many they agree.
    public let agreement: Proportion
    /// Wilson's interval of the share on which they agree; nil without shared tasks.
    public let agreementInterval: Interval?
    /// Cohen's κ; nil where undefined.
    public let kappa: Double?
    /// Its interval over tasks; nil where undefined.
    public let kappaInterval: Interval?
  }

  /// How many tasks, workers and answers there were.
  public let tasks: Int
  /// How many workers.
  public let workers: Int
  /// How many answers.
  public let answers: Int
  /// Pairs of answers to the same task by two workers, and how many of them agree.
  public let rawAgreement: Proportion
  /// Its interval, which takes the pairs of one task as dependent; nil without pairs.
  public let rawAgreementInterval: Interval?
  /// Fleiss's κ, and Krippendorff's α at each level that the labels allow.
  public let measures: [Measure]
  /// The pairs of workers who share most tasks, at most 50.
  public let pairs: [Pair]

  /// The agreement of `table`.
  ///
  /// A worker who answers a task twice counts with both answers. α is ordinal, interval and ratio only
  /// where all labels are numbers.
  ///
  /// - Parameters:
  ///   - table: the answers.
  ///   - replicates: how many bootstrap replicates an interval rests on.
  ///   - seed: the seed of the bootstrap.
  ///   - threads: how many threads to use; the result does not depend on it.
  /// - Throws: ``Failure`` (`notMeasurable`) with no answers.
  public init(
    _ table: AnswerTable, replicates: Int = 1000, seed: UInt64 = 0,
    threads: Int = Parallel.defaultThreads
  ) throws {
    if table.count == 0 {
      throw Failure(
        .notMeasurable, "there are no answers to compare",
        remedy: "Give at least two answers to one task")
    }
    let k = table.labels.count
    let units = table.tasks.indices.map { task in
      var counts = [Int](repeating: 0, count: k)
      for place in table.byTask.range(task) { counts[Int(table.byTask.label[place])] += 1 }
      return counts
    }
    let rated = units.filter { $0.reduce(0, +) >= 2 }
    tasks = table.tasks.count
    workers = table.workers.count
    answers = table.count
    var tally = ClusteredTally()
    for (index, unit) in rated.enumerated() {
      let m = unit.reduce(0, +)
      tally.add(
        cluster: index, events: unit.reduce(0) { $0 + $1 * ($1 - 1) / 2 }, trials: m * (m - 1) / 2)
    }
    rawAgreement = tally.proportion
    rawAgreementInterval = tally.interval()
    let numbers = table.labels.compactMap { Double($0).flatMap { $0.isFinite ? $0 : nil } }
    let areNumbers = numbers.count == k
    let values = areNumbers ? numbers : (0..<k).map(Double.init)
    func measure(
      _ name: String, _ why: String, _ compute: @escaping @Sendable ([[Int]]) -> Double?
    ) throws -> Measure {
      let value = compute(rated)
      var interval: Interval?
      if value != nil {
        let draws = try Parallel.map(count: replicates, threads: threads) { replicate in
          var random = RandomStream(seed: seed, purpose: "agreement-bootstrap", item: replicate)
          return compute(rated.map { _ in rated[random.index(below: rated.count)] })
        }.compactMap { $0 }.sorted()
        if draws.count * 2 > replicates {
          interval = Interval(
            lower: draws[Int(0.025 * Double(draws.count - 1))],
            upper: draws[Int((0.975 * Double(draws.count - 1)).rounded(.up))], level: 0.95,
            method: .simulated)
        }
      }
      return Measure(
        name: name, value: value, interval: interval, undefined: value == nil ? why : nil,
        tasks: rated.count)
    }
    let why = AgreementReport.reason(rated, labels: k)
    var found: [Measure] = []
    let even = Set(rated.map { $0.reduce(0, +) }).count == 1
    found.append(
      try measure(
        "Fleiss's kappa", even || rated.isEmpty ? why : "tasks have unequal numbers of answers"
      ) { Agreement.fleissKappa($0) })
    for level in Agreement.Level.allCases {
      var reason = why
      if level != .nominal && !areNumbers { reason = "labels are not numbers" }
      if level == .ratio && values.contains(where: { $0 < 0 }) { reason = "a label is negative" }
      let allowed = level == .nominal || areNumbers
      found.append(
        try measure("Krippendorff's alpha, \(level.rawValue)", reason) { units in
          allowed
            ? Agreement.krippendorffAlpha(units: units, values: values, level: level) : nil
        })
    }
    measures = found
    pairs = AgreementReport.pairs(table)
  }

  private static func reason(_ rated: [[Int]], labels: Int) -> String {
    if rated.isEmpty { return "no task has two answers" }
    return "only one label occurs: agreement by chance is certain"
  }

  /// Cohen's κ takes a worker's first answer to each task.
  private static func pairs(_ table: AnswerTable) -> [Pair] {
    let k = table.labels.count
    let byActivity = table.workers.indices.sorted {
      (-table.byWorker.range($0).count, $0) < (-table.byWorker.range($1).count, $1)
    }.prefix(60)
    var first: [Int: [Int: Int]] = [:]
    for worker in byActivity {
      var answers: [Int: Int] = [:]
      for place in table.byWorker.range(worker) {
        let task = Int(table.byWorker.other[place])
        if answers[task] == nil { answers[task] = Int(table.byWorker.label[place]) }
      }
      first[worker] = answers
    }
    var pairs: [Pair] = []
    for (index, a) in byActivity.enumerated() {
      for b in byActivity.dropFirst(index + 1) {
        guard let left = first[a], let right = first[b] else { continue }
        var counts = [[Int]](repeating: [Int](repeating: 0, count: k), count: k)
        var shared = 0
        for (task, label) in left {
          guard let other = right[task] else { continue }
          counts[label][other] += 1
          shared += 1
        }
        if shared == 0 { continue }
        let same = (0..<k).reduce(0) { $0 + counts[$1][$1] }
        let agreement = Proportion(events: same, trials: shared)
        pairs.append(
          Pair(
            first: table.workers[a], second: table.workers[b], agreement: agreement,
            agreementInterval: agreement.wilson(), kappa: Agreement.cohenKappa(counts),
            kappaInterval: Agreement.cohenKappaInterval(counts)))
      }
    }
    let order = pairs.indices.sorted {
      (-pairs[$0].agreement.trials, $0) < (-pairs[$1].agreement.trials, $1)
    }
    return order.prefix(50).map { pairs[$0] }
  }
}
