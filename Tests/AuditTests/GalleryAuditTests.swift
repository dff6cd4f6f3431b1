import Audit
import Biometrics
import Essentials
import Evaluation
import Foundation
import Matching
import TestSupport
import Testing

@Suite struct GalleryAuditTests {
  /// A gallery of people drawn in 16 dimensions, one to three templates each.
  static func gallery(
    _ folder: TemporaryFolder, people: Int, most: Int = 3, labelled: Bool = true
  ) throws -> Gallery {
    let path = folder.file("g.gallery")
    let writer = try GalleryWriter(
      path: path,
      information: GalleryInformation(
        dimension: 16, metric: .euclidean, origin: .simulated, encoder: "drawn"))
    var random = RandomStream(seed: 4)
    for person in 0..<people {
      let centre = (0..<16).map { _ in random.normal() }
      for _ in 0..<1 + person % most {
        let template = centre.map { Float($0 + 0.6 * random.normal()) }
        try writer.append(
          template,
          record: CaptureRecord(subject: labelled ? SubjectID("person-\(person)") : nil))
      }
    }
    try writer.finish()
    return try Gallery(path: path)
  }

  @Test func scoresAreThoseOfASearch() throws {
    let folder = try TemporaryFolder()
    let gallery = try Self.gallery(folder, people: 30)
    let probes = try Templates((0..<5).map { gallery.template($0) })
    let scores = try gallery.scores(probes)
    let found = try gallery.search(probes, top: gallery.count)
    for (probe, candidates) in found.candidates.enumerated() {
      #expect(candidates.count == gallery.count)
      for candidate in candidates {
        #expect(scores[probe * gallery.count + candidate.row] == candidate.score)
      }
    }
  }

  /// The engine's searches say what the scores of all comparisons say, however far behind mates are.
  @Test(arguments: Metric.allCases, [0.3, 3]) func searchesThroughTheEngineAreTheSame(
    metric: Metric, noise: Double
  ) throws {
    let folder = try TemporaryFolder()
    let writer = try GalleryWriter(
      path: folder.file("g"),
      information: GalleryInformation(dimension: 8, metric: metric, origin: .simulated))
    var random = RandomStream(seed: 9)
    for person in 0..<500 {
      let centre = (0..<8).map { _ in random.normal() }
      // One person has more templates than the first look is deep; every ninth one's are equal.
      for _ in 0..<(person == 7 ? 60 : 1 + person % 3) {
        let spread = person % 9 == 0 ? 0 : noise
        try writer.append(
          centre.map { Float($0 + spread * random.normal()) },
          record: CaptureRecord(subject: SubjectID("\(person / 2 * 2 + person % 2 * 5)")))
      }
    }
    try writer.finish()
    let rows = try GalleryRows(Gallery(path: folder.file("g")))
    let plain = try OpenSetSearches(rows, threads: 2)
    let cut = rows.probes.count / 3
    let engine = try [0..<0, 0..<cut, cut..<rows.probes.count].map {
      try OpenSetSearches(gallery: rows, probes: $0, threads: 2, progress: NoProgress())
    }
    #expect(engine.flatMap(\.mated) == plain.mated && engine.flatMap(\.nonMated) == plain.nonMated)
    #expect(engine[1].people == plain.people && engine[1].templates == plain.templates)
    #expect(noise < 1 || plain.mated.contains { ($0.rank ?? 0) > 32 })
  }

  @Test func auditAgreesWithSearchesWrittenOut() throws {
    let folder = try TemporaryFolder()
    let gallery = try Self.gallery(folder, people: 120)
    var options = GalleryAudit.Options()
    options.limits = [
      try AuditLimit(parsing: "fpir=0"), try AuditLimit(parsing: "fnmr=1"),
    ]
    let audit = try GalleryAudit.run(gallery, options: options)
    let labels = try (0..<gallery.count).map { try gallery.subject($0) }
    var (falsePositives, misses, mated) = (0, 0, 0)
    for row in 0..<gallery.count {
      let probe = try Templates([gallery.template(row)])
      let candidates = try #require(
        try gallery.search(probe, top: gallery.count).candidates.first)
      let strangers = candidates.filter { labels[$0.row] != labels[row] }
      if let best = strangers.first, Double(best.score) <= audit.threshold { falsePositives += 1 }
      let mates = candidates.filter { $0.row != row && labels[$0.row] == labels[row] }
      if let mate = mates.first {
        mated += 1
        if Double(mate.score) > audit.threshold { misses += 1 }
      }
    }
    let fpir = try #require(audit.openSet.fpir?.proportion)
    #expect(fpir.events == falsePositives && fpir.trials == gallery.count)
    let fnir = try #require(audit.openSet.fnir?.proportion)
    #expect(fnir.events == misses && fnir.trials == mated)
    #expect(audit.isBreached == (falsePositives > 0))
    #expect(audit.limits[1].outcome == .kept)
    #expect(audit.caveats.first?.contains("population model") == true)
    #expect(
      audit.oneToOne.nonMatedCount + audit.oneToOne.matedCount
        == gallery.count * (gallery.count - 1) / 2)

    var single = options
    single.threads = 1
    let again = try GalleryAudit.run(gallery, options: single)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(audit)
    #expect(try encoder.encode(again) == json)
    let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    let scaling = try #require(object["scaling"] as? [[String: Any]])
    let first = try #require(scaling.first)
    #expect(first["galleryTemplates"] as? Int == 10)
    #expect(first["fpirMeasured"] is Double && first["fpirIndependent"] is Double)
    #expect((first["bestStranger"] as? [String: Any])?["median"] is Double)
    #expect(audit.lines.contains { $0.contains("BREACHED") } == audit.isBreached)
  }

  /// Where all searches would be too many, some people's are made, and the report says so.
  @Test func fewerSearches() throws {
    let folder = try TemporaryFolder()
    let gallery = try Self.gallery(folder, people: 400)
    var options = GalleryAudit.Options()
    options.sizes = [50, 399, 1000]
    let whole = try GalleryAudit.run(gallery, options: options)
    options.mostSearchComparisons = 200 * gallery.count
    options.threshold = whole.threshold
    let audit = try GalleryAudit.run(gallery, options: options)
    #expect((100...200).contains(audit.openSet.nonMatedSearches))
    #expect(audit.openSet.galleryTemplates == gallery.count)
    #expect(audit.caveats.contains { $0.contains("templates of people drawn at random") })
    let (some, all) = (try #require(audit.openSet.fpir), try #require(whole.openSet.fpir))
    #expect(some.interval.lower <= all.interval.upper && all.interval.lower <= some.interval.upper)
    #expect(audit.scaling.map(\.galleryPeople) == whole.scaling.map(\.galleryPeople))
    for (point, other) in zip(audit.scaling, whole.scaling) {
      #expect(point.searches < other.searches)
      guard let one = point.interval, let two = other.interval else { continue }
      #expect(one.lower <= two.upper && two.lower <= one.upper)
    }
    #expect(audit.scalingCheck?.fittedPeople == whole.scalingCheck?.fittedPeople)
  }

  @Test func whatCannotBeAuditedIsRefused() throws {
    for (people, most, labelled, code) in [
      (50, 2, false, Failure.Code.missingInput), (1, 1, true, .notMeasurable),
      (50, 1, true, .notMeasurable),
    ] {
      let folder = try TemporaryFolder()
      let gallery = try Self.gallery(folder, people: people, most: most, labelled: labelled)
      let failure = #expect(throws: Failure.self) { try GalleryAudit.run(gallery) }
      #expect(failure?.code == code, "\(people) people: \(String(describing: failure))")
    }
  }

  /// A gallery of a few people is audited too, and what few people can't tell is left open.
  @Test(arguments: [2, 3, 12, 39]) func galleriesOfFewPeople(people: Int) throws {
    let folder = try TemporaryFolder()
    let gallery = try Self.gallery(folder, people: people, most: 2)
    var options = GalleryAudit.Options()
    options.threshold = 4.5
    let audit = try GalleryAudit.run(gallery, options: options)
    #expect(audit.openSet.nonMatedSearches == gallery.count)
    #expect(audit.caveats.contains { $0.hasPrefix("Only \(people) people") })
    #expect(audit.scalingCheck == nil)
    let all = try #require(audit.scaling.first { $0.galleryPeople == people - 1 })
    // One template a person, all the others enrolled: the searches themselves, written out.
    let names = try (0..<gallery.count).map { try gallery.subject($0) }
    let rows = names.indices.filter { $0 == 0 || names[$0] != names[$0 - 1] }
    let found = try rows.count { row in
      let scores = try gallery.scores(Templates([gallery.template(row)]))
      return rows.contains { $0 != row && scores[$0] <= 4.5 }
    }
    #expect(rows.count == people && all.searches == people)
    #expect(abs((all.fpirMeasured ?? -1) - Double(found) / Double(people)) < 1e-12)
    let interval = try #require(all.interval)
    #expect(interval.contains(Double(found) / Double(people)))
    #expect(interval.upper - interval.lower > 0.3 / Double(people).squareRoot())
    // Nothing is printed that is no number.
    #expect(!audit.lines.joined().contains("nan"))
    _ = try JSONEncoder().encode(audit)
    // With a threshold to be chosen it is chosen, or the way out is named.
    do {
      _ = try GalleryAudit.run(gallery)
    } catch let failure as Failure {
      #expect(failure.code == .notMeasurable && "\(failure)".contains("--threshold") && people < 12)
    }
  }

  @Test(arguments: ["fpir", "fpir=", "fpir=2", "fpir=-1", "speed=0.1", "fpir=nan", "=0.1", ""])
  func limitsThatAreNone(text: String) {
    let failure = #expect(throws: Failure.self) { try AuditLimit(parsing: text) }
    #expect(failure?.code == .malformedInput)
  }

  @Test func verdicts() throws {
    let limit = try AuditLimit(parsing: "fpir=0.1")
    #expect(limit.verdict(measured: 0.1, upper: 0.2).outcome == .kept)
    #expect(!limit.verdict(measured: 0.1, upper: 0.2).isShown)
    #expect(limit.verdict(measured: 0.05, upper: 0.1).isShown)
    #expect(limit.verdict(measured: 0.11, upper: 0.2).outcome == .breached)
    #expect(limit.verdict(measured: nil, upper: nil).outcome == .notMeasurable)
  }

  @Test func calibrationIsHeldToTheGallery() throws {
    let folder = try TemporaryFolder()
    let gallery = try Self.gallery(folder, people: 150)
    let fitted = try GalleryCalibration.fit(gallery, name: "drawn")
    #expect(fitted.origin == .simulated && fitted.encoder == "drawn")
    #expect(fitted.nonMated.identities == 150)
    for (encoder, origin) in [("other", nil), (nil, Origin.photograph)] as [(String?, Origin?)] {
      let failure = #expect(throws: Failure.self) {
        try GalleryCalibration.fit(gallery, name: "x", encoder: encoder, origin: origin)
      }
      #expect(failure?.code == .mismatchedInput)
    }
  }

  /// A gallery of probes gives the scores of searches with them, and joins people by name.
  @Test func probesOfAnotherGalleryAreSearchedWith() throws {
    let folder = try TemporaryFolder()
    func make(_ name: String, _ people: [String], _ encoder: String = "e") throws -> Gallery {
      let writer = try GalleryWriter(
        path: folder.file(name),
        information: GalleryInformation(
          dimension: 2, metric: .euclidean, origin: .simulated, encoder: encoder))
      for (place, person) in people.enumerated() {
        try writer.append(
          [Float(place), 0], record: CaptureRecord(subject: SubjectID(person)))
      }
      try writer.finish()
      return try Gallery(path: folder.file(name))
    }
    let gallery = try make("g", ["a", "b", "c"])
    let probes = try make("p", ["c", "x"])
    let rows = try ProbeGalleryRows(probes: probes, gallery: gallery)
    #expect(rows.subjects == 4 && rows.probes[0] == rows.references[2])
    #expect(!rows.references.contains(rows.probes[1]) && !rows.isWithinGallery)
    #expect(try rows.scores(probes: 0..<2) == [0, 1, 2, 1, 0, 1])
    #expect(throws: Failure.self) {
      try ProbeGalleryRows(probes: make("q", ["a"], "other"), gallery: gallery)
    }
  }
}

@Suite struct WholeGalleryTests {
  /// All pairs, whole or from shards, have the counts that searches and comparisons have.
  @Test func allPairsAgreeWithSearches() throws {
    let folder = try TemporaryFolder()
    let gallery = try GalleryAuditTests.gallery(folder, people: 120)
    let rows = try GalleryRows(gallery)
    var options = GalleryAudit.Options()
    options.threshold = 3.25
    let audit = try GalleryAudit.run(gallery, options: options)
    #expect(audit.wholeGallery == nil, "the searches leave nobody out")
    let settings = AllPairsSettings(
      tailThreshold: 3.25, scores: 0...10, bins: 4, bodySample: 100, keptPairs: 3, seed: 1)
    var parts: [PartialResult] = []
    for index in 0..<3 {
      let shard = Shard(index: index, count: 3)
      let path = folder.file("p\(index)")
      try gallery.allPairs(settings, shard: shard).write(
        part: path, header: try gallery.allPairsHeader(settings, against: nil, shard: shard),
        replacing: false)
      parts.append(try PartialResult(path: path))
    }
    options.threshold = nil
    options.pairs = try WholeGallery.merge(parts, of: gallery)
    let merged = try GalleryAudit.run(gallery, options: options)
    let whole = try #require(merged.wholeGallery)
    #expect(merged.threshold == 3.25 && whole.threshold == 3.25)
    #expect(whole.fpir == audit.openSet.fpir)
    #expect(whole.falseMatches == audit.falseMatch?.proportion)
    #expect(whole.falseNonMatches == audit.falseNonMatch?.proportion)
    #expect(throws: Failure.self) { try WholeGallery.merge(Array(parts.dropLast()), of: gallery) }
    let elsewhere = try TemporaryFolder()
    let another = try GalleryAuditTests.gallery(elsewhere, people: 60)
    #expect(throws: Failure.self) { try WholeGallery.merge(parts, of: another) }
    // Of fewer searches, all pairs still count everybody.
    options.pairs = nil
    options.threshold = 3.25
    options.mostSearchComparisons = 60 * gallery.count
    let fewer = try GalleryAudit.run(gallery, options: options)
    #expect(fewer.openSet.nonMatedSearches < rows.probes.count)
    #expect(fewer.wholeGallery == whole)
    #expect(fewer.lines.contains { $0.contains("all pairs: templates that find") })
  }
}
