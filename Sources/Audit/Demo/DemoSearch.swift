import Biometrics
import Evaluation
import Frames
import Matching

/// The searches of the demonstration.
struct DemoSearch {
  /// A search and the distances of the whole gallery.
  struct List {
    /// What is told of it.
    var search: DemoResult.Search
    /// All rows, best first.
    let ranking: [Matching.Candidate]
  }

  let demo: Demo
  let rule: DemoRule
  let gallery: Gallery
  let records: [CaptureRecord]

  func run(
    _ entries: [ProbeList.Entry], _ probes: [FaceProbe], _ truth: DemoTruth?
  ) throws -> [List] {
    let templates = try Templates(probes.map(\.face.template))
    let rankings = try gallery.search(
      templates, top: max(1, gallery.count), options: SearchOptions(threads: demo.threads)
    ).candidates
    return try rankings.enumerated().map { index, ranking in
      let shown = ranking.prefix(Demo.listLength)
      let person = truth?.probes[index]
      let candidates = shown.enumerated().map { rank, candidate in
        self.candidate(rank + 1, candidate, isMate: truth.map { $0.rows[candidate.row] == person })
      }
      let mateRank = truth.flatMap { truth in
        ranking.firstIndex { truth.rows[$0.row] == person }
      }
      let meaning = try Meaning.of(
        scores: shown.map { Double($0.score) }, galleryPeople: gallery.count,
        calibration: rule.calibration, origin: gallery.information.origin)
      let search = DemoResult.Search(
        name: entries[index].name, truth: truth?.kinds[index], picture: nil, candidates: candidates,
        meaning: meaning, mateRank: mateRank.map { $0 + 1 })
      return List(search: search, ranking: ranking)
    }
  }

  private func candidate(
    _ rank: Int, _ candidate: Matching.Candidate, isMate: Bool?
  ) -> DemoResult.Candidate {
    let record = records[candidate.row]
    let distance = Double(candidate.score)
    return DemoResult.Candidate(
      rank: rank, frame: record.frame ?? "", camera: record.camera ?? "", address: record.address,
      time: record.time, box: record.box ?? BoundingBox(x: 0, y: 0, width: 0, height: 0),
      distance: distance, percent: rule.calibration.mapping.percent(distance),
      isProposed: rule.accepts(distance), isMate: isMate, picture: nil)
  }
}
