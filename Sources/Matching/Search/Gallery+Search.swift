import Biometrics
import Essentials

extension Gallery {
  /// For each probe the `top` most similar templates.
  ///
  /// The answer is exact: the same rows in the same order as when every template were scored. Equal
  /// scores are ordered by row. It does not depend on threads, instruction set or method.
  ///
  /// - Parameters:
  ///   - probes: the probes; their dimension must be the gallery's.
  ///   - top: how many candidates to return; all where the gallery holds fewer.
  ///   - options: how to go about it.
  /// - Returns: the candidates, and what it took.
  /// - Throws: ``Failure`` (`mismatchedInput` for another dimension, `malformedInput` for a probe
  ///   that can't be compared, `unavailable` for an instruction set the machine lacks).
  public func search(_ probes: Templates, top: Int, options: SearchOptions = SearchOptions()) throws
    -> SearchResult
  {
    try search(probes, top: top, options: options, firstProbe: 0)
  }

  /// The search, where the first of `probes` is number `firstProbe` of a longer file.
  func search(_ probes: Templates, top: Int, options: SearchOptions, firstProbe: Int) throws
    -> SearchResult
  {
    precondition(top > 0, "a search returns at least one candidate")
    let prepared = try ProbeSet(
      probes, gallery: self, level: options.level, firstProbe: firstProbe)
    let top = min(top, max(1, count))
    switch options.method {
    case .screened: return try screenedSearch(prepared, top: top, threads: options.threads)
    case .exhaustive: return try exhaustiveSearch(prepared, top: top, threads: options.threads)
    }
  }

  /// For each probe all templates at least as similar as `threshold`, most similar first.
  ///
  /// - Parameters:
  ///   - probes: the probes; their dimension must be the gallery's.
  ///   - threshold: the least similarity, or the largest distance, that is accepted.
  ///   - options: how to go about it.
  /// - Returns: the candidates, and what it took.
  /// - Throws: ``Failure`` as ``search(_:top:options:)`` does.
  public func range(
    _ probes: Templates, threshold: Float, options: SearchOptions = SearchOptions()
  ) throws -> SearchResult {
    let prepared = try ProbeSet(probes, gallery: self, level: options.level)
    switch options.method {
    case .screened:
      return try screenedRange(prepared, threshold: threshold, threads: options.threads)
    case .exhaustive:
      return try exhaustiveRange(prepared, threshold: threshold, threads: options.threads)
    }
  }
}
