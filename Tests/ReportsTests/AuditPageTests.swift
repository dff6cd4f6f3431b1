import Audit
import Biometrics
import Essentials
import Evaluation
import Foundation
import Matching
import TestSupport
import Testing

@testable import Reports

@Suite struct AuditPageTests {
  @Test func theReportOfAnAudit() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("g.gallery")
    let writer = try GalleryWriter(
      path: path,
      information: GalleryInformation(
        dimension: 16, metric: .euclidean, origin: .simulated, encoder: SampleFigures.hostile))
    var random = RandomStream(seed: 4)
    for person in 0..<240 {
      let centre = (0..<16).map { _ in random.normal() }
      for _ in 0..<1 + person % 3 {
        try writer.append(
          centre.map { Float($0 + 0.6 * random.normal()) },
          record: CaptureRecord(subject: SubjectID("person-\(person)")))
      }
    }
    try writer.finish()
    var options = GalleryAudit.Options()
    options.seed = 1
    options.groups = [
      SubjectGroups(
        attribute: "<parity>",
        groups: Dictionary(
          uniqueKeysWithValues: (0..<240).map {
            (SubjectID("person-\($0)"), $0 % 2 == 0 ? "even" : "<odd>")
          }))
    ]
    options.limits = [try AuditLimit(parsing: "fpir=0.001"), try AuditLimit(parsing: "eer=0.9")]
    let audit = try GalleryAudit.run(try Gallery(path: path), options: options)
    let page = Page.audit(audit, context: .init(inputs: [], version: "lookalike 0"))
    let html = try await page.html()
    PageFacts(html: html).check(figures: page.figures.count)
    // Two rates and a cross table each of searches and of comparisons by group.
    #expect(page.figures.count >= 12)
    #expect(!html.contains("<odd>") && html.contains("Searches by &lt;parity&gt;"))
    for text in [
      "In plain words", ">System<", ">Data<", ">Protocol<", ">Results<", ">Uncertainty<",
      "BREACHED", "extrapolated",
    ] { #expect(html.contains(text), "\(text)") }
    // The same from the JSON that the command writes, as the viewer reads it.
    let data = try JSONEncoder().encode(audit)
    let reading = try AuditReading.read(data, file: "audit.json")
    let viewed = Page.audit(reading: reading)
    // Searches: error trade-off and ranks; larger galleries: false alarms and best strangers.
    #expect(viewed.figures.count == 4)
    #expect(viewed.limits.count == audit.caveats.count + 2)
    let parts = Fragment(viewed, level: 2)
    #expect(parts.hasFigures && !parts.html.contains(SampleFigures.hostile))
    #expect(try refused(data))
    if let folder = ProcessInfo.processInfo.environment["LOOKALIKE_SAMPLE_PAGES"] {
      try await page.write(to: folder + "/audit.html", replacing: true)
    }
  }

  @Test func theReportOfSearches() async throws {
    let folder = try TemporaryFolder()
    var lists = "probe,rank,subject,score\n"
    var random = RandomStream(seed: 2)
    for probe in 0..<200 {
      var scores = (0..<5).map { _ in random.uniform() }.sorted(by: >)
      if probe < 60 { scores[0] += 0.5 }
      for (rank, score) in scores.enumerated() {
        let subject = rank == 0 && probe < 60 ? probe : (probe + 61 * (rank + 1)) % 100
        lists += "\(probe),\(rank + 1),s\(subject),\(score)\n"
      }
    }
    var options = SearchAudit.Options()
    options.limits = [try AuditLimit(parsing: "fpir=0.001")]
    options.groups = [
      SubjectGroups(
        attribute: "parity",
        groups: Dictionary(
          uniqueKeysWithValues: (0..<200).map {
            (SubjectID("s\($0)"), $0 % 2 == 0 ? "even" : "<odd>")
          }))
    ]
    let audit = try SearchAudit.run(
      lists: try folder.write(lists, to: "lists.csv"),
      probes: TemplateLabels(subjects: (0..<200).map { SubjectID("s\($0)") }),
      references: TemplateLabels(subjects: (0..<100).map { SubjectID("s\($0)") }), options: options)
    let page = Page.searchAudit(
      audit, context: .init(system: SampleFigures.hostile, inputs: [], version: "lookalike 0"))
    let html = try await page.html()
    PageFacts(html: html).check(figures: page.figures.count)
    #expect(page.figures.count == 5)
    for text in [
      "In plain words", ">System<", ">Data<", ">Protocol<", ">Results<", ">Uncertainty<",
      "BREACHED", "candidate lists", "Lists hold at most 5 candidates",
    ] { #expect(html.contains(text), "\(text)") }
    #expect(!html.contains("<odd>"))
    if let folder = ProcessInfo.processInfo.environment["LOOKALIKE_SAMPLE_PAGES"] {
      try await page.write(to: folder + "/searches.html", replacing: true)
    }
  }

  /// Whether what no audit could have written is refused, one value at a time.
  private func refused(_ data: Data) throws -> Bool {
    let interval =
      ["lower": 0.5, "upper": -1e300, "level": 0.95, "method": "wilson"] as [String: Any]
    let changes: [(String, String, Any)] = [
      ("scaling", "galleryPeople", Int.max), ("scaling", "galleryPeople", 0),
      ("scaling", "fpirIndependent", -3), ("scaling", "interval", interval),
      ("openSet", "galleryPeople", -1),
      ("openSet", "fpir", ["proportion": ["events": 0, "trials": 0], "interval": interval]),
      ("gallery", "people", 1e12),
    ]
    for (part, key, value) in changes {
      var object = try #require(
        try JSONSerialization.jsonObject(with: data) as? [String: Any])
      if var list = object[part] as? [[String: Any]] {
        list[0][key] = value
        object[part] = list
      } else if var inner = object[part] as? [String: Any] {
        inner[key] = value
        object[part] = inner
      }
      let changed = try JSONSerialization.data(withJSONObject: object)
      if (try? AuditReading.read(changed, file: "x")) != nil {
        Issue.record("\(part).\(key) = \(value) was taken")
        return false
      }
    }
    return true
  }
}
