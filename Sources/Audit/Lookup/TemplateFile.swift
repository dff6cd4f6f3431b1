import Essentials

/// Templates of other encoders, from files.
public enum TemplateFile {
  /// The one template in the NumPy file at `path`: one row, or one dimension.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where it holds none or several.
  public static func single(_ path: String) throws -> [Float] {
    let reader = try NumPyReader(path: path)
    let isVector = reader.header.shape.count == 1
    guard reader.count > 0, reader.rows == 1 || isVector else {
      throw Failure(
        .malformedInput, "holds \(reader.rows) templates where one is searched for", file: path,
        remedy: "Save one row, or search for all of them with --probes")
    }
    return try reader.floats(0..<reader.count)
  }
}
