import Foundation
import Synchronization

/// Notes, warnings and progress: everything that is not data.
enum StandardError {
  /// Whether an unfinished progress line stands on the terminal.
  private static let progressStands = Mutex(false)
  /// Whether a person is looking, rather than a file.
  static let isTerminal = isatty(2) == 1

  /// Writes `text` and a line end.
  static func print(_ text: String) {
    progressStands.withLock { stands in
      write((stands ? "\r\u{1B}[K" : "") + text + "\n")
      stands = false
    }
  }

  /// Writes a remark that the user may want to know of.
  static func note(_ text: String) {
    print("note: \(text)")
  }

  /// Draws `line` over the progress line before it; on a file it is a line of its own.
  static func progress(_ line: String) {
    progressStands.withLock { stands in
      write(isTerminal ? "\r\u{1B}[K" + line : line + "\n")
      stands = isTerminal
    }
  }

  /// Takes the progress line away.
  static func clearProgress() {
    progressStands.withLock { stands in
      if stands { write("\r\u{1B}[K") }
      stands = false
    }
  }

  /// A standard error that can't be written is nobody's to hear of.
  private static func write(_ text: String) {
    let bytes = Array(text.utf8)
    unsafe bytes.withUnsafeBytes { _ = unsafe systemWrite(2, $0) }
  }
}
