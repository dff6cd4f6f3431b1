import Biometrics
import Essentials

/// Probes that were checked and can be compared with a gallery.
@safe struct ProbeSet: Sendable {
  let templates: Templates
  let inverseNorms: [Double]
  let kernels: Kernels
  let metric: Metric

  /// Checks `probes`.
  ///
  /// - Throws: ``Failure`` as ``Gallery/search(_:top:options:)`` says.
  init(_ probes: Templates, gallery: Gallery, level: SIMDLevel, firstProbe: Int = 0) throws {
    guard probes.dimension == gallery.dimension else {
      throw Failure(
        .mismatchedInput,
        "the probes have \(probes.dimension) numbers, the gallery's templates \(gallery.dimension)",
        file: gallery.path, remedy: "Use probes of the encoder that made the gallery")
    }
    templates = probes
    metric = gallery.metric
    kernels = try Kernels(level)
    let rule = TemplateRule(metric: gallery.metric, kernels: kernels)
    inverseNorms = try unsafe probes.values.withUnsafeBufferPointer { values in
      try (0..<probes.count).map { index in
        let row = unsafe UnsafeBufferPointer(
          rebasing: values[index * probes.dimension..<(index + 1) * probes.dimension])
        do {
          return 1 / (try unsafe rule.norm(row, row: index))
        } catch let failure as Failure {
          throw Failure(
            failure.code, failure.summary, place: "probe \(firstProbe + index)",
            remedy: failure.remedy)
        }
      }
    }
  }

  var count: Int { templates.count }

  var scorer: Scorer {
    Scorer(metric: metric, kernels: kernels, dimension: templates.dimension)
  }
}
