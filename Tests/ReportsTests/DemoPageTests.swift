import Biometrics
import Essentials
import Evaluation
import Foundation
import Imaging
import Review
import Statistics
import Testing

@testable import Audit
@testable import Reports

@Suite struct DemoPageTests {
  /// A result of the demonstration's size, from a seed: twelve searches, two of four kinds of truth.
  static func sample(origin: Origin = .rendered, pictures: Bool = true) throws -> DemoResult {
    var random = RandomStream(seed: 9)
    func picture() throws -> Data? {
      guard pictures else { return nil }
      var image = RGBImage(width: 64, height: 64)
      let tone = random.uniform(in: 60..<220)
      for y in 0..<64 {
        for x in 0..<64 {
          let far = Double((x - 32) * (x - 32) + (y - 32) * (y - 32)).squareRoot()
          let value = UInt8(max(0, min(255, tone - 3 * far + 8 * random.normal())))
          image[x, y] = (value, UInt8(Double(value) * 0.8), UInt8(Double(value) * 0.7))
        }
      }
      return Data(try PNG.encode(image, compression: .fast))
    }
    let calibration = try Calibration.named("lfw")
    var searches: [DemoResult.Search] = []
    for number in 1...12 {
      let truth: DemoResult.Truth = number > 8 ? .absent : number > 6 ? .poor : .good
      var distance = truth == .good ? 0.32 : 0.51
      let candidates = try (1...5).map { rank -> DemoResult.Candidate in
        defer { distance += 0.02 + 0.06 * random.uniform() }
        let percent = calibration.mapping.percent(distance)
        return .init(
          rank: rank, frame: "frames/\(number)-\(rank).png", camera: "C\(rank)",
          address: rank == 2 ? SampleFigures.hostile : "\(rank) Linden Street",
          time: "2026-03-0\(rank)T08:15:00+01:00",
          box: .init(x: 1, y: 1, width: 40, height: 40), distance: distance, percent: percent,
          isProposed: percent >= 50, isMate: truth == .good && rank == 1, picture: try picture())
      }
      searches.append(
        .init(
          name: "person-\(number)", truth: truth, picture: try picture(), candidates: candidates,
          meaning: try Meaning.of(
            scores: candidates.map(\.distance), galleryPeople: 800, calibration: calibration,
            origin: .photograph),
          mateRank: truth == .good ? 1 : truth == .poor ? 7 : nil))
    }
    let reviewed = searches.enumerated().flatMap { list, search in
      search.candidates.map {
        ReviewCandidate(
          list: list, isMated: $0.isMate ?? false, score: -$0.distance, isProposed: $0.isProposed)
      }
    }
    let verdicts = reviewed.map { candidate -> PanelReview.Verdict in
      random.chance(candidate.isMated ? 0.9 : 0.15) ? .same : .different
    }
    let funnel = Funnel(candidates: reviewed, verdicts: verdicts)
    let rate = Proportion(events: 7, trials: 9120)
    return DemoResult(
      seed: 1, origin: origin, purpose: origin == .photograph ? "a test" : nil,
      inputs: [.init(name: "frames.csv", sha256: String(repeating: "ab", count: 32))],
      frames: .init(
        listed: 260, withoutFaces: 31, cameras: 12, enrolled: 800,
        unreadable: [.init(frame: "frames/x.png", reason: "is cut off at byte 100")],
        failuresToEnrol: []),
      detection: .init(
        found: [
          .init(
            name: "good cameras", proportion: .init(events: 640, trials: 655),
            interval: Proportion(events: 640, trials: 655).wilson())
        ], falseDetections: .init(events: 4, trials: 804)),
      rule: .init(
        calibration: "lfw", mapping: "logistic", percent: 50, threshold: 0.55, listLength: 5),
      searches: searches,
      rates: [
        .init(
          abbreviation: "FMR", name: "false match rate",
          explanation: "strangers taken for one person",
          proportion: rate, interval: rate.wilson()),
        .init(
          abbreviation: "FNIR", name: "false negative identification rate", explanation: "missed",
          proportion: .init(events: 0, trials: 0), interval: nil),
      ], matedDistances: (0..<60).map { _ in 0.35 + 0.08 * random.normal() },
      nonMatedDistances: (0..<9000).map { _ in 0.8 + 0.09 * random.normal() },
      reviews: [
        .init(
          preset: "average", summary: "people from the street", reviewers: 3, funnel: funnel,
          verdicts: [], workingSeconds: 1840)
      ],
      limits: ["Everybody here is rendered: rates on real people will differ.", "Few people."])
  }

  @Test func theWholeStory() async throws {
    let result = try Self.sample()
    let page = try Page.demo(result, provenance: [.init("version", "1")])
    let html = try await page.html()
    PageFacts(html: html).check(figures: 2)
    #expect(PageFacts(html: html).all(#"<img (src)="data:image/png;base64,"#).count == 12 * 6)
    for text in ["seen by no camera", "not measurable", "7 of 9,120", "Few people.", "is cut off"] {
      #expect(html.contains(text), "\(text)")
    }
    #expect(!html.contains("<b onload"))
    let seen = try #require(html.range(of: "people whom the cameras saw"))
    let unseen = try #require(html.range(of: "people whom no camera saw</h2>"))
    #expect(seen.lowerBound < unseen.lowerBound)
    let again = try Page.demo(Self.sample(), provenance: [.init("version", "1")])
    #expect(try await again.html() == html)
    if let folder = ProcessInfo.processInfo.environment["LOOKALIKE_SAMPLE_PAGES"] {
      try await page.write(to: folder + "/demo.html", replacing: true)
    }
  }

  /// Photographs come without pictures and truth, and the page says so instead of breaking.
  @Test func withoutPicturesAndTruth() async throws {
    var result = try Self.sample(origin: .photograph, pictures: false)
    result.detection = nil
    result.rates = []
    result.reviews = []
    result.matedDistances = []
    result.nonMatedDistances = []
    for index in result.searches.indices {
      result.searches[index].truth = nil
      result.searches[index].mateRank = nil
      for place in result.searches[index].candidates.indices {
        result.searches[index].candidates[place].isMate = nil
      }
    }
    result.searches[0].candidates = []
    let html = try await Page.demo(result, provenance: []).html()
    PageFacts(html: html).check(figures: 0)
    #expect(html.contains("stated purpose") && !html.contains("<img"))
    #expect(html.contains("The gallery gave no candidate.") && !html.contains("in truth"))
  }
}
