import Essentials
import Foundation
import Synchronization

/// Draws progress on standard error: nothing for the first two seconds, then rate and time left.
///
/// On a terminal one line is redrawn ten times a second at most; in a file a line is added every ten
/// seconds.
final class ConsoleProgress: ProgressObserver {
  private struct State {
    var task = ""
    var started = ContinuousClock.now
    var drawn: ContinuousClock.Instant?
    var done = 0
  }
  private let state = Mutex(State())

  func report(task: String, done: Int, total: Int?, unit: String) {
    let line = state.withLock { state -> String? in
      let now = ContinuousClock.now
      if state.task != task {
        state = State(task: task, started: now)
      }
      state.done = max(state.done, done)
      let elapsed = (now - state.started) / .seconds(1)
      let pause: Duration = StandardError.isTerminal ? .milliseconds(100) : .seconds(10)
      if elapsed < 2 || state.drawn.map({ now - $0 < pause }) ?? false { return nil }
      state.drawn = now
      return ConsoleProgress.line(
        task: task, done: state.done, total: total, unit: unit, seconds: elapsed)
    }
    if let line { StandardError.progress(line) }
  }

  /// "enrol: 120 of 300 frames, 14.2 frames/s, 13 s left".
  static func line(task: String, done: Int, total: Int?, unit: String, seconds: Double) -> String {
    let rate = Double(done) / seconds
    var line = "\(task): \(done)"
    if let total { line += " of \(total)" }
    line += " \(unit), \(String(format: rate < 10 ? "%.1f" : "%.0f", rate)) \(unit)/s"
    if let total, rate > 0, done < total {
      line += ", \(duration(Double(total - done) / rate)) left"
    }
    return line
  }

  /// "45 s", "3 min 20 s", "2 h 5 min".
  static func duration(_ seconds: Double) -> String {
    guard seconds < 1e9 else { return "a very long time" }
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
