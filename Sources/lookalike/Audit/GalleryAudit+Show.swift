import ArgumentParser
import Audit
import Reports

extension GalleryAudit {
  /// Writes the report where one is wanted, and prints the audit.
  ///
  /// - Throws: exit code 3 where a limit was breached.
  func show(
    _ context: ReportContext, _ report: ReportOptions, _ replace: ForceOptions,
    _ output: FormatOptions
  ) async throws {
    try await report.write(Page.audit(self, context: context), replace)
    switch output.format {
    case .json: try StandardOutput.json(self)
    case .text: try StandardOutput.print(lines.joined(separator: "\n"))
    }
    if isBreached { throw ExitCode.limitBreached }
  }
}
