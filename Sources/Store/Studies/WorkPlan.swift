import Essentials

/// Who is given which pairs in which order.
///
/// A pure function of the design, of what was given already and of the reviewer's number; the same
/// again for the same seed. Pairs that fewest reviewers have come first; known pairs are spread among
/// the others; second looks come late and well after the first.
struct WorkPlan: Sendable {
  /// One pair of the study, as far as sharing out goes.
  struct Pair: Sendable, Equatable {
    let id: Int64
    let isGold: Bool
    /// How many reviewers were given it.
    let given: Int
    /// How many more are to be given it now.
    let wanted: Int
    /// How many more than those may be expected to be asked for once they are in.
    var later = 0.0
    /// Whether this reviewer was.
    let isMine: Bool
  }
  /// Why somebody is given a pair.
  enum Kind: String, Sendable {
    case first, second, gold
  }
  /// A pair in somebody's list.
  struct Item: Sendable, Equatable {
    let pair: Int64
    let kind: Kind
  }

  let design: StudyDesign
  let pairs: [Pair]
  /// How many reviewers have a list already, this one not counted.
  let earlierReviewers: Int
  /// The reviewer's number, which with the seed decides the order.
  let reviewer: Int
  /// How many pairs this reviewer was given in earlier lists.
  let before: Int

  /// Whether this is the reviewer's first list; later ones bring no second looks.
  var isFirst: Bool { before == 0 }

  /// The longest later list where answers decide what else is asked: the sooner they are in, the less
  /// is asked in vain, and the more people share it.
  static let laterShare = 12

  /// The list; empty where there is nothing left to give.
  ///
  /// - Complexity: O(n log n) for n pairs.
  func items() -> [Item] {
    var random = RandomStream(seed: design.seed, purpose: "work-plan", item: reviewer + before)
    var open = pairs.filter { !$0.isGold && !$0.isMine && $0.wanted > 0 }
    open.shuffle(using: &random)
    // A stable sort keeps the shuffled order among equals.
    open = open.enumerated().sorted {
      ($0.element.given, $0.offset) < ($1.element.given, $1.offset)
    }
    .map(\.element)
    let wanting = pairs.filter { !$0.isGold }.reduce(0) { $0 + $1.wanted }
    let others = max(1, design.reviewers - earlierReviewers)
    let share =
      isFirst
      ? (wanting + others - 1) / others
      : design.adaptive == nil ? wanting : min(wanting, WorkPlan.laterShare)
    let ordinary = open.prefix(share).map { Item(pair: $0.id, kind: .first) }
    let asked = isFirst ? 0 : wanting - ordinary.count
    var items = ordinary + known(beside: ordinary.count, andLater: asked, &random)
    items.shuffle(using: &random)
    if isFirst { addSecondLooks(of: ordinary, to: &items, &random) }
    return items
  }

  /// Each second look stands at least a third of the list after its first.
  private func addSecondLooks(
    of ordinary: [Item], to items: inout [Item], _ random: inout RandomStream
  ) {
    let gap = max(1, items.count / 3)
    let early = items.prefix(max(0, items.count - gap)).filter { $0.kind == .first }
    let chosen = early.shuffled(using: &random).prefix(design.secondLooks)
    for item in chosen {
      guard let place = items.firstIndex(of: item) else { continue }
      let earliest = min(items.count, place + gap)
      let at = earliest + random.index(below: items.count - earliest + 1)
      items.insert(Item(pair: item.pair, kind: .second), at: at)
    }
  }
}
