public import Biometrics
import Essentials
public import Evaluation
public import Matching

/// A labelled gallery compared with itself, every template in turn as probe.
public struct GalleryRows: ComparisonRows {
  /// The gallery.
  public let gallery: Gallery
  /// The person of each template.
  public let probes: [Int]
  /// How many people there are.
  public let subjects: Int

  /// The person of each template.
  public var references: [Int] { probes }
  /// Each probe is a reference too, and not compared with itself.
  public var isWithinGallery: Bool { true }
  /// Which end of the scale is the similar one.
  public var polarity: Polarity { gallery.metric.polarity }

  /// Takes a gallery in which each template has a subject.
  ///
  /// - Throws: ``Failure`` (`missingInput`) where some have none.
  public init(_ gallery: Gallery) throws {
    let numbers = try gallery.subjectNumbers()
    let unlabelled = numbers.rows.count { $0 < 0 }
    guard unlabelled == 0 else {
      throw Failure(
        .missingInput,
        "\(Numerals.grouped(unlabelled)) of \(Numerals.grouped(gallery.count)) templates have no subject, so nobody can say which matches are false",
        file: gallery.path, remedy: "Import the templates with a subject for each")
    }
    self.gallery = gallery
    probes = numbers.rows.map(Int.init)
    subjects = numbers.subjects.count
  }

  /// The scores of `range`, exactly as a search gives them.
  public func scores(probes range: Range<Int>) throws -> [Float] {
    try gallery.scores(templates(range))
  }

  /// The scores of some rows against some, pair by pair where these are few of all.
  public func scores(of probes: [Int], against references: [Int]) throws -> [Float] {
    let width = references.count
    // A pair by itself costs several times what one of a block does.
    if 8 * width < gallery.count {
      var scores = [Float](repeating: 0, count: probes.count * width)
      // A few references at a time for all probes: they stay in the cache meanwhile.
      for block in Parallel.blocks(width, of: max(1, (1 << 16) / (gallery.dimension * 4))) {
        for (place, probe) in probes.enumerated() {
          for column in block {
            scores[place * width + column] = try gallery.score(probe, references[column])
          }
        }
      }
      return scores
    }
    let all = try gallery.scores(templates(probes))
    if references.elementsEqual(0..<gallery.count) { return all }
    var scores: [Float] = []
    scores.reserveCapacity(probes.count * width)
    for place in probes.indices {
      for column in references { scores.append(all[place * gallery.count + column]) }
    }
    return scores
  }

  private func templates(_ rows: some Sequence<Int>) throws -> Templates {
    var templates = Templates(dimension: gallery.dimension)
    for row in rows { try templates.append(gallery.template(row)) }
    return templates
  }
}
