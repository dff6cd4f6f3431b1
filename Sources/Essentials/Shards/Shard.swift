/// One of the parts into which a long computation is cut, written "3/8": the third of eight.
///
/// A computation that can be cut is a pure function of its inputs and of the items a shard owns; its
/// parts merge, in any order, to the bytes that one run would give.
public struct Shard: Sendable, Equatable, Hashable, CustomStringConvertible {
  /// Which part, from 0.
  public let index: Int
  /// In how many parts the work is cut.
  public let count: Int

  /// All of the work.
  public static let whole = Shard(index: 0, count: 1)
  /// Parts that are possible.
  public static let limit = 1_000_000

  /// Part number `index`, from 0, of `count`.
  public init(index: Int, count: Int) {
    precondition((1...Shard.limit).contains(count) && (0..<count).contains(index))
    self.index = index
    self.count = count
  }

  /// Reads "3/8".
  ///
  /// - Throws: ``Failure`` (`malformedInput`).
  public init(parsing text: String) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let place = parts[0], let count = parts[1],
      (1...Shard.limit).contains(count), (1...count).contains(place)
    else {
      throw Failure(
        .malformedInput, "\"\(text)\" is no shard",
        remedy: "Write the part, from 1, and how many there are: 3/8")
    }
    self.init(index: place - 1, count: count)
  }

  /// "3/8".
  public var description: String { "\(index + 1)/\(count)" }

  /// Whether `item` belongs to this part when items are dealt out in turn.
  public func owns(_ item: Int) -> Bool { item % count == index }

  /// This part of 0..<`total` when it is cut into runs, of which none is more than one longer than
  /// another; the parts' runs follow one another.
  public func range(of total: Int) -> Range<Int> {
    precondition(total >= 0)
    func start(_ index: Int) -> Int { total / count * index + min(index, total % count) }
    return start(index)..<start(index + 1)
  }
}

extension Shard: Codable {
  /// Reads "3/8".
  public init(from decoder: any Decoder) throws {
    try self.init(parsing: decoder.singleValueContainer().decode(String.self))
  }

  /// Writes "3/8".
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
