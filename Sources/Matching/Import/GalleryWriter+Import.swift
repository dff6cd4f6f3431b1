public import Essentials
import Foundation

extension GalleryWriter {
  /// Adds all templates of a file, with what a labels file says of them.
  ///
  /// - Parameters:
  ///   - templates: the file; its dimension must be the gallery's.
  ///   - labels: a CSV file with a column `subject` and one line a template, or nil.
  ///   - progress: is told how far it is.
  /// - Throws: ``Failure`` naming file and row; then finish is not to be called.
  public func add(
    _ templates: TemplateReader, labels: String?, progress: any ProgressObserver = NoProgress()
  ) throws {
    guard templates.dimension == information.dimension else {
      throw Failure(
        .mismatchedInput,
        "has templates of \(templates.dimension) numbers, the gallery of \(information.dimension)",
        file: templates.path, remedy: "Import templates of the gallery's encoder")
    }
    let labelFile = try labels.map(LabelFile.init)
    // Beside the import: the two read the same pages.
    let digests = ([templates.path] + (labels.map { [$0] } ?? [])).map { file in
      (file, Background { try Digest.sha256(file: file) })
    }
    var done = 0
    // About 8 MiB at a time; in Fortran order that is one read a column.
    let batch = max(64, (1 << 21) / templates.dimension)
    while true {
      let part = try templates.read(batch)
      if part.count == 0 { break }
      do {
        if let labelFile {
          for index in 0..<part.count { try append(part[index], record: labelFile.record()) }
        } else {
          try append(part)
        }
      } catch let failure as Failure {
        throw failure.inFile(templates.path)
      }
      done += part.count
      progress.report(task: "import", done: done, total: templates.count, unit: "templates")
    }
    try labelFile?.requireEnd()
    for (file, digest) in digests {
      add(
        source: SourceDigest(
          name: URL(fileURLWithPath: file).lastPathComponent, sha256: try digest.value()))
    }
  }
}
