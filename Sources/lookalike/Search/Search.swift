import ArgumentParser
import Audit
import Biometrics
import Essentials
import Evaluation
import Foundation
import Frames
import Matching

/// One probe, or a file of probes, against a gallery.
struct Search: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find the most similar faces of a gallery, and say what that means.",
    discussion: """
      The probe is a PNG picture, of which the largest face is taken, or a template in a .npy, \
      .fvecs or .csv file. The search is exact.

      Example: lookalike search G --probe SampleFrames/probes/anna.png --top 5

      A file of many probes gives one CSV line a candidate: probe,rank,row,score.

      Example: lookalike search G --probes P.npy --top 10 --to out.csv
      """)

  @Argument(help: "The gallery.")
  var gallery: String
  @Option(help: "A PNG picture, or a .npy, .fvecs or .csv file with one template.")
  var probe: String?
  @OptionGroup var batch: BatchOptions
  @Option(help: "How many candidates to return.")
  var top = 10
  @Option(help: "The largest distance (or the least similarity) that is returned.")
  var threshold: Double?
  @OptionGroup var meaning: MeaningOptions
  @OptionGroup var crops: CropOptions
  @OptionGroup var detector: DetectorOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    if (probe == nil) == (batch.probes == nil) {
      throw ValidationError("name one probe (--probe) or a file of many (--probes)")
    }
    if probe != nil && (batch.destination != nil || batch.shards.shard != nil) {
      throw ValidationError("--to and --shard go with --probes")
    }
    guard (1...1_000_000).contains(top) else {
      throw ValidationError("--top takes a number from 1 to 1000000")
    }
    if let threshold, !threshold.isFinite {
      throw ValidationError("--threshold takes a finite number")
    }
  }

  func run() throws {
    let gallery = try Gallery(path: gallery)
    guard let probe else {
      return try batch.run(
        gallery, top: top, threshold: threshold, work: work, replacing: replace.force,
        format: output.format)
    }
    var lookup = Lookup()
    lookup.top = top
    lookup.threshold = threshold
    lookup.threads = work.threads
    try meaning.apply(to: &lookup, origin: gallery.information.origin)
    let writer = try crops.writer(for: gallery, replacing: replace.force)
    let (template, description) = try read(probe)
    let answer = try lookup.run(template, probe: description, in: gallery)
    if let writer { try writer.write(answer) }
    switch output.format {
    case .text:
      var lines = answer.lines()
      if let meaning = answer.meaning, let calibration = lookup.calibration {
        lines += MeaningText(meaning, calibration).lines
      }
      try StandardOutput.print(lines.joined(separator: "\n"))
    case .json: try StandardOutput.json(answer)
    }
  }

  private func read(_ probe: String) throws -> ([Float], LookupAnswer.Probe) {
    if TemplateFile.isNamed(by: probe) {
      return (try TemplateFile.single(probe), LookupAnswer.Probe(templateFile: probe))
    }
    let reader = ProbeReader(model: try FaceModel(), settings: detector.settings)
    let read = try reader.read(probe)
    return (read.face.template, LookupAnswer.Probe(read))
  }
}
