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
    try destination.write(SearchPart.header)
    return try search(
      probes, top: top, threshold: threshold, rows: nil, options: options, progress: progress
    ) { try destination.write($0) }
  }

  /// Searches for one shard of a file's probes and writes a part at `path`, for
  /// ``SearchPart/merge(_:to:)``.
  ///
  /// - Parameters:
  ///   - probes: the file.
  ///   - top: candidates a probe at most.
  ///   - threshold: the least similarity, or largest distance, of a candidate; none where nil.
  ///   - shard: which run of the probes.
  ///   - path: the part's file.
  ///   - replacing: whether a file there may be replaced.
  ///   - options: how to go about it.
  ///   - progress: is told how far it is.
  /// - Returns: what it took.
  /// - Throws: ``Failure`` as ``search(_:top:options:)`` does, and `inputOutput`.
  public func search(
    _ probes: TemplateReader, top: Int, threshold: Float? = nil, shard: Shard, part path: String,
    replacing: Bool, options: SearchOptions = SearchOptions(),
    progress: any ProgressObserver = NoProgress()
  ) throws -> SearchStatistics {
    let writer = try PartialResultWriter(
      path: path,
      header: SearchPart.header(
        self, probes: probes, top: top, threshold: threshold, shard: shard),
      replacing: replacing)
    let statistics = try search(
      probes, top: top, threshold: threshold, rows: shard.range(of: probes.countRows()),
      options: options, progress: progress
    ) { try writer.write($0) }
    try writer.commit()
    return statistics
  }

  /// How many probes of a file are searched for at once: as many as share a scan well, and no more than
  /// have four million candidates together, which are kept in memory.
  static func probesTogether(top: Int) -> Int { max(1, min(8192, (1 << 22) / max(1, top))) }

  private func search(
    _ probes: TemplateReader, top: Int, threshold: Float?, rows: Range<Int>?,
    options: SearchOptions, progress: any ProgressObserver, write: (String) throws -> Void
  ) throws -> SearchStatistics {
    var statistics = SearchStatistics()
    let first = rows?.lowerBound ?? 0
    try probes.skip(first)
    let total = rows?.count ?? probes.count
    let together = Gallery.probesTogether(top: min(top, count))
    var done = 0
    while true {
      let part = try probes.read(min(together, total.map { $0 - done } ?? together))
      if part.count == 0 { return statistics }
      let result: SearchResult
      do {
        result = try search(part, top: top, options: options, firstProbe: first + done)
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
          try write(
            "\(first + done + index),\(rank + 1),\(candidate.row),\(candidate.score)\n")
        }
      }
      statistics += result.statistics
      done += part.count
      progress.report(task: "search", done: done, total: total, unit: "probes")
    }
  }
}
