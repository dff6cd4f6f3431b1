import Essentials

/// A rate that an audit must not exceed.
public struct AuditLimit: Sendable, Equatable, Codable {
  /// The rates that can be limited.
  public enum Rate: String, Sendable, Codable, CaseIterable {
    /// False matches among non-mated comparisons, at the audit's threshold.
    case fmr
    /// False non-matches among mated comparisons, at the audit's threshold.
    case fnmr
    /// False positives among non-mated searches of the whole gallery, at the audit's threshold.
    case fpir
    /// False negatives among mated searches, at the audit's threshold.
    case fnir
    /// The equal error rate.
    case eer
  }

  /// The rate.
  public let rate: Rate
  /// The largest value allowed.
  public let limit: Double

  /// Reads `fpir=0.001`.
  ///
  /// - Throws: ``Failure`` (`malformedInput`).
  public init(parsing text: String) throws {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let rate = Rate(rawValue: String(parts[0])),
      let limit = Double(parts[1]), limit >= 0, limit <= 1
    else {
      throw Failure(
        .malformedInput, "\"\(text)\" is no limit",
        remedy:
          "Write one of \(Rate.allCases.map(\.rawValue).joined(separator: ", ")), = and a share from 0 to 1: fpir=0.001"
      )
    }
    self.rate = rate
    self.limit = limit
  }

  /// What became of a limit.
  public struct Verdict: Sendable, Equatable, Codable {
    /// Whether it was kept.
    public enum Outcome: String, Sendable, Codable {
      /// The rate is at most the limit.
      case kept
      /// The rate is above the limit.
      case breached
      /// The data have no such trial: a limit that can't be checked is not kept.
      case notMeasurable
    }

    /// The limit.
    public let limit: AuditLimit
    /// The rate measured; nil where it is not measurable.
    public let measured: Double?
    /// The upper end of its interval.
    public let upper: Double?
    /// Whether the limit was kept.
    public let outcome: Outcome
    /// Whether the whole interval keeps the limit: only then did the data *show* that it is kept.
    public let isShown: Bool
  }

  /// The verdict on a rate with its interval's upper end.
  public func verdict(measured: Double?, upper: Double?) -> Verdict {
    guard let measured else {
      return Verdict(
        limit: self, measured: nil, upper: nil, outcome: .notMeasurable, isShown: false)
    }
    return Verdict(
      limit: self, measured: measured, upper: upper,
      outcome: measured > limit ? .breached : .kept,
      isShown: upper.map { $0 <= limit } ?? false)
  }
}
