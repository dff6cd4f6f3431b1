public import Biometrics
import Essentials

/// People and their captures as distributions over templates: what a simulated population is drawn
/// from.
///
/// A person belongs to a component, a group of people who resemble one another; around its mean the
/// person lies on a shell: the direction is Gaussian, the radius is the same for all. A capture adds
/// within-person noise, whose scale differs by person and by capture, and is drawn part of the way
/// back to the component's shell. A condition (few pixels, blur, darkness) then pulls the capture
/// toward the face that all such captures share, and adds noise of its own.
///
/// Coordinates are `rank` numbers in an orthonormal basis of the space that the encoder uses, so that
/// distances between them are distances between templates. Parameters only: a component's mean has
/// ``Component/people`` people behind it, and there is no template in it.
public struct PopulationModel: Sendable, Equatable, Codable {
  /// The version of the JSON form.
  public static let currentFormat = 1

  /// The version of the JSON form; see ``currentFormat``.
  public let format: Int
  /// The name it goes by.
  public let name: String
  /// The encoder whose templates it imitates.
  public let encoder: String
  /// How templates are compared.
  public let metric: Metric
  /// How many numbers a template has.
  public let dimension: Int
  /// How many coordinates the model works in.
  public let rank: Int
  /// How many real people it was fitted on; 0 where it is a formula.
  public let people: Int
  /// What it was fitted on, in a sentence.
  public let source: String
  /// Whether templates are brought to length 1.
  public let isNormalised: Bool
  let centre: PackedNumbers
  let basis: PackedNumbers
  /// The groups of people who resemble one another.
  public let components: [Component]
  let within: PackedNumbers
  /// The factor on all within-person noise.
  let withinGain: Double
  /// The spread of ln(noise) between people.
  let personSpread: Double
  /// The spread of ln(noise) between captures of a person.
  let captureSpread: Double
  /// What may become of a capture.
  public let conditions: [Condition]

  /// A group of people who resemble one another.
  public struct Component: Sendable, Equatable, Codable {
    /// The share of the population that belongs to it.
    public let share: Double
    /// How many real people stand behind it, as the sum of their chances to belong to it; 0 for a
    /// formula.
    public let people: Double
    let mean: PackedNumbers
    /// The lower triangle of a factor of the covariance between people, or its diagonal.
    let factor: PackedNumbers
    /// Within-person variance here over that of all.
    let withinScale: Double
    /// The mean squared distance of captures from ``mean``.
    let captureTrace: Double
    /// How far captures are drawn to the shell: 0 not at all, 1 all the way.
    let shell: Double
  }

  /// What becomes of a capture under poor conditions.
  public struct Condition: Sendable, Equatable, Codable {
    /// What is poor.
    public enum Kind: String, Sendable, Codable {
      /// The picture: its pixels, blur, noise, compression, light.
      case picture
      /// The view of the face: it is turned away, or something is before it.
      case view
    }

    /// The name: "cctv16", "dark".
    public let name: String
    /// What is poor; nil in a file that does not say, which stands for the picture.
    public let kind: Kind?
    let gain: PackedNumbers
    let withinGain: Double
    let offset: PackedNumbers
    let factor: PackedNumbers
    let spread: Double
    let shell: Double
    let traces: [Double]
    /// What it rests on, where that is not degraded shots of real people; nil where it is.
    public let basis: String?
    /// How many of ``attempts`` faces were found by the detector.
    public let detected: Int
    /// How many shots were tried.
    public let attempts: Int
    /// The chance that a face is found.
    public var detectionRate: Double { Double(detected) / Double(attempts) }
  }

  enum CodingKeys: String, CodingKey {
    case format, name, encoder, metric, dimension, rank, people, source
    case isNormalised = "normalised"
    case centre, basis, components, within, withinGain, personSpread, captureSpread, conditions
  }

  /// The names of the conditions of a kind.
  func conditionNames(_ kind: Condition.Kind) -> Set<String> {
    Set(conditions.filter { $0.kind ?? .picture == kind }.map(\.name))
  }

  /// The condition without any: a capture as it was fitted.
  public static let clean = "clean"

  /// The names of all conditions, the clean one first.
  public var conditionNames: [String] { [PopulationModel.clean] + conditions.map(\.name) }

  /// The index of the condition `name` in ``conditions``; nil for the clean one.
  ///
  /// - Throws: ``Failure`` (`missingInput`) for a name it does not know.
  public func condition(_ name: String) throws -> Int? {
    if name == PopulationModel.clean { return nil }
    if let index = conditions.firstIndex(where: { $0.name == name }) { return index }
    throw Failure(
      .missingInput, "\(self.name) knows no condition \"\(name)\"",
      remedy: "Name one of \(conditionNames.joined(separator: ", "))")
  }
}
