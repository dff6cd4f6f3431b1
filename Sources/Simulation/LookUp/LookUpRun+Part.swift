extension LookUpRun {
  /// A capture and how unlike the probe it is.
  struct Hit: Sendable, Equatable {
    let unlikeness: Float
    let capture: Int
    let person: Int

    /// More alike first; ties go to the earlier capture.
    static func precedes(_ left: Hit, _ right: Hit) -> Bool {
      (left.unlikeness, left.capture) < (right.unlikeness, right.capture)
    }

    /// Whether it can be one of so many captures.
    func isOf(captures: Int) -> Bool {
      (0..<captures).contains(capture) && (0..<1 << 32).contains(person) && !unlikeness.isNaN
    }
  }

  /// What some captures gave for each probe.
  struct Part: Sendable, Equatable, Codable {
    /// Captures stored: neither lost nor without a face found.
    var stored = 0
    /// Shots in which no face was found.
    var notDetected = 0
    /// Records lost.
    var lost = 0
    /// The best strangers of each probe, most alike first.
    var best: [[Hit]]
    /// Strangers by bin of unlikeness in steps of the score, for one capture in ten.
    var sample: [[Int]]
    /// How many captures the sample has.
    var sampled = 0
    /// Strangers at or below each limit of each probe.
    var below: [[Int]]
    /// Strangers more alike than the probe's best mate.
    var ahead: [Int]

    /// That of no captures.
    init(probes: Int, limits: Int) {
      best = Array(repeating: [], count: probes)
      sample = Array(repeating: Array(repeating: 0, count: LookUpRun.binCount), count: probes)
      below = Array(repeating: Array(repeating: 0, count: limits), count: probes)
      ahead = Array(repeating: 0, count: probes)
    }

    /// Whether it can be that of captures below `captures`, for so many probes and limits.
    func isOf(captures: Int, probes: Int, limits: Int) -> Bool {
      best.count == probes && ahead.count == probes && sample.count == probes
        && below.count == probes && sample.allSatisfy { $0.count == LookUpRun.binCount }
        && below.allSatisfy { $0.count == limits }
        && best.joined().allSatisfy { $0.isOf(captures: captures) }
    }

    /// Adds what other captures gave; in whatever order, the sum is the same.
    mutating func merge(_ other: Part, keeping count: Int) {
      stored += other.stored
      notDetected += other.notDetected
      lost += other.lost
      sampled += other.sampled
      for probe in best.indices {
        best[probe] = Array(
          (best[probe] + other.best[probe]).sorted(by: Hit.precedes).prefix(count))
        for bin in sample[probe].indices { sample[probe][bin] += other.sample[probe][bin] }
        for limit in below[probe].indices { below[probe][limit] += other.below[probe][limit] }
        ahead[probe] += other.ahead[probe]
      }
    }
  }
}

extension LookUpRun.Hit: Codable {
  /// The bits of the unlikeness, the capture, the person: no decimal stands between two runs.
  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    unlikeness = Float(bitPattern: try container.decode(UInt32.self))
    capture = try container.decode(Int.self)
    person = try container.decode(Int.self)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(unlikeness.bitPattern)
    try container.encode(capture)
    try container.encode(person)
  }
}
