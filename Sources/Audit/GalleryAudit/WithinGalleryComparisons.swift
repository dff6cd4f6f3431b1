import Biometrics
import Essentials
import Evaluation
import Matching

/// All comparisons within a gallery, each pair once, of all people or of some drawn at random.
enum WithinGalleryComparisons {
  /// The comparisons and how many people they are of.
  ///
  /// People are drawn whole, with all their templates, until one more would make more than `most`
  /// comparisons; the order of drawing depends on `seed` alone.
  static func draw(
    _ rows: GalleryRows, most: Int, seed: UInt64, threads: Int, progress: any ProgressObserver
  ) throws -> (comparisons: LabelledComparisons, people: Int) {
    var templates: [[Int]] = Array(repeating: [], count: rows.subjects)
    for (row, person) in rows.probes.enumerated() { templates[person].append(row) }
    var random = RandomStream(seed: seed, purpose: "1:1 sample")
    var kept: [Int] = []
    var people = 0
    for person in Array(0..<rows.subjects).shuffled(using: &random) {
      let count = kept.count + templates[person].count
      if people >= 2 && count * (count - 1) / 2 > most { break }
      kept += templates[person]
      people += 1
    }
    kept.sort()
    let subset = SubsetRows(rows, probes: kept, references: kept, areSame: true)
    return (try compare(subset, rows, threads, progress), people)
  }

  private static func compare(
    _ subset: SubsetRows<GalleryRows>, _ rows: GalleryRows, _ threads: Int,
    _ progress: any ProgressObserver
  ) throws -> LabelledComparisons {
    var comparisons = LabelledComparisons(polarity: rows.polarity)
    let subjects = try rows.gallery.subjectNumbers().subjects
    let numbers = subjects.map { comparisons.number(of: $0) }
    let tally = Tally("comparing", total: subset.probes.count, progress)
    // In waves, so that scores in waiting stay few.
    let blocks = Parallel.blocks(subset.probes.count, of: 64)
    for wave in Parallel.blocks(blocks.count, of: 4 * threads) {
      let scored = try Parallel.map(count: wave.count, threads: threads) {
        try subset.scores(probes: blocks[wave.lowerBound + $0])
      }
      for (offset, scores) in scored.enumerated() {
        let block = blocks[wave.lowerBound + offset]
        for probe in block {
          let base = (probe - block.lowerBound) * subset.references.count
          for reference in probe + 1..<max(probe + 1, subset.references.count) {
            try comparisons.append(
              probe: numbers[subset.probes[probe]],
              reference: numbers[subset.references[reference]],
              score: Double(scores[base + reference]))
          }
        }
        tally.add(block.count)
      }
    }
    return comparisons
  }
}
