public import Essentials
import Foundation

extension GalleryWriter {
  /// Adds all templates of a file, with what a labels file says of them.
  ///
  /// - Parameters:
  ///   - templates: the file; its dimension must be the gallery's.
  ///   - labels: a CSV file with a column `subject` and one line a template, or nil.
  ///   - progress: is told how far it is.
  /// - Throws: ``Failure`` naming file and row, also where the file is written to meanwhile; then finish
  ///   is not to be called.
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
    let digest = templates.digest()
    do {
      // Longer templates come in smaller runs than a block, so that memory stays fixed.
      if templates.dimension <= 2048, let (reader, rows, isScattered) = templates.takeRows() {
        if !isScattered { try chooseTransform(reader, rows) }
        try add(reader, rows, labelFile, progress)
      } else {
        try addInTurn(templates, labelFile, progress)
      }
    } catch let failure as Failure {
      throw failure.inFile(templates.path)
    }
    try labelFile?.requireEnd()
    let sha256 = try digest()
    // The digest was taken beside the import, so that what it covers is what was imported only of a file
    // that nobody touched.
    try templates.requireUnchanged()
    add(source: templates.path, sha256: sha256)
    if let labelFile { add(source: labelFile.path, sha256: labelFile.sha256) }
  }

  private func add(source path: String, sha256: String) {
    add(source: SourceDigest(name: URL(fileURLWithPath: path).lastPathComponent, sha256: sha256))
  }

  /// Has it chosen how to code `rows` before they are added.
  private func chooseTransform(_ reader: any RowReader, _ rows: Range<Int>) throws {
    var sample: [Float] = []
    for row in TemplateSample.rows(of: rows.count, dimension: information.dimension) {
      let row = rows.lowerBound + row
      sample += try reader.rowFloats(row..<row + 1)
    }
    try writer.chooseTransform(sample, total: rows.count)
  }

  /// Adds `rows` of `reader`: some blocks are read, checked and coded while another is written.
  private func add(
    _ reader: any RowReader, _ rows: Range<Int>, _ labels: LabelFile?,
    _ progress: any ProgressObserver
  ) throws {
    let blocks = Parallel.blocks(rows.count, of: CodeLayout.block)
    let (first, known) = (rows.lowerBound, count)
    let preparation = writer.preparation
    let spares = Spares<PreparedTemplates>()
    // Memory is a few blocks a thread, and more threads than this can't be fed by a disk.
    try Parallel.inOrder(count: blocks.count, threads: min(16, threads)) { index in
      let block = blocks[index]
      let templates = spares.take() ?? PreparedTemplates()
      try reader.rowFloats(
        first + block.lowerBound..<first + block.upperBound, into: &templates.values)
      try preparation.prepare(templates, firstRow: known + block.lowerBound)
      return templates
    } take: { index, templates in
      let block = blocks[index]
      try writer.append(templates, records: labels.map { try $0.records(block.count) } ?? [])
      spares.put(templates)
      progress.report(
        task: "import", done: block.upperBound, total: rows.count, unit: "templates")
    }
  }

  /// Adds templates that can only be read one after the other.
  private func addInTurn(
    _ templates: TemplateReader, _ labels: LabelFile?, _ progress: any ProgressObserver
  ) throws {
    var done = 0
    // About 8 MiB at a time; in Fortran order that is one read a column.
    let batch = max(64, (1 << 21) / templates.dimension)
    while true {
      let part = try templates.read(batch)
      if part.count == 0 { return }
      try append(part, records: labels.map { try $0.records(part.count) } ?? [])
      done += part.count
      progress.report(task: "import", done: done, total: templates.count, unit: "templates")
    }
  }
}

extension TemplateReader {
  /// The SHA-256 of the file, to be asked for when all was read.
  ///
  /// What is read in turn is digested on the way, the other beside it, from the same pages.
  fileprivate func digest() -> () throws -> String {
    if let readInTurn { return { readInTurn.sha256 } }
    let path = path
    let digest = Background { try Digest.sha256(file: path) }
    return { try digest.value() }
  }
}
