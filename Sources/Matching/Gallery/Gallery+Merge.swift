import Biometrics
public import Essentials

extension Gallery {
  /// Makes one gallery of several: their rows in order, with their records.
  ///
  /// - Parameters:
  ///   - paths: the galleries; dimension, metric, origin and encoder must agree.
  ///   - destination: where the new one will stand.
  ///   - replacing: whether an earlier gallery there may be replaced.
  ///   - threads: threads to work on; the gallery does not depend on them.
  ///   - progress: is told how far it is.
  /// - Returns: the number of templates.
  /// - Throws: ``Failure`` (`mismatchedInput`, `refusedOutput`, `inputOutput`).
  public static func merge(
    _ paths: [String], into destination: String, replacing: Bool,
    threads: Int = Parallel.defaultThreads, progress: any ProgressObserver = NoProgress()
  ) throws -> Int {
    // Opened one at a time: there may be more than a process can map.
    let manifests = try paths.map { try GalleryManifest(folder: $0) }
    guard let path = paths.first, var information = manifests.first?.information else {
      throw Failure(.missingInput, "there is no gallery to merge")
    }
    let first = information
    for (other, manifest) in zip(paths, manifests).dropFirst() {
      try manifest.information.requireSameKind(as: first, of: path, file: other)
      information.add(manifest.information)
    }
    let writer = try GalleryWriter(
      path: destination, information: information, replacing: replacing, threads: threads)
    let total = manifests.flatMap(\.segments).reduce(0) { $0 + $1.rows }
    for other in paths {
      let gallery = try Gallery(path: other)
      try gallery.information.requireSameKind(as: first, of: path, file: other)
      for segment in gallery.segments {
        try gallery.copy(segment, to: writer)
        progress.report(task: "merge", done: writer.count, total: total, unit: "templates")
      }
    }
    let count = writer.count
    try writer.finish()
    return count
  }

  /// Adds all templates of `segment` with their records.
  private func copy(_ segment: Segment, to writer: GalleryWriter) throws {
    let values = unsafe segment.templates
    for range in Parallel.blocks(segment.rows, of: CodeLayout.block) {
      let numbers = range.lowerBound * dimension..<range.upperBound * dimension
      let templates = try Templates(dimension: dimension, values: unsafe Array(values[numbers]))
      try writer.append(templates, records: range.map(segment.record))
      // So that memory does not grow with the galleries.
      segment[.templates].release(numbers.lowerBound * 4..<numbers.upperBound * 4)
    }
  }
}

extension GalleryInformation {
  /// Takes up what is known of a gallery that is merged into this one.
  fileprivate mutating func add(_ other: GalleryInformation) {
    sources += other.sources
    for folder in other.frameFolders ?? [] where frameFolders?.contains(folder) != true {
      frameFolders = (frameFolders ?? []) + [folder]
    }
    retainUntil = [retainUntil, other.retainUntil].compactMap { $0 }.min()
    if other.purpose != purpose {
      purpose = [purpose, other.purpose].compactMap { $0 }.joined(separator: "; ")
    }
  }

  /// Throws where this, of the gallery at `file`, is of another kind than `other`, of that at `path`.
  fileprivate func requireSameKind(
    as other: GalleryInformation, of path: String, file: String
  ) throws {
    let differences = [
      (dimension != other.dimension, "dimension"), (metric != other.metric, "metric"),
      (origin != other.origin, "origin"), (encoder != other.encoder, "encoder"),
    ].filter(\.0).map(\.1)
    if !differences.isEmpty {
      throw Failure(
        .mismatchedInput, "differs from \(path) in \(differences.joined(separator: ", "))",
        file: file, remedy: "Merge galleries of one kind only")
    }
  }
}
