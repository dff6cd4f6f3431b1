import Biometrics
public import Essentials

extension Gallery {
  /// Searches for all probes of a file and writes `probe,rank,row,score`, in fixed memory.
  ///
  /// Ranks count from 1, probes and rows from 0. The score is the cosine, the inner product or the
  /// Euclidean distance, in the fewest digits that give the float32 back.
  ///
  /// - Parameters:
  ///   - probes: the file.
  ///   - top: candidates a probe at most.
  ///   - threshold: the least similarity, or largest distance, of a candidate; none where nil.
  ///   - destination: where the lines go; the caller commits it.
  ///   - options: how to go about it.
  ///   - progress: is told how far it is.
  /// - Returns: what it took.
  /// - Throws: ``Failure`` as ``search(_:top:options:)`` does, and `inputOutput`.
  public func search(
    _ probes: TemplateReader, top: Int, threshold: Float? = nil, to destination: OutputFile,
    options: SearchOptions = SearchOptions(), progress: any ProgressObserver = NoProgress()
  ) throws -> SearchStatistics {
    var statistics = SearchStatistics()
    var done = 0
    try destination.write("probe,rank,row,score\n")
    while true {
      let part = try probes.read(8192)
      if part.count == 0 { return statistics }
      let result: SearchResult
      do {
        result = try search(part, top: top, options: options, firstProbe: done)
      } catch let failure as Failure {
        throw failure.inFile(probes.path)
      }
      for (index, candidates) in result.candidates.enumerated() {
        for (rank, candidate) in candidates.enumerated() {
          if let threshold,
            !metric.polarity.accepts(Double(candidate.score), at: Double(threshold))
          {
            break
          }
          try destination.write(
            "\(done + index),\(rank + 1),\(candidate.row),\(candidate.score)\n")
        }
      }
      statistics += result.statistics
      done += part.count
      progress.report(task: "search", done: done, total: probes.count, unit: "probes")
    }
  }
}
