public import Biometrics
import Foundation

/// What is known of a gallery as a whole.
public struct GalleryInformation: Sendable, Equatable, Codable {
  /// Numbers a template has.
  public var dimension: Int
  /// How templates are compared.
  public var metric: Metric
  /// Where the faces come from.
  public var origin: Origin
  /// The encoder that made the templates, with its version, as far as it is known.
  public var encoder: String?
  /// Why it was made; real people's photographs may not be enrolled without one.
  public var purpose: String?
  /// When it was made, ISO 8601, UTC.
  public var created: String
  /// The day after which it should be deleted, `YYYY-MM-DD`.
  public var retainUntil: String?
  /// The files it was made from.
  public var sources: [SourceDigest]
  /// The folders that its frames lay in when they were enrolled, absolute; nil where it was made from
  /// templates.
  public var frameFolders: [String]?

  /// Makes it; `created` is the present time unless told.
  public init(
    dimension: Int, metric: Metric, origin: Origin = .unknown, encoder: String? = nil,
    purpose: String? = nil, created: String? = nil, retainUntil: String? = nil,
    sources: [SourceDigest] = []
  ) {
    precondition(dimension > 0)
    self.dimension = dimension
    self.metric = metric
    self.origin = origin
    self.encoder = encoder
    self.purpose = purpose
    self.created = created ?? Date.now.formatted(.iso8601)
    self.retainUntil = retainUntil
    self.sources = sources
  }
}

/// A file something was made from, and its SHA-256.
public struct SourceDigest: Sendable, Equatable, Codable {
  /// The file's name, without its folder.
  public var name: String
  /// Its SHA-256 in hexadecimal.
  public var sha256: String

  /// Makes it.
  public init(name: String, sha256: String) {
    self.name = name
    self.sha256 = sha256
  }
}
