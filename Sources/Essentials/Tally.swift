import Synchronization

/// Adds up what parallel work has done and passes it on to an observer.
public final class Tally: Sendable {
  private let done = Atomic(0)
  private let task: String
  private let total: Int?
  private let unit: String
  private let observer: any ProgressObserver

  /// Starts at nothing done of `total`.
  public init(
    _ task: String, total: Int?, unit: String = "probes", _ observer: any ProgressObserver
  ) {
    self.task = task
    self.total = total
    self.unit = unit
    self.observer = observer
  }

  /// Notes that `count` more are done.
  public func add(_ count: Int) {
    let sum = done.wrappingAdd(count, ordering: .relaxed).newValue
    observer.report(task: task, done: sum, total: total, unit: unit)
  }
}
