public import Biometrics
public import Essentials
import Synchronization

/// What was found in one frame.
public struct FrameScan: Sendable {
  /// The frame.
  public let frame: FrameEntry
  /// What came of it.
  public let outcome: Outcome
  /// The SHA-256 of the picture's file; nil where that could not be read.
  public let digest: String?

  /// What came of a frame.
  public enum Outcome: Sendable {
    /// The picture was read: its faces, most confident first, those that could not be encoded, and
    /// whether the picture was too large for all the upsamplings asked for.
    case read(faces: [EncodedFace], failures: [FailureToEnrol], isReduced: Bool)
    /// The picture could not be read.
    case unreadable(Failure)
  }

  /// A face that was found and gave no template.
  public struct FailureToEnrol: Sendable, Equatable {
    /// Where it is.
    public let box: BoundingBox
    /// Why, one sentence without a full stop.
    public let reason: String
  }

  /// The faces; none where the picture could not be read.
  public var faces: [EncodedFace] {
    if case .read(let faces, _, _) = outcome { faces } else { [] }
  }

  /// This scan without those faces of which `isKept`, told their place in ``faces``, says no.
  public func keeping(_ isKept: (Int) -> Bool) -> FrameScan {
    guard case .read(let faces, let failures, let isReduced) = outcome else { return self }
    let kept = faces.indices.filter(isKept).map { faces[$0] }
    return FrameScan(
      frame: frame, outcome: .read(faces: kept, failures: failures, isReduced: isReduced),
      digest: digest)
  }
}

/// Counts what several threads finish.
final class Counter: Sendable {
  private let value = Atomic(0)

  /// One more; the count so far.
  func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).newValue }
}
