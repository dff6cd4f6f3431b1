import Biometrics
public import Essentials
public import Imaging

/// Finds and encodes every face of a set of frames, on all cores.
public struct FrameScanner: Sendable {
  /// The face pipeline.
  public let model: FaceModel
  /// How hard the detector looks.
  public var settings: DetectorSettings
  /// How many frames are worked on at a time.
  public var threads: Int

  /// Makes it.
  public init(
    model: FaceModel, settings: DetectorSettings = DetectorSettings(),
    threads: Int = Parallel.defaultThreads
  ) {
    self.model = model
    self.settings = settings
    self.threads = threads
  }

  /// What was found in each of `frames`, in their order.
  ///
  /// - Parameters:
  ///   - frames: the frames.
  ///   - strict: whether the first frame that can't be read ends the work.
  ///   - progress: told of each frame done.
  /// - Returns: a scan for each frame.
  /// - Throws: with `strict` the first unreadable frame's ``Failure``; else nothing that a frame
  ///   caused: that is in the scans.
  public func scan(
    _ frames: [FrameEntry], strict: Bool = false, progress: any ProgressObserver = NoProgress()
  ) throws -> [FrameScan] {
    let counter = Counter()
    return try Parallel.map(count: frames.count, threads: threads) { index in
      let scan = scan(frames[index])
      if strict, case .unreadable(let failure) = scan.outcome { throw failure }
      progress.report(
        task: "finding faces", done: counter.next(), total: frames.count, unit: "frames")
      return scan
    }
  }

  /// What was found in `frame`.
  public func scan(_ frame: FrameEntry) -> FrameScan {
    var digest: String?
    do {
      let bytes = try PNG.bytes(of: frame.path)
      digest = Digest.sha256(bytes)
      let outcome = try scan(PNG.decode(bytes, name: frame.path))
      return FrameScan(frame: frame, outcome: outcome, digest: digest)
    } catch let failure as Failure {
      return FrameScan(
        frame: frame, outcome: .unreadable(failure.inFile(frame.path)), digest: digest)
    } catch {
      let failure = Failure(.inputOutput, "can't be read (\(error))", file: frame.path)
      return FrameScan(frame: frame, outcome: .unreadable(failure), digest: digest)
    }
  }

  /// What is found in `image`.
  ///
  /// - Throws: ``Failure`` (`unavailable`) where memory runs out.
  public func scan(_ image: RGBImage) throws -> FrameScan.Outcome {
    var faces: [EncodedFace] = []
    var failures: [FrameScan.FailureToEnrol] = []
    for face in try model.detect(image, settings: settings) {
      do {
        faces.append(try model.encode(face, in: image))
      } catch let failure as Failure where failure.code == .notMeasurable {
        failures.append(FrameScan.FailureToEnrol(box: face.box, reason: failure.summary))
      }
    }
    return .read(
      faces: faces, failures: failures,
      isReduced: settings.upsamplings(width: image.width, height: image.height)
        < settings.upsamplings)
  }
}
