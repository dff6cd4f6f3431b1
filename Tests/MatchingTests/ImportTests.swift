import Biometrics
import Essentials
import Foundation
import TestSupport
import Testing

@testable import Matching

@Suite struct ImportTests {
  static let rows = Material.normal(300, 10, seed: 21)

  static func write(_ rows: [[Float]], to folder: TemporaryFolder) throws -> [String] {
    let npy = folder.file("x.npy")
    let writer = try NumPyWriter(path: npy, shape: [rows.count, rows[0].count])
    for row in rows { try writer.write(row) }
    try writer.commit()
    var fvecs = Data()
    for row in rows {
      withUnsafeBytes(of: UInt32(row.count).littleEndian) { fvecs.append(contentsOf: $0) }
      row.withUnsafeBytes { fvecs.append(contentsOf: $0) }
    }
    try fvecs.write(to: URL(fileURLWithPath: folder.file("x.fvecs")))
    let header = (0..<rows[0].count).map { "t\($0)" }.joined(separator: ",")
    let lines = rows.map { $0.map { "\($0)" }.joined(separator: ",") }
    try folder.write(([header] + lines).joined(separator: "\n") + "\n", to: "x.csv")
    return [npy, folder.file("x.fvecs"), folder.file("x.csv")]
  }

  static func make(
    _ file: String, labels: String? = nil, in folder: TemporaryFolder, name: String = "g"
  ) throws -> Gallery {
    let reader = try TemplateReader(path: file)
    let writer = try GalleryWriter(
      path: folder.file(name),
      information: GalleryInformation(
        dimension: reader.dimension, metric: .euclidean, origin: .simulated), replacing: true)
    try writer.add(reader, labels: labels)
    try writer.finish()
    return try Gallery(path: folder.file(name))
  }

  @Test func everyFormatGivesTheSameTemplates() throws {
    let folder = try TemporaryFolder()
    for file in try Self.write(Self.rows, to: folder) {
      let gallery = try Self.make(file, in: folder)
      #expect((0..<gallery.count).map { gallery.template($0) } == Self.rows, "\(file)")
      #expect(gallery.information.sources.map(\.sha256) == [try Digest.sha256(file: file)])
      #expect(try gallery.verify() == [])
    }
  }

  /// Blocks coded on the way to the disk are those that are coded when all templates stand there, with
  /// a turned space and a plain one.
  @Test(arguments: Metric.allCases, [1.0, 0.9])
  func blocksAreCodedAlikeOnTheWayAndAfterwards(metric: Metric, decay: Double) throws {
    let folder = try TemporaryFolder()
    let rows = Material.normal(2 * 4096 + 700, 64, seed: 6).map { row in
      row.enumerated().map { $1 * Float(pow(decay, Double($0))) }
    }
    let file = folder.file("x.npy")
    let array = try NumPyWriter(path: file, shape: [rows.count, 64])
    for row in rows { try array.write(row) }
    try array.commit()
    let names = rows.indices.map { "p\($0 % 100)" }
    let labels = try folder.write((["subject"] + names).joined(separator: "\n") + "\n", to: "l.csv")
    let information = GalleryInformation(dimension: 64, metric: metric, origin: .simulated)
    let onTheWay = try GalleryWriter(path: folder.file("a"), information: information)
    try onTheWay.add(try TemplateReader(path: file), labels: labels)
    try onTheWay.finish()
    let afterwards = try GalleryWriter(path: folder.file("b"), information: information)
    for (row, name) in zip(rows, names) {
      try afterwards.append(row, record: CaptureRecord(subject: SubjectID(name)))
    }
    try afterwards.finish()
    for file in Segment.File.allCases.map(\.rawValue) + [Segment.checksums] {
      let name = "/segment-000001/" + file
      #expect(
        FileManager.default.contents(atPath: folder.file("a") + name)
          == FileManager.default.contents(atPath: folder.file("b") + name), "\(file)")
    }
    let gallery = try Gallery(path: folder.file("a"))
    #expect(try gallery.verify() == [])
    #expect(gallery.segments[0].transform.rotation.isEmpty == (decay == 1))
  }

  /// What comes after a file, at a block's border or within one, is coded with the rest.
  @Test(arguments: [4096, 5000]) func moreMayBeAddedAfterAFile(count: Int) throws {
    let folder = try TemporaryFolder()
    let rows = Material.normal(count, 8, seed: 7)
    let file = try Self.write(rows, to: folder)[0]
    let writer = try GalleryWriter(
      path: folder.file("g"),
      information: GalleryInformation(dimension: 8, metric: .innerProduct, origin: .simulated))
    try writer.add(try TemplateReader(path: file), labels: nil)
    try writer.append([1, 2, 3, 4, 5, 6, 7, 8])
    try writer.add(try TemplateReader(path: file), labels: nil)
    try writer.finish()
    let gallery = try Gallery(path: folder.file("g"))
    #expect(try gallery.verify() == [])
    #expect(gallery.count == 2 * count + 1 && gallery.template(count) == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(gallery.template(2 * count) == rows[count - 1])
    let probes = try Templates(Array(rows[..<9]))
    let exhaustive = SearchOptions(method: .exhaustive)
    #expect(
      try gallery.search(probes, top: 20).candidates
        == gallery.search(probes, top: 20, options: exhaustive).candidates)
  }

  @Test func labelsBecomeRecordsAndComeBack() throws {
    let folder = try TemporaryFolder()
    let file = try Self.write(Array(Self.rows[..<3]), to: folder)[0]
    let labels = try folder.write(
      "row,subject,camera,latitude,group\n0,a,c1,1.5,x\n1,,,,\n2,\"b,1\",,,y\n", to: "l.csv")
    let gallery = try Self.make(file, labels: labels, in: folder)
    #expect(
      try gallery.record(0)
        == CaptureRecord(
          subject: SubjectID("a"), camera: "c1", latitude: 1.5, attributes: ["group": "x"]))
    #expect(try gallery.record(1) == CaptureRecord())
    #expect(try gallery.subject(2) == SubjectID("b,1"))
    try gallery.export(templates: folder.file("y.npy"), replacing: false)
    try gallery.export(labels: folder.file("y.csv"), replacing: false)
    let back = try Self.make(
      folder.file("y.npy"), labels: folder.file("y.csv"), in: folder, name: "h")
    for row in 0..<3 {
      #expect(try back.record(row) == gallery.record(row))
      #expect(back.template(row) == gallery.template(row))
    }
  }

  /// A pipe can be read once only: the digest is taken on the way.
  @Test func labelsAndTemplatesMayComeFromAPipe() throws {
    let folder = try TemporaryFolder()
    let file = try Self.write(Self.rows, to: folder)[2]
    let templates = try #require(FileManager.default.contents(atPath: file))
    let labels = Data(
      (["subject"] + Self.rows.indices.map { "p\($0)" }).joined(separator: "\n").utf8)
    let pipes = [(folder.file("t.csv"), templates), (folder.file("l.csv"), labels)]
    for (path, bytes) in pipes {
      try #require(mkfifo(path, 0o600) == 0)
      Thread.detachNewThread {
        guard let handle = FileHandle(forWritingAtPath: path) else { return }
        try? handle.write(contentsOf: bytes)
        try? handle.close()
      }
    }
    let gallery = try Self.make(pipes[0].0, labels: pipes[1].0, in: folder)
    #expect((0..<gallery.count).map { gallery.template($0) } == Self.rows)
    #expect(try gallery.subject(299) == SubjectID("p299"))
    #expect(
      gallery.information.sources.map(\.sha256) == [templates, labels].map { Digest.sha256($0) })
  }

  @Test(arguments: [
    "subject\na\nb\n", "subject\na\nb\nc\nd\n", "name\na\nb\nc\n", "row,subject\n0,a\n2,b\n1,c\n",
    "subject,latitude\na,north\nb,1\nc,2\n",
  ])
  func labelsThatDoNotFitAreRefusedAndLeaveNothing(labels: String) throws {
    let folder = try TemporaryFolder()
    let file = try Self.write(Array(Self.rows[..<3]), to: folder)[0]
    let before = try folder.entries()
    let path = try folder.write(labels, to: "l.csv")
    let failure = #expect(throws: Failure.self) {
      _ = try Self.make(file, labels: path, in: folder)
    }
    #expect(failure?.file == path)
    #expect(try folder.entries() == (before + ["l.csv"]).sorted())
  }

  @Test func aBadTemplateIsNamedByRowAndLeavesNothing() throws {
    let folder = try TemporaryFolder()
    var rows = Array(Self.rows[..<5])
    rows[3][2] = .nan
    for file in try Self.write(rows, to: folder) {
      let failure = #expect(throws: Failure.self) { _ = try Self.make(file, in: folder) }
      #expect(failure?.place == "row 3" && failure?.file == file)
    }
    #expect(try folder.entries() == ["x.csv", "x.fvecs", "x.npy"])
  }

  @Test func damagedFilesAreRefusedAndNeverTrap() throws {
    let folder = try TemporaryFolder()
    var stream = RandomStream(seed: 8, purpose: "test-fuzz")
    for file in try Self.write(Array(Self.rows[..<6]), to: folder) {
      let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
      for _ in 0..<150 {
        var bytes = whole
        if stream.chance(0.3) { bytes.removeLast(stream.index(below: bytes.count)) }
        for _ in 0..<(1 + stream.index(below: 4)) where !bytes.isEmpty {
          bytes[stream.index(below: bytes.count)] = UInt8(truncatingIfNeeded: stream.next())
        }
        let damaged = folder.file("d." + (file as NSString).pathExtension)
        try Data(bytes).write(to: URL(fileURLWithPath: damaged))
        do { _ = try Self.make(damaged, in: folder) } catch is Failure {}
      }
    }
  }

  @Test func aFlippedBitIsFoundAndNamed() throws {
    let folder = try TemporaryFolder()
    let gallery = try Self.make(try Self.write(Self.rows, to: folder)[0], in: folder)
    let segment = folder.file("g") + "/segment-000001/"
    for file in Segment.File.allCases {
      let url = URL(fileURLWithPath: segment + file.rawValue)
      let whole = try Data(contentsOf: url)
      if whole.isEmpty { continue }
      var bytes = whole
      bytes[bytes.count / 2] ^= 4
      try bytes.write(to: url)
      if let opened = try? Gallery(path: folder.file("g")) {
        let damages = try opened.verify()
        #expect(damages.map(\.file) == ["segment-000001/" + file.rawValue])
        if file == .templates { #expect(damages[0].rows == 0..<300) }
      }
      try whole.dropLast().write(to: url)
      #expect(throws: Failure.self, "\(file) cut short") { _ = try Gallery(path: folder.file("g")) }
      try whole.write(to: url)
    }
    #expect(try Gallery(path: folder.file("g")).verify() == [])
    _ = gallery
    let manifest = URL(fileURLWithPath: folder.file("g") + "/manifest")
    let text = try Data(contentsOf: manifest)
    for place in stride(from: 0, to: text.count, by: 7) {
      var bytes = text
      bytes[place] ^= 1
      try bytes.write(to: manifest)
      #expect(throws: Failure.self) { _ = try Gallery(path: folder.file("g")) }
    }
  }

  @Test func forgettingRemovesThePersonFromEveryFile() throws {
    let folder = try TemporaryFolder()
    let file = try Self.write(Self.rows, to: folder)[0]
    let names = (0..<300).map { $0 % 3 == 0 ? "forgetme" : "p\($0)" }
    let labels = try folder.write((["subject"] + names).joined(separator: "\n") + "\n", to: "l.csv")
    let before = try Self.make(file, labels: labels, in: folder)
    #expect(try Gallery.forget(SubjectID("forgetme"), in: folder.file("g")) == 100)
    let after = try Gallery(path: folder.file("g"))
    #expect(after.count == 200 && before.count == 300)
    #expect(try after.verify() == [])
    let kept = Self.rows.indices.filter { $0 % 3 != 0 }
    #expect((0..<200).map { after.template($0) } == kept.map { Self.rows[$0] })
    let needle = Self.rows[3].withUnsafeBytes { Data($0) }
    let files = FileManager.default.enumerator(atPath: folder.file("g"))?.allObjects ?? []
    for case let name as String in files {
      guard let bytes = FileManager.default.contents(atPath: folder.file("g") + "/" + name) else {
        continue
      }
      #expect(bytes.range(of: Data("forgetme".utf8)) == nil && bytes.range(of: needle) == nil)
    }
    #expect(throws: Failure.self) {
      _ = try Gallery.forget(SubjectID("forgetme"), in: folder.file("g"))
    }
  }

  @Test func mergingKeepsRowsAndRefusesOtherKinds() throws {
    let folder = try TemporaryFolder()
    let file = try Self.write(Self.rows, to: folder)[0]
    _ = try Self.make(file, in: folder, name: "a")
    _ = try Self.make(file, in: folder, name: "b")
    let paths = [folder.file("a"), folder.file("b")]
    #expect(try Gallery.merge(paths, into: folder.file("m"), replacing: false) == 600)
    let merged = try Gallery(path: folder.file("m"))
    #expect(merged.template(299) == Self.rows[299] && merged.template(300) == Self.rows[0])
    let other = try Material.gallery(Self.rows, .cosine, in: folder)
    #expect(throws: Failure.self) {
      _ = try Gallery.merge([paths[0], other.path], into: folder.file("n"), replacing: false)
    }
  }

  @Test func aFileOfProbesIsSearchedInFixedMemory() throws {
    let folder = try TemporaryFolder()
    let file = try Self.write(Self.rows, to: folder)[0]
    let gallery = try Self.make(file, in: folder)
    let out = try OutputFile(path: folder.file("out.csv"), replacing: false)
    _ = try gallery.search(try TemplateReader(path: file), top: 3, to: out)
    try out.commit()
    let expected = try gallery.search(try Templates(Self.rows), top: 3).candidates
    let lines = try CSVReader(path: folder.file("out.csv")).rows()
    #expect(lines.count == 900)
    for (index, line) in lines.enumerated() {
      #expect(try line.integer("probe") == index / 3 && line.integer("rank") == index % 3 + 1)
      let candidate = expected[index / 3][index % 3]
      #expect(try line.integer("row") == candidate.row)
      #expect(Float(try line.text("score")) == candidate.score)
    }
  }

  /// What is imported and what is digested must be the same bytes.
  @Test(arguments: [0, 1]) func aFileThatChangesMeanwhileIsRefused(format: Int) throws {
    let folder = try TemporaryFolder()
    let information = GalleryInformation(dimension: 10, metric: .cosine, origin: .simulated)
    let file = try Self.write(Self.rows, to: folder)[format]
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    let changes: [() throws -> Void] = [
      {
        // The same length, in place, and later than the clock's tick in which it was made.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
        try handle.seek(toOffset: UInt64(bytes.count - 4))
        try handle.write(contentsOf: Data([0, 0, 0x80, 0x3F]))
        try handle.close()
        try FileManager.default.setAttributes(
          [.modificationDate: Date.now.addingTimeInterval(2)], ofItemAtPath: file)
      },
      { try bytes.write(to: URL(fileURLWithPath: file), options: .atomic) },
    ]
    for change in changes {
      let reader = try TemplateReader(path: file)
      try change()
      let writer = try GalleryWriter(path: folder.file("g"), information: information)
      let failure = #expect(throws: Failure.self) { try writer.add(reader, labels: nil) }
      #expect(failure?.file == file && failure?.summary == "was changed while it was read")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("g")))
    let writer = try GalleryWriter(path: folder.file("g"), information: information)
    try writer.add(try TemplateReader(path: file), labels: nil)
    try writer.finish()
    #expect(try Gallery(path: folder.file("g")).count == 300)
  }

  @Test func threadsChangeNothing() throws {
    let folder = try TemporaryFolder()
    let file = try Self.write(Material.normal(9000, 10, seed: 3), to: folder)[0]
    let checksums = try [1, 2, 7].map { threads in
      let writer = try GalleryWriter(
        path: folder.file("g"),
        information: GalleryInformation(dimension: 10, metric: .cosine, origin: .simulated),
        replacing: true, threads: threads)
      try writer.add(try TemplateReader(path: file), labels: nil)
      try writer.finish()
      return try GalleryManifest(folder: folder.file("g")).segments.map(\.checksums)
    }
    #expect(Set(checksums).count == 1)
  }
}
