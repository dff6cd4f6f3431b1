import Essentials

/// Something that a learner sets: a short list of values, in order for a slider, or for a choice.
///
/// Only listed values can be set, so that each setting is one that the lesson can answer for.
public struct Control: Sendable, Equatable {
  /// How it is operated.
  public enum Form: String, Sendable { case slider, choice }

  /// A value that can be set.
  public struct Value: Sendable, Equatable {
    /// The value as a number; of a choice, its place.
    public let number: Double
    /// The value as it is read: "1,000 people".
    public let label: String

    /// Makes it.
    public init(_ number: Double, _ label: String) {
      self.number = number
      self.label = label
    }
  }

  /// The name in addresses: lower-case letters.
  public let name: String
  /// What is set, in words.
  public let label: String
  /// How it is operated.
  public let form: Form
  /// The values; at least two.
  public let values: [Value]
  /// The place of the value set at first.
  public let initial: Int

  /// A slider over `values`.
  public static func slider(
    _ name: String, _ label: String, _ values: [Value], initial: Int
  ) -> Control {
    Control(name: name, label: label, form: .slider, values: values, initial: initial)
  }

  /// A choice among `labels`.
  public static func choice(
    _ name: String, _ label: String, _ labels: [String], initial: Int = 0
  ) -> Control {
    Control(
      name: name, label: label, form: .choice,
      values: labels.enumerated().map { Value(Double($0.offset), $0.element) }, initial: initial)
  }

  private init(name: String, label: String, form: Form, values: [Value], initial: Int) {
    precondition(values.count >= 2 && values.indices.contains(initial))
    self.name = name
    self.label = label
    self.form = form
    self.values = values
    self.initial = initial
  }
}

/// What a learner has set: a place in the values of each control.
public struct Settings: Sendable, Equatable {
  /// The controls.
  public let controls: [Control]
  /// The place of the value set, control by control.
  public let places: [Int]

  /// All controls as they are at first.
  public init(_ controls: [Control]) {
    self.controls = controls
    places = controls.map(\.initial)
  }

  /// The places given as texts under the controls' names; what is not given is as at first.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) for a place that there is not.
  public init(_ controls: [Control], _ given: (String) -> String?) throws {
    self.controls = controls
    places = try controls.map { control in
      guard let text = given(control.name) else { return control.initial }
      guard let place = Int(text), control.values.indices.contains(place) else {
        throw Failure(
          .malformedInput, "\(control.name) can't be set to \"\(text.oneLine.prefix(20))\"",
          remedy: "Set it to a whole number from 0 to \(control.values.count - 1)")
      }
      return place
    }
  }

  /// The value of the control called `name`, which must be one of them.
  func value(_ name: String) -> Control.Value {
    guard let index = controls.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("there is no control \(name)")
    }
    return controls[index].values[places[index]]
  }

  /// The number of the control called `name`.
  func number(_ name: String) -> Double { value(name).number }
  /// The place of the control called `name`.
  func place(_ name: String) -> Int {
    controls.firstIndex { $0.name == name }.map { places[$0] } ?? 0
  }
}

extension Control.Value {
  /// Whole numbers with their unit: "1,000 people".
  static func counts(_ numbers: [Int], _ unit: String) -> [Control.Value] {
    numbers.map { Control.Value(Double($0), "\(Numerals.grouped($0)) \(unit)") }
  }

  /// Chances as people say them: "1 in 10,000", "9 in 10".
  static func chances(_ chances: [(some: Int, of: Int)]) -> [Control.Value] {
    chances.map {
      Control.Value(
        Double($0.some) / Double($0.of),
        "\(Numerals.grouped($0.some)) in \(Numerals.grouped($0.of))")
    }
  }
}
