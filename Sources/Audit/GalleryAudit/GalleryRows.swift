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
    var templates = Templates(dimension: gallery.dimension)
    for row in range { try templates.append(gallery.template(row)) }
    return try gallery.scores(templates)
  }
}
