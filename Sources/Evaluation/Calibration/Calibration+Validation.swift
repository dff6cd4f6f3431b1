public import Biometrics
import Essentials

extension Calibration {
  /// Throws unless templates of `origin`, `encoder` and `metric` are what it was fitted on.
  ///
  /// - Throws: ``Failure`` (`forbidden` for another origin, `mismatchedInput` otherwise).
  public func require(origin: Origin, encoder: String? = nil, metric: Metric? = nil) throws {
    if origin != self.origin {
      throw Failure(
        .forbidden,
        "the calibration \"\(name)\" was fitted on origin \(self.origin.rawValue) and says nothing about origin \(origin.rawValue)",
        remedy:
          "Use a calibration fitted on origin \(origin.rawValue), or fit one with: lookalike calibrate"
      )
    }
    if let encoder, encoder != self.encoder {
      throw Failure(
        .mismatchedInput,
        "the calibration \"\(name)\" was fitted on encoder \(self.encoder), these templates are from \(encoder)",
        remedy: "Fit one for this encoder with: lookalike calibrate")
    }
    if let metric, metric != self.metric {
      throw Failure(
        .mismatchedInput,
        "the calibration \"\(name)\" is for \(self.metric.rawValue) scores, these are \(metric.rawValue)",
        remedy: "Compare with --metric \(self.metric.rawValue)")
    }
  }

  /// Throws unless all tables are monotone, finite and within range, and names are given.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) naming `file` and the table.
  public func validate(file: String? = nil) throws {
    func refuse(_ place: String, _ reason: String) -> Failure {
      Failure(
        .malformedInput, reason, file: file, place: place,
        remedy: "Make the calibration anew with: lookalike calibrate")
    }
    guard format == Calibration.currentFormat else {
      throw Failure(
        .malformedInput,
        "is a calibration of format \(format); this version reads format \(Calibration.currentFormat)",
        file: file, remedy: "Make it anew with: lookalike calibrate")
    }
    if name.isEmpty || encoder.isEmpty { throw refuse("name, encoder", "is empty") }
    try check("mated", mated, refuse)
    try check("nonMated", nonMated, refuse)
    if case .logistic(let intercept, let slope) = mapping {
      let rises = polarity == .similarity ? slope > 0 : slope < 0
      if !intercept.isFinite || !slope.isFinite || !rises {
        throw refuse("mapping", "does not rise with similarity")
      }
    }
    try checkRatios(refuse)
    var people = 0
    for curve in bestStrangers {
      if curve.people <= people { throw refuse("bestStrangers", "sizes do not ascend from 1") }
      people = curve.people
      try check("bestStrangers, \(people) people", curve.distribution, refuse)
    }
  }

  private func check(
    _ place: String, _ table: ShareTable, _ refuse: (String, String) -> Failure
  ) throws {
    if table.points.count < 2 { throw refuse(place, "has fewer than two points") }
    if table.identities < 1 || table.trials < 1 { throw refuse(place, "rests on nobody") }
    for point in table.points {
      guard point.score.isFinite, point.share > 0, point.share < 1, point.effectiveTrials > 0,
        point.effectiveTrials.isFinite
      else { throw refuse(place, "has a point that is no share of anything: \(point)") }
    }
    for (left, right) in zip(table.points, table.points.dropFirst()) {
      if !polarity.prefers(left.score, over: right.score) || left.share >= right.share {
        throw refuse(place, "does not rise from the most similar score to the least")
      }
    }
  }

  private func checkRatios(_ refuse: (String, String) -> Failure) throws {
    let points = likelihoodRatio.points
    if points.isEmpty { throw refuse("likelihoodRatio", "has no point") }
    for point in points {
      let values = [point.score, point.logRatio, point.lower, point.upper]
      if !values.allSatisfy(\.isFinite) || point.lower > point.upper {
        throw refuse("likelihoodRatio", "has a point that is no ratio: \(point)")
      }
    }
    for (left, right) in zip(points, points.dropFirst()) {
      if !polarity.prefers(left.score, over: right.score) || left.logRatio < right.logRatio {
        throw refuse("likelihoodRatio", "rises as similarity falls")
      }
    }
  }
}
