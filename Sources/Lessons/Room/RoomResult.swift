import Essentials
public import Reports

/// What a class answered to one question, shown five answers at a time.
///
/// Nobody's answer can be told from a room of five; nor from the difference of two looks, since the
/// result changes only when five more have answered.
public struct RoomResult: Sendable, Equatable {
  /// The fewest answers of which anything is shown, and the step by which more are.
  public static let step = 5

  /// How many answered.
  public let received: Int
  /// Of how many of them the counts are: the first of them, a multiple of five.
  public let shown: Int
  /// The answers in words with their counts; empty before there are five.
  public let counts: [(label: String, count: Int)]
  /// The middle of the numbers answered; nil for a choice, or before there are five.
  public let median: Double?

  /// Counts `guesses`, in the order in which they came.
  public init(_ prediction: Prediction, guesses: [Double]) {
    received = guesses.count
    shown = guesses.count / RoomResult.step * RoomResult.step
    let counted = guesses.prefix(shown)
    guard !counted.isEmpty else {
      counts = []
      median = nil
      return
    }
    switch prediction.form {
    case .choice(let choices, _):
      counts = choices.enumerated().map { place, label in
        (label, counted.count { Int($0) == place })
      }
      median = nil
    case .number(_, let highest, _):
      let edges = RoomResult.edges(upTo: highest)
      counts = zip(edges, edges.dropFirst()).enumerated().map { place, ends in
        let isLast = place == edges.count - 2
        return (
          "\(RoomResult.text(ends.0)) to \(isLast ? "" : "below ")\(RoomResult.text(ends.1))",
          counted.count { $0 >= ends.0 && ($0 < ends.1 || isLast) }
        )
      }
      let sorted = counted.sorted()
      let middle = sorted.count / 2
      median =
        sorted.count.isMultiple(of: 2)
        ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
  }

  /// The edges of the bins: tens up to 100, else factors of ten.
  static func edges(upTo highest: Double) -> [Double] {
    if highest <= 100 { return (0...10).map { highest * Double($0) / 10 } }
    var edges = [0.0, 1]
    while let last = edges.last, last < highest { edges.append(last * 10) }
    return edges
  }

  private static func text(_ edge: Double) -> String {
    edge >= 1e15 ? Numerals.significant(edge) : Numerals.grouped(Int(edge.rounded()))
  }

  /// The room's answers as a figure; nil before there are five.
  public func figure(_ prediction: Prediction) -> Figure? {
    guard shown > 0 else { return nil }
    let filled = counts.filter { $0.count > 0 }
    return .funnel(
      title: prediction.text,
      description:
        "The first \(shown) of \(received) answers. More are added five at a time, so that nobody's can be singled out.",
      filled.map { label, count in
        Figure.Bar(label, count, detail: "\(count) of \(shown)")
      })
  }

  /// Whether both are the same.
  public static func == (left: RoomResult, right: RoomResult) -> Bool {
    left.received == right.received && left.shown == right.shown && left.median == right.median
      && left.counts.elementsEqual(right.counts, by: ==)
  }
}
