public import Biometrics
import Essentials
public import Evaluation
public import Matching

/// A labelled gallery searched with the templates of another one, such as those of poor pictures.
///
/// The two share people by name, and no template.
public struct ProbeGalleryRows: ComparisonRows {
  private let probeGallery: Gallery
  private let gallery: Gallery
  /// The person of each probe.
  public let probes: [Int]
  /// The person of each reference.
  public let references: [Int]
  /// How many people there are in either.
  public let subjects: Int

  /// No probe is a reference.
  public var isWithinGallery: Bool { false }
  /// Which end of the scale is the similar one.
  public var polarity: Polarity { gallery.metric.polarity }

  /// Takes two galleries in which each template has a subject.
  ///
  /// - Throws: ``Failure``: `missingInput` where some have none, `mismatchedInput` where the two are
  ///   not of one encoder, metric and origin.
  public init(probes: Gallery, gallery: Gallery) throws {
    let (left, right) = (probes.information, gallery.information)
    guard probes.metric == gallery.metric, probes.dimension == gallery.dimension,
      left.encoder == right.encoder, left.origin == right.origin
    else {
      throw Failure(
        .mismatchedInput, "is not of the encoder, metric and origin of \(gallery.path)",
        file: probes.path, remedy: "Make both galleries with the same encoder, of the same kind")
    }
    let known = try GalleryRows(gallery)
    let own = try GalleryRows(probes)
    let names = try gallery.subjectNumbers().subjects
    var numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let joined = try probes.subjectNumbers().subjects.map { name in
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      return number
    }
    self.probes = own.probes.map { joined[$0] }
    references = known.references
    subjects = numbers.count
    self.gallery = gallery
    probeGallery = probes
  }

  /// The scores of `range`, exactly as a search gives them.
  public func scores(probes range: Range<Int>) throws -> [Float] {
    var templates = Templates(dimension: gallery.dimension)
    for row in range { try templates.append(probeGallery.template(row)) }
    return try gallery.scores(templates)
  }
}
