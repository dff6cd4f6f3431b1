import Audit
import Biometrics
import Essentials
import Evaluation
import Foundation
import Matching
import Statistics
import TestSupport
import Testing

@Suite struct SearchAuditTests {
  /// The gallery's own searches, written as lists and as a matrix, audit to what the gallery does.
  @Test func listsMatrixAndGalleryAgree() throws {
    let folder = try TemporaryFolder()
    let gallery = try GalleryAuditTests.gallery(folder, people: 120)
    let labels = try (0..<gallery.count).map { try #require(try gallery.subject($0)).name }
    // The first 80 people are enrolled; every template of everybody is a probe.
    let enrolled = labels.indices.filter {
      (Int(labels[$0].dropFirst("person-".count)) ?? 0) < 80
    }
    let scores = try gallery.scores(Templates((0..<gallery.count).map { gallery.template($0) }))
    var lists = "probe,rank,row,score\n"
    for probe in labels.indices {
      // The probe itself is not among its own references.
      let others = enrolled.enumerated().filter { $1 != probe }
        .map { (row: $0, score: scores[probe * gallery.count + $1]) }
        .sorted { ($0.score, $0.row) < ($1.score, $1.row) }
      for (rank, entry) in others.prefix(10).enumerated() {
        lists += "\(probe),\(rank + 1),\(entry.row),\(entry.score)\n"
      }
    }
    var options = SearchAudit.Options()
    options.polarity = .distance
    options.origin = .simulated
    options.threshold = 3.5
    options.limits = [try AuditLimit(parsing: "fpir=0"), try AuditLimit(parsing: "fmr=0.1")]
    options.groups = [
      SubjectGroups(
        attribute: "parity",
        groups: Dictionary(
          uniqueKeysWithValues: (0..<120).map {
            (SubjectID("person-\($0)"), $0 % 2 == 0 ? "even" : "odd")
          }))
    ]
    let audit = try SearchAudit.run(
      lists: try folder.write(lists, to: "lists.csv"),
      probes: TemplateLabels(subjects: labels.map { SubjectID($0) }),
      references: TemplateLabels(subjects: enrolled.map { SubjectID(labels[$0]) }),
      options: options)
    var (found, searched) = (0, 0)
    var atRank = [Int](repeating: 0, count: 4)
    for probe in labels.indices {
      let row = enrolled.filter { $0 != probe }
      let best = row.min {
        scores[probe * gallery.count + $0] < scores[probe * gallery.count + $1]
      }
      let isEnrolled = enrolled.contains { labels[$0] == labels[probe] }
      if !isEnrolled {
        searched += 1
        if scores[probe * gallery.count + best!] <= 3.5 { found += 1 }
      } else if labels[best!] == labels[probe] {
        atRank[1] += 1
      }
    }
    let fpir = try #require(audit.openSet.fpir?.proportion)
    #expect(fpir == Proportion(events: found, trials: searched))
    #expect(audit.openSet.cumulativeMatch.first?.rate.proportion.events == atRank[1])
    #expect(audit.openSet.cumulativeMatch.count == 10, "no rank beyond the lists")
    #expect(audit.limits.map(\.outcome) == [.breached, .notMeasurable] && audit.isBreached)
    #expect(audit.searches.lists?.longest == 10)
    #expect(audit.caveats.first?.contains("population model") == true)
    #expect(audit.lines.contains { $0.contains("Searches by parity") })
    let cells = try #require(audit.searchDifferentials.first?.falsePositive)
    #expect(cells.compactMap(\.measured?.proportion.events).reduce(0, +) == found)
    let json = try JSONEncoder().encode(audit)
    #expect(try JSONSerialization.jsonObject(with: json) is [String: Any])
  }

  /// A matrix of a gallery against itself gives the searches and the scaling of the gallery.
  @Test func aMatrixIsItsGallery() throws {
    let folder = try TemporaryFolder()
    let gallery = try GalleryAuditTests.gallery(folder, people: 90)
    let scores = try gallery.scores(Templates((0..<gallery.count).map { gallery.template($0) }))
    let path = folder.file("m.npy")
    let writer = try NumPyWriter(path: path, shape: [gallery.count, gallery.count])
    try writer.write(scores)
    try writer.commit()
    var options = SearchAudit.Options()
    options.polarity = .distance
    var other = GalleryAudit.Options()
    other.groups = [
      SubjectGroups(
        attribute: "x",
        groups: Dictionary(
          uniqueKeysWithValues: (0..<90).map {
            (SubjectID("person-\($0)"), $0 % 4 == 0 ? "a" : "b")
          }))
    ]
    options.groups = other.groups
    let whole = try GalleryAudit.run(gallery, options: other)
    options.threshold = whole.threshold
    let audit = try SearchAudit.run(
      matrix: path, probes: try SearchAudit.labels(of: gallery), references: nil, options: options)
    #expect(audit.openSet == whole.openSet)
    #expect(audit.scaling?.points == whole.scaling)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      try encoder.encode(audit.searchDifferentials)
        == encoder.encode(whole.searchDifferentials))
    // Unlabelled polarity is found out.
    options.polarity = nil
    let failure = #expect(throws: Failure.self) {
      try SearchAudit.run(
        matrix: path, probes: try SearchAudit.labels(of: gallery), references: nil,
        options: options)
    }
    #expect(failure?.code == .mismatchedInput)
  }

  @Test func withoutSearchesOfOneKind() throws {
    let folder = try TemporaryFolder()
    let lists = try folder.write("probe,row,score\n0,0,0.9\n1,1,0.8\n", to: "l.csv")
    let labels = TemplateLabels(subjects: ["a", "b"].map { SubjectID($0) })
    let failure = #expect(throws: Failure.self) {
      try SearchAudit.run(lists: lists, probes: labels, references: labels)
    }
    #expect(failure?.code == .notMeasurable)
    var options = SearchAudit.Options()
    options.threshold = 0.85
    let mated = try SearchAudit.run(
      lists: lists, probes: labels, references: labels, options: options)
    #expect(mated.openSet.fpir == nil)
    #expect(mated.openSet.fnir?.proportion == Proportion(events: 1, trials: 2))
    #expect(mated.caveats.contains { $0.contains("can't be said at all") })
    let strangers = TemplateLabels(subjects: ["x", "y"].map { SubjectID($0) })
    let none = try SearchAudit.run(
      lists: lists, probes: strangers, references: labels, options: options)
    #expect(none.openSet.fnir == nil && none.openSet.cumulativeMatch.isEmpty)
    #expect(none.openSet.fpir?.proportion == Proportion(events: 1, trials: 2))
  }
}
