import Essentials
import Matching

/// Templates of other encoders, from files.
public enum TemplateFile {
  /// Whether the name `path` is that of a file of templates: `.npy`, `.fvecs` or `.csv`.
  public static func isNamed(by path: String) -> Bool {
    [".npy", ".fvecs", ".csv"].contains { path.lowercased().hasSuffix($0) }
  }

  /// The one template in the file at `path`; a NumPy file may hold it in one dimension.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where it holds none or several.
  public static func single(_ path: String) throws -> [Float] {
    if path.lowercased().hasSuffix(".npy") {
      let reader = try NumPyReader(path: path)
      if reader.header.shape.count == 1, reader.count > 0 {
        return try reader.floats(0..<reader.count)
      }
    }
    let reader = try TemplateReader(path: path)
    let templates = try reader.read(2)
    guard templates.count == 1, reader.count ?? 1 == 1 else {
      let found = templates.count == 0 ? "no template" : "several templates"
      throw Failure(
        .malformedInput, "holds \(found) where one is searched for", file: path,
        remedy: "Save one row, or search for all of them with --probes")
    }
    return templates.values
  }
}
