public import Biometrics
public import Essentials

extension Gallery {
  /// Removes a subject's templates and records from the gallery at `path` for good.
  ///
  /// Segments that hold any are written anew without them, the manifest is replaced, and the old
  /// segments are removed; the rows after a removed one move up. Backups and exports are not reached,
  /// and a disk may keep the bytes of a removed file until they are overwritten.
  ///
  /// - Returns: how many templates were removed.
  /// - Throws: ``Failure`` (`missingInput` where the subject is not there; `inputOutput`); the gallery
  ///   is then as it was.
  /// - Complexity: O(rows of the segments concerned)
  public static func forget(
    _ subject: SubjectID, in path: String, progress: any ProgressObserver = NoProgress()
  ) throws -> Int {
    let edit = try GalleryEdit(path: path)
    let gallery = try Gallery(path: path)
    var removed = 0
    var entries: [GalleryManifest.Segment] = []
    for (number, segment) in gallery.segments.enumerated() {
      let entry = edit.manifest.segments[number]
      let names = try (0..<segment.subjectCount).filter {
        try segment.subjectName($0) == subject
      }
      guard let name = names.first else {
        entries.append(entry)
        continue
      }
      let writer = try SegmentWriter(
        folder: path + "/" + edit.claimSegment(), information: gallery.information,
        kernels: Kernels(.best), threads: Parallel.defaultThreads)
      for row in 0..<segment.rows {
        if try segment.subjectNumber(row) == name {
          removed += 1
        } else {
          try gallery.copy(row, of: segment, to: writer)
        }
        if row % 4096 == 0 {
          progress.report(task: "forget", done: row, total: segment.rows, unit: "templates")
        }
      }
      let rewritten = try writer.finish()
      if rewritten.rows > 0 { entries.append(rewritten) }
    }
    if removed == 0 {
      throw Failure(
        .missingInput, "holds no template of that subject", file: path,
        remedy: "Check the name; nothing was changed")
    }
    edit.manifest.segments = entries
    try edit.commit()
    return removed
  }

  /// Makes one gallery of several: their rows in order, with their records.
  ///
  /// - Parameters:
  ///   - paths: the galleries; dimension, metric, origin and encoder must agree.
  ///   - destination: where the new one will stand.
  ///   - replacing: whether an earlier gallery there may be replaced.
  ///   - progress: is told how far it is.
  /// - Returns: the number of templates.
  /// - Throws: ``Failure`` (`mismatchedInput`, `refusedOutput`, `inputOutput`).
  public static func merge(
    _ paths: [String], into destination: String, replacing: Bool,
    progress: any ProgressObserver = NoProgress()
  ) throws -> Int {
    let galleries = try paths.map(Gallery.init)
    guard let first = galleries.first else {
      throw Failure(.missingInput, "there is no gallery to merge")
    }
    var information = first.information
    for other in galleries.dropFirst() {
      try other.requireSameKind(as: first)
      information.sources += other.information.sources
      for folder in other.information.frameFolders ?? []
      where information.frameFolders?.contains(folder) != true {
        information.frameFolders = (information.frameFolders ?? []) + [folder]
      }
      information.retainUntil = [information.retainUntil, other.information.retainUntil]
        .compactMap { $0 }.min()
      if other.information.purpose != information.purpose {
        information.purpose = [information.purpose, other.information.purpose].compactMap { $0 }
          .joined(separator: "; ")
      }
    }
    let writer = try GalleryWriter(
      path: destination, information: information, replacing: replacing)
    let total = galleries.reduce(0) { $0 + $1.count }
    for gallery in galleries {
      for segment in gallery.segments {
        for row in 0..<segment.rows {
          try gallery.copy(row, of: segment, to: writer.writer)
          if writer.count % 4096 == 0 {
            progress.report(task: "merge", done: writer.count, total: total, unit: "templates")
          }
        }
      }
    }
    try writer.finish()
    return total
  }

  private func requireSameKind(as other: Gallery) throws {
    let (mine, theirs) = (information, other.information)
    let differences = [
      (mine.dimension != theirs.dimension, "dimension"), (mine.metric != theirs.metric, "metric"),
      (mine.origin != theirs.origin, "origin"), (mine.encoder != theirs.encoder, "encoder"),
    ].filter(\.0).map(\.1)
    if !differences.isEmpty {
      throw Failure(
        .mismatchedInput, "differs from \(other.path) in \(differences.joined(separator: ", "))",
        file: path, remedy: "Merge galleries of one kind only")
    }
  }

  private func copy(_ row: Int, of segment: Segment, to writer: SegmentWriter) throws {
    let values = unsafe segment.templates
    try unsafe writer.append(
      UnsafeBufferPointer(rebasing: values[row * dimension..<(row + 1) * dimension]),
      record: segment.record(row))
  }
}
