import ArgumentParser
import Audit
import Essentials
import Foundation
import Frames
import Reports

/// The main job, start to finish.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "The main job on sample frames, start to finish, with a report.",
    discussion: """
      Enrols the frames, searches the portraits, lets simulated reviewers decide, and says how often \
      all of that was wrong. The report's folder is replaced by the next run, and by nothing else.

      Example: lookalike demo --to lookalike-report
      """)

  /// The file by which an earlier report is known.
  private static let mark = "lookalike-demo.json"

  @Option(help: "A folder with frames.csv and probes.csv; the package's SampleFrames if not given.")
  var frames: String?
  @Option(name: .customLong("to"), help: "The report's folder.")
  var report = "lookalike-report"
  @Option(help: "The seed of the simulated reviewers.")
  var seed: UInt64 = 1
  @Option(help: "Why people are enrolled; needed for photographs.")
  var purpose: String?
  @Option(help: "The calibration; the one of the frames' origin if not given.")
  var calibration: String?
  @OptionGroup var detector: DetectorOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let folder = try frames ?? PackageFiles.folder("SampleFrames", holding: FrameManifest.name)
    StandardError.note("seed \(seed)")
    let output = try OutputFolder(path: report, mark: DemoCommand.mark, replacing: true)
    try await Gnuplot().check()
    var demo = Demo(seed: seed)
    demo.settings = detector.settings
    demo.purpose = purpose
    demo.calibration = calibration
    demo.threads = work.threads
    let gallery = output.staging + "/gallery"
    let result = try demo.run(folder: folder, scratch: gallery, progress: work.progress())
    try FileManager.default.removeItem(atPath: gallery)
    try write(JSON.encode(result), to: output.staging + "/" + DemoCommand.mark)
    let page = try Page.demo(
      result,
      provenance: [Block.Fact("Program", Prose(Version.text))]
        + result.inputs.map { Block.Fact("SHA-256 of \($0.name)", "\(code: $0.sha256)") })
    try await page.write(to: output.staging + "/index.html", replacing: false)
    try output.commit()
    switch self.output.format {
    case .text:
      try StandardOutput.print(result.lines().joined(separator: "\n"))
      try StandardOutput.print("\nThe report: \(report)/index.html")
    case .json: try StandardOutput.json(result)
    }
  }

  private func write(_ data: Data, to path: String) throws {
    let file = try OutputFile(path: path, replacing: false)
    try file.write(data)
    try file.commit()
  }
}
