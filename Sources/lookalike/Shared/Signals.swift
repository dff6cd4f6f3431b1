import Dispatch
import Essentials
import Foundation
import Synchronization

/// Leaves nothing half-written behind when the process is told to stop.
enum Signals {
  /// Kept for the life of the process; touched once, before any other thread starts.
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []
  private static let stopping = Atomic(false)

  /// Starts to listen; a signal that was ignored from the start (nohup, a background job) stays so.
  static func handle() {
    signal(SIGPIPE, SIG_IGN)  // A write then says EPIPE, and cleaning up comes first.
    signal(SIGXFSZ, SIG_IGN)  // A write over the user's limit then fails like one on a full disk.
    let queue = DispatchQueue(label: "signals")
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { stop(number) }
      source.resume()
      unsafe sources.append(source)
    }
  }

  /// Where a signal is ending the process, leaves the end to it: its exit code is the true one.
  static func yieldToHandler() {
    while stopping.load(ordering: .acquiring) { sleep(1) }
  }

  private static func stop(_ number: Int32) {
    stopping.store(true, ordering: .releasing)
    StandardError.clearProgress()
    Cleanup.removeAll()
    let name = number == SIGINT ? "interrupted" : "stopped"
    StandardError.print("lookalike: \(name); what was half-written is removed.")
    _exit(128 + number)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Glibc)
      let handler = unsafe action.__sigaction_handler.sa_handler
    #else
      let handler = unsafe action.__sigaction_u.__sa_handler
    #endif
    let ignoring = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    return unsafe unsafeBitCast(handler, to: Int.self) == ignoring
  }
}
