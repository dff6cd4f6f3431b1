/// Where long work reports how far it is.
///
/// The command line draws it; a library caller may ignore it.
///
/// Reports may come from any thread, and need not come in order.
public protocol ProgressObserver: Sendable {
  /// `done` of `total` items of `unit` ("faces", "frames") of the work `task` are finished.
  ///
  /// `total` is nil where it is not known beforehand.
  func report(task: String, done: Int, total: Int?, unit: String)
}

/// An observer that ignores all reports.
public struct NoProgress: ProgressObserver {
  /// Makes it.
  public init() {}
  /// Does nothing.
  public func report(task: String, done: Int, total: Int?, unit: String) {}
}
