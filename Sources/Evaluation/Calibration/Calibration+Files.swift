import Essentials
public import Foundation

extension Calibration {
  /// The calibrations that come with Lookalike, by name.
  ///
  /// `lfw` is of press photographs; `lfw-camera`, `lfw-far` and `lfw-dark` of poorer probes searched
  /// for among them; `rendered` of rendered people.
  public static let embeddedNames = ["lfw", "lfw-camera", "lfw-far", "lfw-dark", "rendered"]

  /// The calibration called `name`, or the one in the file of that path.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `malformedInput`).
  public static func named(_ name: String) throws -> Calibration {
    if let bytes = embedded(name) { return try read(Data(bytes), file: "calibration \(name)") }
    guard let data = FileManager.default.contents(atPath: name) else {
      throw Failure(
        .missingInput, "no such calibration", file: name,
        remedy:
          "Name one of \(embeddedNames.joined(separator: ", ")), or the file written by: lookalike calibrate"
      )
    }
    return try read(data, file: name)
  }

  private static func embedded(_ name: String) -> [UInt8]? {
    switch name {
    case "lfw": PackageResources.lfw_json
    case "lfw-camera": PackageResources.lfw_camera_json
    case "lfw-far": PackageResources.lfw_far_json
    case "lfw-dark": PackageResources.lfw_dark_json
    case "rendered": PackageResources.rendered_json
    default: nil
    }
  }

  /// Reads and validates the JSON form.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) naming `file`.
  public static func read(_ data: Data, file: String) throws -> Calibration {
    let calibration: Calibration
    do {
      calibration = try JSONDecoder().decode(Calibration.self, from: data)
    } catch {
      throw Failure(
        .malformedInput, "is not a calibration: \(describe(error))", file: file,
        remedy: "Make it anew with: lookalike calibrate")
    }
    try calibration.validate(file: file)
    return calibration
  }

  /// The JSON form, keys sorted, numbers to six digits, one line a point.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  private static func describe(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "it can't be decoded" }
    let (reason, path): (String, [any CodingKey]) =
      switch error {
      case .keyNotFound(let key, let context): ("\(key.stringValue) is missing", context.codingPath)
      case .typeMismatch(_, let context): ("a value of another type", context.codingPath)
      case .valueNotFound(_, let context): ("a value is null", context.codingPath)
      case .dataCorrupted(let context): ("no valid JSON or value", context.codingPath)
      @unknown default: ("it can't be decoded", [])
      }
    if path.isEmpty { return reason }
    return "\(reason) at \(path.map(\.stringValue).joined(separator: "."))"
  }
}
