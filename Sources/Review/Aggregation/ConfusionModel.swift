/// A model in which a worker's answer depends on the task's true class alone.
///
/// Dawid–Skene, one-coin and MACE differ only in how they turn expected counts into probabilities.
/// Tables are flat, workers × labels given × true classes, so that an answer reads one run of memory.
protocol ConfusionModel: Sendable {
  /// ln P(label given | true class), or the variational expectation in its place.
  var logFactors: [Double] { get }
  /// ln of the class probabilities.
  var logPrior: [Double] { get }
  /// What is added to the log-likelihood to make the objective; 0 for maximum likelihood.
  var penalty: Double { get }
  /// Takes the parameters that are best for these expected counts.
  ///
  /// - Parameters:
  ///   - counts: expected counts, laid out like ``logFactors``.
  ///   - classCounts: the expected number of tasks of each class.
  mutating func maximise(counts: [Double], classCounts: [Double])
}

/// A model whose parameters may be moved freely, so that expectation maximisation can leap ahead.
protocol AcceleratedModel: ConfusionModel {
  /// All that an expectation depends on, each any number: setting it sets ``logFactors`` too.
  ///
  /// ``penalty`` is right again after the next maximisation.
  var freeParameters: [Double] { get set }
}
