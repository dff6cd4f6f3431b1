import Essentials

/// The lines of a text file: in order, or those that start in one block of it.
///
/// Lines are passed without their end; a blank line or one that begins with # is passed over.
final class TextLines: Sendable {
  let file: InputFile
  static let blockSize = 4 << 20
  private static let longestLine = 1 << 16

  init(path: String) throws { file = try InputFile(path: path) }

  var blockCount: Int { (file.size + TextLines.blockSize - 1) / TextLines.blockSize }

  /// Calls `body` with each line that starts in block `index`, and the byte where it starts.
  ///
  /// Blocks may be read by several threads.
  func forEach(
    block index: Int, _ body: (_ line: ArraySlice<UInt8>, _ byte: Int) throws -> Void
  ) throws {
    let start = index * TextLines.blockSize
    let end = min(file.size, start + TextLines.blockSize)
    // One byte before tells whether a line starts here; what follows lets the last line end.
    let first = max(0, start - 1)
    let last = min(file.size, end + TextLines.longestLine)
    let bytes = try file.bytes(at: first, count: last - first)
    var place = 0
    if start > 0 {
      guard let newline = bytes.firstIndex(of: 0x0A) else { return }
      place = newline + 1
    }
    while first + place < end {
      let newline = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
      if newline == bytes.count && last < file.size || newline - place > TextLines.longestLine {
        throw failure("is longer than 64 KiB, so this is no list of scores", at: first + place)
      }
      var line = bytes[place..<newline]
      while let byte = line.first, byte == 0x20 || byte == 0x09 { line.removeFirst() }
      while let byte = line.last, byte == 0x20 || byte == 0x09 || byte == 0x0D { line.removeLast() }
      if let byte = line.first, byte != 0x23 { try body(line, first + place) }
      place = newline + 1
    }
  }

  /// Calls `body` with each line in order.
  func forEach(_ body: (_ line: ArraySlice<UInt8>, _ byte: Int) throws -> Void) throws {
    for index in 0..<blockCount { try forEach(block: index, body) }
  }

  /// The failure of the line that starts at `byte`, with its number.
  func failure(
    _ reason: String, at byte: Int, remedy: String = "Mend or remove the line"
  ) -> Failure {
    Failure(
      .malformedInput, reason, file: file.path, place: "line \(lineNumber(at: byte))",
      remedy: remedy)
  }

  /// The failure of a score that is no finite number.
  func notFinite(_ score: Double, at byte: Int) -> Failure {
    failure(
      "the score is \(score), not a finite number", at: byte,
      remedy: "Remove failed comparisons and count them as failures to enrol or acquire")
  }

  /// A piece of a line as it may stand in a message.
  static func shown(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes.prefix(40), as: UTF8.self)
    return bytes.count > 40 ? text + "…" : text
  }

  private func lineNumber(at byte: Int) -> Int {
    var line = 1
    var place = 0
    while place < byte {
      let count = min(TextLines.blockSize, byte - place)
      guard let bytes = try? file.bytes(at: place, count: count) else { return line }
      line += bytes.count { $0 == 0x0A }
      place += count
    }
    return line
  }
}
