import Biometrics
import Essentials
import Evaluation
import Matching

/// What an audit was asked for, and of what: the same in all of its parts.
struct AuditPlan: Sendable, Equatable, Codable {
  /// What is audited.
  let gallery: GalleryAudit.Facts
  /// The threshold given; nil where the 1:1 comparisons choose it.
  let threshold: Double?
  /// How many ranks of the CMC.
  let ranks: Int
  /// The weight of false positives against false negatives in joint measures of inequality.
  let alpha: Double
  /// Limits to hold the rates to.
  let limits: [AuditLimit]
  /// Seeds everything drawn.
  let seed: UInt64
  /// The files that say who belongs to which group.
  let inputs: [SourceDigest]
  /// Whether some templates only are searched for, so that all pairs are counted too.
  let drawsSearches: Bool

  /// Makes it, for `gallery` as `options` ask.
  init(
    _ gallery: GalleryAudit.Facts, _ options: GalleryAudit.Options, drawsSearches: Bool
  ) throws {
    self.gallery = gallery
    threshold = options.pairs.map { Double($0.settings.tailThreshold) } ?? options.threshold
    ranks = options.ranks
    alpha = options.alpha
    limits = options.limits
    seed = options.seed
    inputs = try GalleryAudit.groupFiles(options)
    self.drawsSearches = drawsSearches
  }
}

extension GalleryAudit {
  /// The files that say who belongs to which group, each once, with their SHA-256.
  static func groupFiles(_ options: Options) throws -> [SourceDigest] {
    var files: [String] = []
    for file in options.groups.compactMap(\.file) where !files.contains(file) {
      files.append(file)
    }
    return try files.map {
      SourceDigest(
        name: String($0.split(separator: "/").last ?? "groups"),
        sha256: try Digest.sha256(file: $0))
    }
  }
}
