import Biometrics
import Essentials
public import Frames
import Imaging

/// Pictures as probes: the largest face is taken.
public struct ProbeReader: Sendable {
  /// The face pipeline.
  public let model: FaceModel
  /// How hard the detector looks.
  public var settings: DetectorSettings

  /// Makes it.
  public init(model: FaceModel, settings: DetectorSettings = DetectorSettings()) {
    self.model = model
    self.settings = settings
  }

  /// The probe in the picture at `path`.
  ///
  /// - Throws: ``Failure``: the picture's, or `notMeasurable` where no face is found or the largest
  ///   can't be encoded.
  public func read(_ path: String) throws -> FaceProbe {
    let image = try PNG.read(path)
    let faces = try model.detect(image, settings: settings)
    // Of two of the same size, the one the detector is surer of: it comes first.
    guard
      let largest = faces.enumerated().max(by: {
        ($0.element.box.area, $1.offset) < ($1.element.box.area, $0.offset)
      })
    else {
      throw Failure(
        .notMeasurable, "no face was found", file: path,
        remedy: "Use a picture with a face seen from the front, or look harder with --upsample 3")
    }
    do {
      return FaceProbe(
        file: path, facesFound: faces.count,
        face: try model.encode(largest.element, in: image), image: image)
    } catch let failure as Failure {
      throw failure.inFile(path)
    }
  }
}
