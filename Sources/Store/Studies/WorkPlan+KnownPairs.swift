import Essentials

// Pairs whose answer is known test a reviewer only where the reviewer can't tell them from others.
extension WorkPlan {
  /// The known pairs of a list with so many `others`.
  ///
  /// With fixed overlap a reviewer's first list is all that is planned: it has all of them, and what
  /// others left over brings none. Where answers decide what else is asked, more lists are the rule:
  /// each has its share, rounded at random, so that a pair is as likely to be a known one in each of
  /// them. Never a list of known pairs alone, unless the study has no others.
  ///
  /// Beside those in this list, `asked` answers are wanted from somebody: they may come to this
  /// reviewer in a later one.
  func known(beside others: Int, andLater asked: Int, _ random: inout RandomStream) -> [Item] {
    let all = pairs.filter(\.isGold)
    var left = all.filter { !$0.isMine }
    if others > 0, design.adaptive != nil {
      left.shuffle(using: &random)
      let before = pairs.count { !$0.isGold && $0.isMine }
      let density = min(
        Double(left.count) / (Double(others) + expected(beyond: others, asked)),
        // Neither what was kept for work that did not come nor a late start must crowd a short list.
        Double(all.count) / max(Double(before + others), planned))
      let share = Double(others) * density
      let count = Int(share) + (random.chance(share - share.rounded(.down)) ? 1 : 0)
      left = Array(left.prefix(count))
    } else if !isFirst || (others == 0 && all.count < pairs.count) {
      left = []
    }
    return left.map { Item(pair: $0.id, kind: .gold) }
  }

  /// How many pairs other than known ones each reviewer was expected to get when the study was made.
  private var planned: Double {
    let ordinary = Double(pairs.count { !$0.isGold })
    let answers = ordinary * ExpectedAnswers(design).after(PairVotes())
    return min(ordinary, answers / Double(design.reviewers))
  }

  /// For how many pairs that may come to this reviewer after a list with so many `others` known ones
  /// are kept back.
  ///
  /// What will be asked is shared by all who are there or expected, and nobody gets a pair twice. Twice
  /// that: who comes back while others stay away takes their part too, and a few known pairs are soon
  /// used up.
  private func expected(beyond others: Int, _ asked: Int) -> Double {
    let ordinary = pairs.filter { !$0.isGold }
    let open = ordinary.count { !$0.isMine && Double($0.wanted) + $0.later > 0 }
    let all = ordinary.reduce(Double(asked)) { $0 + $1.later }
    return min(Double(open - others), 2 * all / Double(max(design.reviewers, earlierReviewers + 1)))
  }
}
