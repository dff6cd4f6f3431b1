import Essentials

/// How a search is carried out; no option changes its answer.
public struct SearchOptions: Sendable, Equatable {
  /// How candidates are found.
  public enum Method: String, Sendable, CaseIterable, Codable {
    /// Integer codes first; what their certified bounds can't rule out is scored exactly.
    case screened
    /// Every template is scored exactly: slow, and the reference of all else.
    case exhaustive
  }

  /// Threads to work on.
  public var threads: Int
  /// The instruction set.
  public var level: SIMDLevel
  /// How candidates are found.
  public var method: Method

  /// Makes them: all cores, the best instruction set and screening unless told.
  public init(threads: Int? = nil, level: SIMDLevel = .best, method: Method = .screened) {
    precondition(threads ?? 1 > 0)
    self.threads = threads ?? Parallel.defaultThreads
    self.level = level
    self.method = method
  }
}
