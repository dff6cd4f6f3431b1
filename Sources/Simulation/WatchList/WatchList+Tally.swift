extension WatchList {
  /// A face that raised an alert.
  struct Alert: Sendable, Equatable {
    let unlikeness: Float
    let capture: Int
    let person: Int
    let listed: Int
  }

  /// Counts of some of the faces.
  struct Tally: Sendable, Equatable, Codable {
    var notDetected = 0
    /// Faces of people not on the list.
    var strangers = 0
    /// Faces of people on it.
    var listed = 0
    var falseAlerts = 0
    var trueAlerts = 0
    var mistaken = 0
    var misnamed = 0
    var alerts: [Alert] = []

    /// Whether it can be that of faces below `captures`.
    func isOf(captures: Int) -> Bool {
      alerts.allSatisfy { (0..<captures).contains($0.capture) && !$0.unlikeness.isNaN }
    }

    /// Adds those of other faces; in whatever order, the sum is the same.
    mutating func merge(_ other: Tally, keeping count: Int) {
      notDetected += other.notDetected
      strangers += other.strangers
      listed += other.listed
      falseAlerts += other.falseAlerts
      trueAlerts += other.trueAlerts
      mistaken += other.mistaken
      misnamed += other.misnamed
      alerts += other.alerts
      alerts.sort { ($0.unlikeness, $0.capture) < ($1.unlikeness, $1.capture) }
      alerts.removeLast(max(0, alerts.count - count))
    }
  }
}

extension WatchList.Alert: Codable {
  /// The bits of the unlikeness, the capture, the person, who was taken for them: no decimal stands
  /// between two runs.
  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    unlikeness = Float(bitPattern: try container.decode(UInt32.self))
    capture = try container.decode(Int.self)
    person = try container.decode(Int.self)
    listed = try container.decode(Int.self)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(unlikeness.bitPattern)
    try container.encode(capture)
    try container.encode(person)
    try container.encode(listed)
  }
}
