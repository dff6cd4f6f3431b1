public import Biometrics
import Essentials

/// Comparisons of which it is known whose templates were compared.
///
/// A comparison is mated when probe and reference are of one subject. Subjects are numbered in the
/// order in which they first appear; 16 bytes a comparison.
public struct LabelledComparisons: Sendable {
  /// Which end of the scores' scale is the similar one.
  public let polarity: Polarity
  /// The subjects, by number.
  public private(set) var subjects: [SubjectID] = []
  /// Each comparison's probe, as a number in ``subjects``.
  public private(set) var probes: [Int32] = []
  /// Each comparison's reference, as a number in ``subjects``.
  public private(set) var references: [Int32] = []
  /// Each comparison's score, finite.
  public private(set) var scores: [Double] = []
  private var numbers: [SubjectID: Int32] = [:]

  /// Makes an empty set.
  public init(polarity: Polarity = .similarity) { self.polarity = polarity }

  /// How many comparisons there are.
  public var count: Int { scores.count }

  /// Whether comparison `index` is mated.
  public func isMated(_ index: Int) -> Bool { probes[index] == references[index] }

  /// The number of `subject`, given now where it has none.
  public mutating func number(of subject: SubjectID) -> Int32 {
    if let number = numbers[subject] { return number }
    let number = Int32(subjects.count)
    subjects.append(subject)
    numbers[subject] = number
    return number
  }

  /// Adds a comparison of subjects by number.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where the score is not finite.
  public mutating func append(probe: Int32, reference: Int32, score: Double) throws {
    precondition(
      subjects.indices.contains(Int(max(probe, reference))) && min(probe, reference) >= 0)
    guard score.isFinite else {
      throw Failure(
        .malformedInput, "score \(score) is not a finite number",
        remedy: "Remove failed comparisons and count them as failures to enrol or acquire")
    }
    probes.append(probe)
    references.append(reference)
    scores.append(score)
  }

  /// Adds a comparison.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where the score is not finite.
  public mutating func append(probe: SubjectID, reference: SubjectID, score: Double) throws {
    try append(probe: number(of: probe), reference: number(of: reference), score: score)
  }

  /// The two classes of those comparisons for which `isIncluded(index)`, sorted.
  ///
  /// - Throws: ``Failure`` (`notMeasurable`) for an empty class.
  /// - Complexity: O(n).
  public func distribution(
    where isIncluded: (Int) -> Bool = { _ in true }
  ) throws -> ScoreDistribution {
    var mated: [Double] = []
    var nonMated: [Double] = []
    for index in scores.indices where isIncluded(index) {
      if isMated(index) { mated.append(scores[index]) } else { nonMated.append(scores[index]) }
    }
    return try ScoreDistribution(mated: mated, nonMated: nonMated, polarity: polarity)
  }
}
