import Foundation

/// Where the package stands, found from this file.
public enum PackageRoot {
  /// The folder of Package.swift.
  public static let path: String = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
}
