public import Biometrics
public import Essentials
import Synchronization

/// What was found in one frame.
public struct FrameScan: Sendable {
  /// The frame.
  public let frame: FrameEntry
  /// What came of it.
  public let outcome: Outcome

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
}

/// Counts what several threads finish.
final class Counter: Sendable {
  private let value = Atomic(0)

  /// One more; the count so far.
  func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).newValue }
}
