package import Essentials
package import Evaluation
import Biometrics
import Matching

extension OpenSetSearches {
  /// How deep the first look at a probe's candidates is, and the second.
  private static let depths = [32, 512]

  /// The outcomes of searching the templates `range` of a labelled gallery, through the engine.
  ///
  /// The same outcomes as from the scores of all comparisons, to the last bit: a search that is deep
  /// enough to show the best stranger, and all people who are at least as similar as the mate, says
  /// all there is to say. The few probes for which 512 candidates do not are scored against every
  /// template.
  ///
  /// - Throws: ``Failure`` as a search does.
  package init(
    gallery rows: GalleryRows, probes range: Range<Int>, threads: Int,
    progress: any ProgressObserver
  ) throws {
    let gallery = rows.gallery
    let first = range.lowerBound
    let mates = try rows.bestMates(range, threads: threads)
    var found = [(Mated?, NonMated)?](repeating: nil, count: range.count)
    var open = Array(range)
    let tally = Tally("searching", total: range.count, progress)
    for depth in OpenSetSearches.depths where depth < gallery.count {
      var left: [Int] = []
      for batch in Parallel.blocks(open.count, of: 4096) {
        let members = Array(open[batch])
        var probes = Templates(dimension: gallery.dimension)
        for row in members { try probes.append(gallery.template(row)) }
        let result = try gallery.search(
          probes, top: depth, options: SearchOptions(threads: threads))
        let before = left.count
        for (row, candidates) in zip(members, result.candidates) {
          found[row - first] = rows.outcome(row, candidates, mate: mates[row - first])
          if found[row - first] == nil { left.append(row) }
        }
        tally.add(members.count - (left.count - before))
      }
      open = left
    }
    let unsettled = open
    let rest = try Parallel.map(count: unsettled.count, threads: threads) { place in
      let row = unsettled[place]
      let outcome = try OpenSetSearches.search(rows, [], row..<row + 1)
      tally.add(1)
      return outcome
    }
    for (row, outcome) in zip(unsettled, rest) {
      found[row - first] = (outcome.0.first, outcome.1[0])
    }
    self.init(
      polarity: rows.polarity, people: rows.subjects, templates: gallery.count,
      mated: found.compactMap { $0?.0 }, nonMated: found.compactMap { $0?.1 })
  }
}

extension GalleryRows {
  /// Per template of `range` the best score of another one of its person; nil where there is none.
  fileprivate func bestMates(_ range: Range<Int>, threads: Int) throws -> [Float?] {
    var byPerson = [[Int]](repeating: [], count: subjects)
    for (row, person) in probes.enumerated() { byPerson[person].append(row) }
    let groups = byPerson
    return try Parallel.map(count: range.count, threads: threads) { place in
      let row = range.lowerBound + place
      var best: Float?
      for other in groups[probes[row]] where other != row {
        let score = try gallery.score(row, other)
        if best.map({ polarity.prefers(Double(score), over: Double($0)) }) ?? true { best = score }
      }
      return best
    }
  }

  /// What a probe's candidates, itself among them, say of its search; nil where they are too few.
  fileprivate func outcome(_ row: Int, _ candidates: [Candidate], mate: Float?) -> (
    OpenSetSearches.Mated?, OpenSetSearches.NonMated
  )? {
    let person = probes[row]
    guard let last = candidates.last else { return nil }
    // A person with the mate's own score stands ahead of them, so the list must go beyond it.
    if let mate, !polarity.prefers(Double(mate), over: Double(last.score)) { return nil }
    var stranger: Float?
    var ahead: Set<Int> = []
    for candidate in candidates where probes[candidate.row] != person {
      if stranger == nil { stranger = candidate.score }
      guard let mate, !polarity.prefers(Double(mate), over: Double(candidate.score)) else { break }
      ahead.insert(probes[candidate.row])
    }
    guard let stranger else { return nil }
    return (
      mate.map {
        OpenSetSearches.Mated(person: person, score: Double($0), rank: ahead.count + 1)
      }, OpenSetSearches.NonMated(person: person, best: Double(stranger))
    )
  }
}
