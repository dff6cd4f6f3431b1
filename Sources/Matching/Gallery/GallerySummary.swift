import Biometrics
import Essentials

/// What a gallery holds, in a few lines.
public struct GallerySummary: Sendable, Codable, Equatable, CustomStringConvertible {
  /// What is known of it as a whole.
  public let information: GalleryInformation
  /// The format it is written in.
  public let formatVersion: Int
  /// Templates.
  public let templates: Int
  /// Subjects that templates name.
  public let subjects: Int
  /// Templates whose subject is not known.
  public let unlabelled: Int
  /// Parts it was written in, and how each is screened.
  public let segments: [Segment]
  /// Bytes of all files.
  public let bytes: Int

  /// A part of a gallery.
  public struct Segment: Sendable, Codable, Equatable {
    /// Templates in it.
    public let templates: Int
    /// Whether coordinates are turned towards the templates' own directions.
    public let turned: Bool
    /// Dimensions that are scanned for every template.
    public let headDimensions: Int
  }

  /// Looks at `gallery`.
  ///
  /// - Throws: ``Failure`` where its labels are damaged.
  /// - Complexity: O(templates), for the subjects.
  public init(_ gallery: Gallery) throws {
    let numbers = try gallery.subjectNumbers()
    information = gallery.information
    formatVersion = GalleryManifest.version
    templates = gallery.count
    subjects = numbers.subjects.count
    unlabelled = numbers.rows.count { $0 < 0 }
    segments = gallery.segments.map {
      Segment(
        templates: $0.rows, turned: !$0.transform.rotation.isEmpty,
        headDimensions: $0.transform.headDimensions)
    }
    bytes = gallery.segments.reduce(0) { $0 + $1.bytes }
  }

  /// A line for each fact.
  public var description: String {
    var lines = [
      "templates    \(templates) of \(information.dimension) numbers",
      "subjects     \(subjects)" + (unlabelled > 0 ? ", \(unlabelled) templates unlabelled" : ""),
      "metric       \(information.metric.rawValue)",
      "origin       \(information.origin.rawValue)",
      "encoder      \(information.encoder ?? "not known")",
      "purpose      \(information.purpose ?? "none stated")",
      "created      \(information.created)",
      "retain until \(information.retainUntil ?? "no day set")",
      "bytes        \(bytes)",
      "format       \(formatVersion)",
    ]
    for (index, segment) in segments.enumerated() {
      lines.append(
        "segment \(index + 1)    \(segment.templates) templates, scanned on "
          + "\(segment.headDimensions) dimensions" + (segment.turned ? ", turned" : ""))
    }
    for source in information.sources {
      lines.append("source       \(source.name) \(source.sha256)")
    }
    for folder in information.frameFolders ?? [] { lines.append("frames in    \(folder.oneLine)") }
    return lines.joined(separator: "\n")
  }
}
