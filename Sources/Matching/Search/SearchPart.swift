public import Essentials

/// The parts of a search for the probes of a file: a shard is a run of probes.
public enum SearchPart {
  /// The kind of the parts.
  public static let kind = "search"
  /// The first line of the candidates' CSV.
  static let header = "probe,rank,row,score\n"

  /// Whose part it is, of a search of `gallery` for `probes`.
  ///
  /// - Throws: ``Failure`` where an input can't be read.
  public static func header(
    _ gallery: Gallery, probes: TemplateReader, top: Int, threshold: Float?, shard: Shard
  ) throws -> PartialResult.Header {
    var job = [
      "gallery": try gallery.manifestDigest(),
      "probes": try Digest.sha256(file: probes.path), "top": "\(top)",
    ]
    if let threshold { job["threshold"] = "\(threshold)" }
    return PartialResult.Header(kind: kind, job: job, shard: shard)
  }

  /// Writes the candidates of all parts as one search would: `probe,rank,row,score`.
  ///
  /// - Throws: ``Failure`` naming a part that is missing, doubled or of another search, and
  ///   `inputOutput`; the caller then drops `destination`.
  public static func merge(_ parts: [PartialResult], to destination: OutputFile) throws {
    try destination.write(header)
    for part in try PartialResult.complete(parts) {
      guard part.header.kind == kind else { throw part.unreadable }
      try part.readPayload { try destination.write($0) }
    }
  }
}
