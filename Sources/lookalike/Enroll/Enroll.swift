import ArgumentParser
import Audit
import Essentials
import Foundation
import Frames

/// Frames into a gallery.
struct Enroll: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find, encode and store every face of a set of camera frames.",
    discussion: """
      FRAMES is a folder with a frames.csv, that file itself, or a bare folder of PNG files. The \
      columns of frames.csv: file, camera, address, latitude, longitude, time, origin. Frames of \
      people who exist (origin photograph) need --purpose, which is stored and printed.

      Example: lookalike enroll SampleFrames --to G
      """)

  @Argument(help: "A folder of frames, or its frames.csv.")
  var frames: String
  @Option(name: .customLong("to"), help: "The gallery to make.")
  var gallery: String
  @Option(help: "Why people are enrolled; needed for photographs.")
  var purpose: String?
  @Option(help: "The last day on which the gallery may be kept, YYYY-MM-DD.")
  var retainUntil: String?
  @Flag(help: "Stop at the first frame that can't be read.")
  var strict = false
  @Option(help: "A truth.csv that names the people, to be stored as subjects.")
  var truth: String?
  @Flag(help: "Leave out boxes that show no face of the truth, as a calibration needs.")
  var onlyTruth = false
  @OptionGroup var detector: DetectorOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    if onlyTruth && truth == nil { throw ValidationError("--only-truth goes with --truth") }
  }

  func run() throws {
    let manifest = try FrameManifest(path: frames)
    var enrolment = Enrolment()
    enrolment.settings = detector.settings
    enrolment.purpose = purpose
    enrolment.retainUntil = retainUntil
    enrolment.isStrict = strict
    enrolment.isReplacing = replace.force
    enrolment.truth = try truth.map { try FrameTruth(path: $0, manifest: manifest) }
    enrolment.isTruthOnly = onlyTruth
    enrolment.threads = work.threads
    let report = try enrolment.run(manifest, to: gallery, progress: work.progress())
    switch output.format {
    case .text:
      try StandardOutput.print(report.lines(gallery: gallery).joined(separator: "\n"))
    case .json: try StandardOutput.json(report)
    }
  }
}
