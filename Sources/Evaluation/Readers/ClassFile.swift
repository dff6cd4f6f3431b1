public import Biometrics
public import Essentials

/// The scores of one class in a file of their own: text, one a line, or NumPy.
///
/// Read in blocks, from any thread, in fixed memory.
struct ClassFile: Sendable {
  private enum Content: Sendable {
    case text(TextLines)
    case array(NumPyReader)
  }
  private let content: Content
  private let isDistance: Bool
  private static let blockSize = 1 << 20

  /// Opens the file; one whose name ends in .npy is NumPy's.
  init(path: String, polarity: Polarity) throws {
    content =
      path.hasSuffix(".npy")
      ? .array(try NumPyReader(path: path)) : .text(try TextLines(path: path))
    isDistance = polarity == .distance
  }

  /// Whether float32 holds each score without loss.
  var isSingle: Bool {
    if case .array(let reader) = content { return reader.header.elementType != .float64 }
    return false
  }

  var blockCount: Int {
    switch content {
    case .text(let lines): lines.blockCount
    case .array(let reader): (reader.count + ClassFile.blockSize - 1) / ClassFile.blockSize
    }
  }

  /// The keys of block `index`; only where ``isSingle``.
  func singleKeys(_ index: Int) throws -> [UInt32] {
    guard case .array(let reader) = content else { return [] }
    let range = self.range(index, reader)
    let scores = try reader.floats(range)
    try requireFinite(scores, range, reader)
    return isDistance ? scores.map { UInt32(key: -$0) } : scores.map { UInt32(key: $0) }
  }

  /// The keys of block `index`.
  func doubleKeys(_ index: Int) throws -> [UInt64] {
    var scores: [Double] = []
    switch content {
    case .array(let reader):
      let range = self.range(index, reader)
      scores = try reader.doubles(range)
      try requireFinite(scores, range, reader)
    case .text(let lines):
      try lines.forEach(block: index) { line, byte in
        guard let score = DecimalText.number(line) else {
          throw lines.failure(
            "\"\(TextLines.shown(line))\" is not a number", at: byte,
            remedy: "A class file has one score a line; name the layout of other files")
        }
        guard score.isFinite else { throw lines.notFinite(score, at: byte) }
        scores.append(score)
      }
    }
    return isDistance ? scores.map { UInt64(key: -$0) } : scores.map { UInt64(key: $0) }
  }

  private func range(_ index: Int, _ reader: NumPyReader) -> Range<Int> {
    let start = index * ClassFile.blockSize
    return start..<min(reader.count, start + ClassFile.blockSize)
  }

  private func requireFinite(
    _ scores: [some BinaryFloatingPoint], _ range: Range<Int>, _ reader: NumPyReader
  ) throws {
    if scores.allSatisfy({ $0.isFinite }) { return }
    let index = scores.firstIndex { !$0.isFinite } ?? 0
    throw Failure(
      .malformedInput, "the score is \(scores[index]), not a finite number", file: reader.path,
      place: "element \(range.lowerBound + index)",
      remedy: "Remove failed comparisons and count them as failures to enrol or acquire")
  }
}

extension ScoreDistribution {
  /// Reads one file a class, text or `.npy`, twice each, in parallel.
  ///
  /// Two float32 (or float16) arrays take 4 bytes a score, anything else 8, and up to 8 more while
  /// sorting. The same result on any number of threads.
  ///
  /// - Throws: ``Failure`` for a file that can't be read, a score that is not finite (with its line
  ///   or element), an empty class.
  /// - Complexity: O(n).
  public init(
    matedFile: String, nonMatedFile: String, polarity: Polarity = .similarity,
    threads: Int = Parallel.defaultThreads
  ) throws {
    let mated = try ClassFile(path: matedFile, polarity: polarity)
    let nonMated = try ClassFile(path: nonMatedFile, polarity: polarity)
    let storage: Storage
    if mated.isSingle && nonMated.isSingle {
      storage = .single(
        SortedClasses(
          mated: try KeySorter.sorted(
            blocks: mated.blockCount, threads: threads, read: mated.singleKeys),
          nonMated: try KeySorter.sorted(
            blocks: nonMated.blockCount, threads: threads, read: nonMated.singleKeys)))
    } else {
      storage = .double(
        SortedClasses(
          mated: try KeySorter.sorted(
            blocks: mated.blockCount, threads: threads, read: mated.doubleKeys),
          nonMated: try KeySorter.sorted(
            blocks: nonMated.blockCount, threads: threads, read: nonMated.doubleKeys)))
    }
    self.init(storage: storage, polarity: polarity)
    do {
      try ScoreDistribution.requireBoth(mated: matedCount, nonMated: nonMatedCount)
    } catch let failure as Failure {
      throw failure.inFile(matedCount == 0 ? matedFile : nonMatedFile)
    }
  }
}
