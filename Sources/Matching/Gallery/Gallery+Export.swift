import Biometrics
public import Essentials
import Foundation

extension Gallery {
  /// Writes the templates to `.npy` or `.fvecs`, as the path's ending says.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`).
  public func export(
    templates path: String, replacing: Bool, progress: any ProgressObserver = NoProgress()
  ) throws {
    let lower = path.lowercased()
    guard lower.hasSuffix(".npy") || lower.hasSuffix(".fvecs") else {
      throw Failure(
        .refusedOutput, "is of no known kind", file: path,
        remedy: "Name a file that ends in .npy or .fvecs")
    }
    let file = try OutputFile(path: path, replacing: replacing, mode: 0o600)
    if lower.hasSuffix(".npy") {
      try file.write(NumPyHeader(elementType: .float32, shape: [count, dimension]).encoded())
    }
    var done = 0
    for segment in segments {
      let templates = unsafe segment.templates
      for row in 0..<segment.rows {
        if lower.hasSuffix(".fvecs") {
          try unsafe withUnsafeBytes(of: UInt32(dimension).littleEndian) {
            try unsafe file.write($0)
          }
        }
        try unsafe file.write(
          UnsafeRawBufferPointer(
            UnsafeBufferPointer(rebasing: templates[row * dimension..<(row + 1) * dimension])))
        done += 1
        if done % 4096 == 0 {
          segment.releaseTemplates(max(0, row - 4095)..<row + 1)
          progress.report(task: "export", done: done, total: count, unit: "templates")
        }
      }
    }
    try file.commit()
  }

  /// Writes one line a template: row, subject, what is known of the capture, and the attributes.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`).
  public func export(labels path: String, replacing: Bool) throws {
    var names: Set<String> = []
    for row in 0..<count { names.formUnion(try record(row).attributes.keys) }
    let attributes = names.sorted()
    let file = try OutputFile(path: path, replacing: replacing, mode: 0o600)
    try file.write(
      CSVLine.encode(
        ["row", "subject", "frame", "camera", "address", "latitude", "longitude", "time"]
          + attributes))
    for row in 0..<count {
      let record = try record(row)
      let places = [record.latitude, record.longitude].map { $0.map { "\($0)" } ?? "" }
      let values = [
        "\(row)", record.subject?.name ?? "", record.frame ?? "", record.camera ?? "",
        record.address ?? "", places[0], places[1], record.time ?? "",
      ]
      try file.write(CSVLine.encode(values + attributes.map { record.attributes[$0] ?? "" }))
    }
    try file.commit()
  }
}
