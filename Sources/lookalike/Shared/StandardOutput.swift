import Essentials
import Foundation

/// Data for the user or the next program: written at once, and never lost in silence.
enum StandardOutput {
  /// Writes `text` and a line end.
  ///
  /// - Throws: ``Failure`` (`inputOutput`) where the output is full or closed, ``BrokenPipe`` where
  ///   its reader went away.
  static func print(_ text: String) throws {
    try write(Array((text + "\n").utf8))
  }

  /// Writes `value` as JSON with sorted keys.
  ///
  /// Rates that are not measurable must be nil: JSON has no infinity and no NaN.
  ///
  /// - Throws: as ``print(_:)``.
  static func json(_ value: some Encodable) throws {
    try write(Array(try JSON.encode(value)) + [0x0A])
  }

  /// Writes `bytes` as they are.
  ///
  /// - Throws: as ``print(_:)``.
  static func write(_ bytes: [UInt8]) throws {
    StandardError.clearProgress()
    var start = 0
    while start < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { all in
        unsafe systemWrite(1, UnsafeRawBufferPointer(rebasing: all[start...]))
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw failure(errno)
      }
      start += written
    }
  }

  /// Makes sure that everything printed by other means has arrived too.
  ///
  /// - Throws: as ``print(_:)``.
  static func finish() throws {
    if fflush(nil) != 0 { throw failure(errno) }
  }

  private static func failure(_ number: Int32) -> any Error {
    if number == EPIPE { return BrokenPipe() }
    return Failure.system("can't be written", number, file: "standard output")
  }
}

/// The reader of standard output went away: no failure of ours, and nothing to say to anyone.
struct BrokenPipe: Error {}

/// The one JSON form of all commands.
enum JSON {
  /// `value` as indented JSON with sorted keys, without a line end.
  static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }
}

func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}
