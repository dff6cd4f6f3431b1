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
    options.limits = [try AuditLimit(parsing: "fpir=0.001"), try AuditLimit(parsing: "eer=0.9")]
    let audit = try GalleryAudit.run(try Gallery(path: path), options: options)
    let page = Page.audit(audit, context: .init(inputs: [], version: "lookalike 0"))
    let html = try await page.html()
    PageFacts(html: html).check(figures: page.figures.count)
    #expect(page.figures.count >= 6)
    for text in [
      "In plain words", ">System<", ">Data<", ">Protocol<", ">Results<", ">Uncertainty<",
      "breached", "extrapolated",
    ] { #expect(html.contains(text), "\(text)") }
    if let folder = ProcessInfo.processInfo.environment["LOOKALIKE_SAMPLE_PAGES"] {
      try await page.write(to: folder + "/audit.html", replacing: true)
    }
  }
}
