public import Biometrics
public import Essentials
public import Evaluation
public import Matching

/// Fits a calibration to all comparisons within a gallery.
public enum GalleryCalibration {
  /// The calibration of `gallery` under `name`; with `probes` of those searched for in it.
  ///
  /// `encoder` and `origin` are for galleries that do not name theirs; one that does is held to it.
  ///
  /// - Throws: ``Failure``: `missingInput` where encoder or origin is not known, `mismatchedInput`
  ///   where they contradict the gallery, what ``Calibration/fit(_:_:threads:progress:)`` throws.
  public static func fit(
    _ gallery: Gallery, probes: Gallery? = nil, name: String, encoder: String? = nil,
    origin: Origin? = nil,
    source: String? = nil, threads: Int = Parallel.defaultThreads,
    progress: any ProgressObserver = NoProgress()
  ) throws -> Calibration {
    let known = gallery.information
    let knownOrigin = known.origin == .unknown ? nil : known.origin
    if let origin, let knownOrigin, origin != knownOrigin {
      throw contradiction(gallery, "origin", knownOrigin.rawValue, origin.rawValue)
    }
    if let encoder, let named = known.encoder, encoder != named {
      throw contradiction(gallery, "encoder", named, encoder)
    }
    guard let origin = knownOrigin ?? origin else { throw missing(gallery, "origin") }
    guard let encoder = known.encoder ?? encoder else { throw missing(gallery, "encoder") }
    let setup = { (people: Int) in
      var counts =
        "\(Numerals.grouped(gallery.count)) templates of \(Numerals.grouped(people)) people, all comparisons"
      if let probes { counts += " with \(Numerals.grouped(probes.count)) others as probes" }
      return Calibration.Setup(
        name: name, origin: origin, encoder: encoder, metric: gallery.metric,
        source: source.map { "\($0) (\(counts))" } ?? counts)
    }
    if let probes {
      let rows = try ProbeGalleryRows(probes: probes, gallery: gallery)
      return try Calibration.fit(rows, setup(rows.subjects), threads: threads, progress: progress)
    }
    let rows = try GalleryRows(gallery)
    return try Calibration.fit(rows, setup(rows.subjects), threads: threads, progress: progress)
  }

  private static func contradiction(
    _ gallery: Gallery, _ what: String, _ known: String, _ given: String
  ) -> Failure {
    Failure(
      .mismatchedInput, "is of \(what) \(known), not \(given)", file: gallery.path,
      remedy: "Leave out --\(what)")
  }

  private static func missing(_ gallery: Gallery, _ what: String) -> Failure {
    Failure(
      .missingInput, "does not say its \(what)", file: gallery.path, remedy: "Give --\(what)")
  }
}
