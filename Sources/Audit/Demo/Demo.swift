import Biometrics
public import Essentials
import Evaluation
import Foundation
public import Frames
import Matching
import Review

/// The main job from start to finish: enrol frames, search portraits, review, audit.
public struct Demo: Sendable {
  /// The percentage from which the audited system calls a candidate a match.
  ///
  /// It is the "similarity of 67 %" that a sold face look-up is reported to have shown for strangers
  /// (the scenario `moscow`). It was taken over, not chosen: no mapping is tuned to reach it.
  public static let matchPercent = 67.0
  /// How many candidates a search shows to reviewers.
  public static let listLength = 10
  /// The reviewers that are simulated: their figures were read in primary texts.
  public static let presets = ["mturk", "unsw-registry", "passport-officer"]
  /// How many reviewers decide on each candidate.
  public static let panelSize = 3

  /// How hard the detector looks.
  public var settings = DetectorSettings()
  /// The seed of the simulated reviewers.
  public var seed: UInt64
  /// Why photographs are enrolled.
  public var purpose: String?
  /// The calibration's name or file; the one of the frames' origin where nil.
  public var calibration: String?
  /// How many threads work.
  public var threads = Parallel.defaultThreads

  /// Makes it.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// Runs it on the frames in `folder`.
  ///
  /// Manifest, truth, calibration and portraits are read and checked before the long work begins.
  ///
  /// - Parameters:
  ///   - folder: frames.csv, probes.csv and, where they are known, truth.csv and truth-probes.csv.
  ///   - scratch: a folder to put the gallery into; the caller removes it.
  ///   - weights: the face model's weights.
  ///   - progress: told of each frame done.
  /// - Returns: everything found.
  /// - Throws: ``Failure`` for inputs that don't hold what they should.
  public func run(
    folder: String, scratch: String, weights: FaceWeights = .installed,
    progress: any ProgressObserver = NoProgress()
  ) throws -> DemoResult {
    let manifest = try FrameManifest(path: folder)
    let list = try ProbeList(folder: folder, origin: manifest.origin)
    let truth = try Demo.truth(folder, manifest, list)
    let rule = try rule(manifest.origin)
    let model = try FaceModel(weights)
    let reader = ProbeReader(model: model, settings: settings)
    let entries = list.entries.sorted { $0.name < $1.name }
    let probes = try Parallel.map(count: entries.count, threads: threads) {
      try reader.read(entries[$0].path)
    }
    var enrolment = Enrolment()
    enrolment.settings = settings
    enrolment.purpose = purpose
    enrolment.threads = threads
    let report = try enrolment.run(manifest, to: scratch, model: { model }, progress: progress)
    let gallery = try Gallery(path: scratch)
    let records = try (0..<gallery.count).map { try gallery.record($0) }
    let sample = truth.map { DemoTruth($0, list: entries, manifest, records) }
    let lists = try DemoSearch(demo: self, rule: rule, gallery: gallery, records: records)
      .run(entries, probes, sample)
    var result = DemoResult(
      seed: seed, origin: manifest.origin, purpose: purpose,
      inputs: try DemoInputs(folder: folder, threads: threads).hashed(manifest, list, weights),
      frames: DemoResult.Frames(report),
      detection: sample?.detection, rule: rule.summary, searches: lists.map(\.search),
      rates: [], matedDistances: [], nonMatedDistances: [], reviews: [],
      limits: Demo.limits(manifest.origin, hasTruth: sample != nil))
    if let sample {
      let audit = try DemoAudit(rule: rule, sample: sample, lists: lists)
      result.rates = audit.rates
      result.matedDistances = audit.mated
      result.nonMatedDistances = audit.nonMated
      result.reviews = try review(result.searches)
    }
    if manifest.origin != .photograph {
      try DemoPictures(manifest: manifest, threads: threads).add(to: &result, probes: probes)
    }
    return result
  }

  private static func truth(
    _ folder: String, _ manifest: FrameManifest, _ list: ProbeList
  ) throws -> FrameTruth? {
    let path = folder + "/" + FrameTruth.name
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let truth = try FrameTruth(path: path, manifest: manifest)
    return list.hasTruth ? truth : nil
  }

  private func rule(_ origin: Origin) throws -> DemoRule {
    guard let name = calibration ?? Lookup.calibrationName(for: origin) else {
      throw Failure(
        .forbidden, "there is no calibration for origin \(origin.rawValue)",
        remedy: "Use rendered frames or photographs")
    }
    let calibration = try Calibration.named(name)
    try calibration.require(
      origin: origin, encoder: FaceModel.encoder, metric: .euclidean)
    return try DemoRule(calibration: calibration)
  }

  /// What each kind of reviewer, three of each, made of the candidate lists.
  private func review(_ searches: [DemoResult.Search]) throws -> [DemoResult.PanelOutcome] {
    let candidates = searches.enumerated().flatMap { list, search in
      search.candidates.map {
        ReviewCandidate(
          list: list, isMated: $0.isMate == true, score: -$0.distance, isProposed: $0.isProposed,
          shownShare: $0.percent / 100)
      }
    }
    return try Demo.presets.map { name in
      guard let preset = ReviewerPreset.named(name) else {
        preconditionFailure("the demonstration's presets exist")
      }
      let panel = ReviewPanel(Demo.panelSize, of: preset.model)
      let review = try panel.review(candidates, seed: seed, threads: threads)
      var verdicts: [[PanelReview.Verdict]] = []
      var next = 0
      for search in searches {
        verdicts.append(search.candidates.indices.map { review.verdict(candidate: next + $0) })
        next += search.candidates.count
      }
      return DemoResult.PanelOutcome(
        preset: preset.name, summary: preset.summary, reviewers: Demo.panelSize,
        funnel: Funnel(candidates: candidates, review: review), verdicts: verdicts,
        workingSeconds: review.totalSeconds)
    }
  }

  private static func limits(_ origin: Origin, hasTruth: Bool) -> [String] {
    var limits: [String] = []
    if origin == .rendered {
      limits.append(
        "The people are rendered: they resemble one another more than real people do, and the "
          + "encoder finds each of them again more easily. No rate here is one of the real world.")
    }
    limits.append(
      "The sample is small: the intervals say how little it can tell, and only of such frames.")
    if hasTruth {
      limits.append(
        "The reviewers are simulated from published test scores. They judge each pair anew, however "
          + "alike the faces are; people who see only lookalikes do worse than they.")
    } else {
      limits.append("Nobody says who the people are, so that no error rate can be measured.")
    }
    return limits
  }
}

extension DemoResult.Frames {
  init(_ report: EnrolmentReport) {
    func problems(_ list: [FrameProblem]) -> [DemoResult.Problem] {
      list.map { DemoResult.Problem(frame: $0.frame, reason: $0.reason) }
    }
    self.init(
      listed: report.framesListed, withoutFaces: report.framesWithoutFaces, cameras: report.cameras,
      enrolled: report.templates, unreadable: problems(report.unreadable),
      failuresToEnrol: problems(report.failures))
  }
}
