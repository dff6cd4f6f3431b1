import ArgumentParser
import Essentials
import Foundation
import Reports

/// `--report`.
struct ReportOptions: ParsableArguments {
  @Option(
    name: .customLong("report"),
    help: "Write the report, one HTML file with figures, to this file too.")
  var path: String?

  /// Finds out before long work begins whether the report can be written.
  func check(_ replace: ForceOptions) async throws {
    guard let path else { return }
    if !replace.force && FileManager.default.fileExists(atPath: path) {
      throw Failure(
        .refusedOutput, "exists already", file: path,
        remedy: "Name another file, or add --force to replace it")
    }
    try await Gnuplot().check()
  }

  /// Writes `page` where it was asked for.
  func write(_ page: @autoclosure () throws -> Page, _ replace: ForceOptions) async throws {
    guard let path else { return }
    try await page().write(to: path, replacing: replace.force)
    StandardError.note("report written to \(path)")
  }
}
