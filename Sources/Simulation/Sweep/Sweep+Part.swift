public import Essentials

// A shard has every n-th point of the grid; its payload is the sweep's first line and its rows.
extension Sweep {
  /// The kind of its parts.
  public static let partKind = "sweep"

  /// Runs the points of `shard` and writes them to a part file.
  ///
  /// - Throws: ``Failure`` as a run does, and where the part can't be written.
  public func run(
    _ shard: Shard, part path: String, replacing: Bool, threads: Int,
    progress: any ProgressObserver
  ) throws {
    let header = PartialResult.Header(kind: Sweep.partKind, job: job, shard: shard)
    let writer = try PartialResultWriter(path: path, header: header, replacing: replacing)
    try writer.write(head + "\n")
    let owned = points.enumerated().filter { shard.owns($0.offset) }.map(\.element)
    for (done, point) in owned.enumerated() {
      let row = Row(
        values: point, measures: try measure(point, threads: threads, progress: progress))
      try writer.write(line(row) + "\n")
      progress.report(task: "sweep", done: done + 1, total: owned.count, unit: "points")
    }
    try writer.commit()
  }

  /// All that the rows depend on.
  private var job: [String: String] {
    var job = ["seed": "\(seed)", "scenario": "\(scenario.name) \(digest)"]
    for axis in axes { job["over \(axis.path)"] = axis.values.joined(separator: ",") }
    return job
  }

  /// Writes the rows of all parts as one sweep would.
  ///
  /// - Throws: ``Failure`` naming a part that is missing, doubled, of another sweep or unreadable.
  public static func merge(_ parts: [PartialResult], to file: OutputFile) throws {
    let parts = try PartialResult.complete(parts)
    var first = ""
    var rows: [[Substring]] = []
    for part in parts {
      let text = String(decoding: try part.payload(), as: UTF8.self)
      var lines = text.split(separator: "\n")
      guard part.header.kind == partKind, !lines.isEmpty else { throw part.unreadable }
      let head = String(lines.removeFirst())
      if first.isEmpty { first = head }
      // Dealt out in turn, so that no part has more rows than one before it, nor fewer by two.
      let most = rows.first?.count ?? lines.count
      guard head == first, lines.count <= (rows.last?.count ?? most), lines.count + 1 >= most else {
        throw part.unreadable
      }
      rows.append(lines)
    }
    try file.write(first + "\n")
    for row in 0..<(rows.first?.count ?? 0) {
      for lines in rows where row < lines.count { try file.write("\(lines[row])\n") }
    }
  }
}
