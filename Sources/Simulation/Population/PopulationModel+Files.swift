import Biometrics
import CSampling
import Essentials
public import Foundation

extension PopulationModel {
  /// The models that come with Lookalike, by name.
  public static let presetNames = ["dlib-lfw", "generic-512"]

  /// The preset called `name`, or the model in the file of that path.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `malformedInput`).
  public static func named(_ name: String) throws -> PopulationModel {
    switch name {
    case "dlib-lfw": return try dlib.get()
    case "generic-512": return generic
    default: break
    }
    guard let data = FileManager.default.contents(atPath: name) else {
      throw Failure(
        .missingInput, "no such population", file: name,
        remedy:
          "Name one of \(presetNames.joined(separator: ", ")), or the file written by: lookalike simulate fit"
      )
    }
    return try read(data, file: name)
  }

  /// Reads and checks the JSON form.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) naming `file`.
  public static func read(_ data: Data, file: String) throws -> PopulationModel {
    let model: PopulationModel
    do {
      model = try JSONDecoder().decode(PopulationModel.self, from: data)
    } catch {
      throw Failure(
        .malformedInput, "is not a population model: \(reason(error))", file: file,
        remedy: "Make it anew with: lookalike simulate fit")
    }
    if let defect = model.defect {
      throw Failure(
        .malformedInput, "is not a sound population model: \(defect)", file: file,
        remedy: "Make it anew with: lookalike simulate fit")
    }
    return model
  }

  /// The JSON form.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  private static let dlib = Result {
    var count = 0
    let start = unsafe lk_sampling_dlib_lfw(&count)
    return try read(
      unsafe Data(buffer: UnsafeBufferPointer(start: start, count: count)),
      file: "population dlib-lfw")
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "it can't be decoded" }
    switch error {
    case .keyNotFound(let key, _): return "\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has another type"
    case .dataCorrupted(let context): return context.debugDescription
    @unknown default: return "it can't be decoded"
    }
  }

  /// What is wrong with it; nil where nothing is.
  private var defect: String? {
    guard format == PopulationModel.currentFormat else { return "its format is \(format)" }
    guard (1...4096).contains(dimension), (1...dimension).contains(rank) else {
      return "its dimensions are \(rank) in \(dimension)"
    }
    guard metric != .innerProduct else { return "its metric is an inner product" }
    guard centre.values.count == dimension, basis.values.count == dimension * rank else {
      return "its basis does not fit its dimensions"
    }
    let triangle = rank * (rank + 1) / 2
    func isFactor(_ numbers: PackedNumbers) -> Bool {
      numbers.values.count == rank || numbers.values.count == triangle
    }
    func isScale(_ value: Double) -> Bool { value.isFinite && value >= 0 && value < 100 }
    guard !components.isEmpty, components.count <= 1000 else { return "it has no components" }
    for component in components {
      guard component.mean.values.count == rank, isFactor(component.factor),
        isScale(component.share), isScale(component.withinScale), isScale(component.captureTrace),
        component.captureTrace > 0, component.factor.values.contains(where: { $0 != 0 }),
        (0...1).contains(component.shell), component.people.isFinite
      else { return "a component does not fit" }
    }
    let sum = components.reduce(0) { $0 + $1.share }
    guard abs(sum - 1) < 1e-3 else { return "its shares add up to \(sum)" }
    guard isFactor(within), isScale(withinGain), isScale(personSpread), isScale(captureSpread)
    else {
      return "its within-person noise does not fit"
    }
    for condition in conditions {
      guard condition.gain.values.count == rank, condition.offset.values.count == rank,
        isFactor(condition.factor), condition.traces.count == components.count,
        condition.traces.allSatisfy({ $0 > 0 && $0.isFinite }), isScale(condition.spread),
        (0...1).contains(condition.shell), isScale(condition.withinGain), condition.attempts > 0,
        (0...condition.attempts).contains(condition.detected)
      else { return "condition \(condition.name) does not fit" }
    }
    guard Set(conditionNames).count == conditionNames.count else {
      return "two conditions have one name"
    }
    return nil
  }
}
