import Biometrics
import Essentials
import Evaluation

/// The rows of a gallery whose comparisons with one another give an audit's 1:1 rates: all of them,
/// or those of people drawn at random where all are too many.
struct OneToOneSample {
  /// The rows, ascending.
  let rows: [Int]
  /// How many people they are of.
  let people: Int

  /// Draws people whole, with all their templates, until one more would make more than `most`
  /// comparisons; the order of drawing depends on `seed` alone.
  init(persons: [Int], people all: Int, most: Int, seed: UInt64) {
    var templates: [[Int]] = Array(repeating: [], count: all)
    for (row, person) in persons.enumerated() { templates[person].append(row) }
    var random = RandomStream(seed: seed, purpose: "1:1 sample")
    var kept: [Int] = []
    var people = 0
    for person in Array(0..<all).shuffled(using: &random) {
      let count = kept.count + templates[person].count
      if people >= 2 && count * (count - 1) / 2 > most { break }
      kept += templates[person]
      people += 1
    }
    rows = kept.sorted()
    self.people = people
  }

  /// The numbers of the rows that `shard` compares, each with all rows after it.
  func members(_ shard: Shard) -> [Int] { rows.indices.filter { shard.owns($0) } }

  /// The scores of those rows, each with all rows after it, one row's after another's.
  func scores(
    _ gallery: GalleryRows, _ shard: Shard, threads: Int, progress: any ProgressObserver
  ) throws -> [Float] {
    let subset = SubsetRows(gallery, probes: rows, references: rows, areSame: true)
    let members = members(shard)
    let tally = Tally("comparing", total: members.count, progress)
    let blocks = Parallel.blocks(members.count, of: 64)
    var scores: [Float] = []
    scores.reserveCapacity(members.reduce(0) { $0 + rows.count - 1 - $1 })
    // In waves, so that rows of which half is thrown away stay few.
    for wave in Parallel.blocks(blocks.count, of: 4 * threads) {
      let found = try Parallel.map(count: wave.count, threads: threads) { place in
        let probes = Array(members[blocks[wave.lowerBound + place]])
        let all = try subset.scores(of: probes, against: Array(rows.indices))
        var kept: [Float] = []
        for (line, probe) in probes.enumerated() {
          kept += all[line * rows.count + probe + 1..<(line + 1) * rows.count]
        }
        tally.add(probes.count)
        return kept
      }
      for part in found { scores += part }
    }
    return scores
  }

  /// Of the scores of all rows those that `shard` would have found.
  func scores(_ scores: [Float], of shard: Shard) -> [Float] {
    var kept: [Float] = []
    for number in members(shard) {
      let start = number * (2 * rows.count - 1 - number) / 2
      kept += scores[start..<start + rows.count - 1 - number]
    }
    return kept
  }

  /// The scores of all rows, from what the shards found, in their order; nil where it is not so many.
  func joined(_ parts: [[Float]]) -> [Float]? {
    var places = Array(repeating: 0, count: parts.count)
    var scores: [Float] = []
    scores.reserveCapacity(rows.count * max(0, rows.count - 1) / 2)
    for number in rows.indices {
      let part = number % parts.count
      let end = places[part] + rows.count - 1 - number
      guard end <= parts[part].count else { return nil }
      scores += parts[part][places[part]..<end]
      places[part] = end
    }
    return zip(places, parts).allSatisfy { $0 == $1.count } ? scores : nil
  }

  /// The comparisons that `scores`, of all rows, are of; a person's name is their number.
  func comparisons(
    _ scores: [Float], persons: [Int], people all: Int, polarity: Polarity
  ) throws -> LabelledComparisons {
    var comparisons = LabelledComparisons(polarity: polarity)
    let numbers = (0..<all).map { comparisons.number(of: SubjectID("\($0)")) }
    var place = 0
    for (number, row) in rows.enumerated() {
      let probe = numbers[persons[row]]
      for other in rows[(number + 1)...] {
        try comparisons.append(
          probe: probe, reference: numbers[persons[other]], score: Double(scores[place]))
        place += 1
      }
    }
    return comparisons
  }

  /// The threshold that the evaluation of `scores`, of all rows, would choose; nil where there is
  /// none.
  ///
  /// - Throws: ``Failure`` (`notMeasurable`) without a mated or a non-mated pair.
  func threshold(_ scores: [Float], persons: [Int], polarity: Polarity) throws -> Double? {
    var (mated, nonMated): ([Double], [Double]) = ([], [])
    nonMated.reserveCapacity(scores.count)
    var place = 0
    for (number, row) in rows.enumerated() {
      for other in rows[(number + 1)...] {
        if persons[row] == persons[other] {
          mated.append(Double(scores[place]))
        } else {
          nonMated.append(Double(scores[place]))
        }
        place += 1
      }
    }
    return OneToOneEvaluation.thresholdForGroups(
      try ScoreDistribution(mated: mated, nonMated: nonMated, polarity: polarity))
  }
}
