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

  private func copy(_ row: Int, of segment: Segment, to writer: SegmentWriter) throws {
    let values = unsafe segment.templates
    try unsafe writer.append(
      UnsafeBufferPointer(rebasing: values[row * dimension..<(row + 1) * dimension]),
      record: segment.record(row))
  }
}
