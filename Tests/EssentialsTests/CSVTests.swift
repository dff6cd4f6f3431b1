import Essentials
import TestSupport
import Testing

@Suite struct CSVTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  func read(_ text: String, required: [String] = []) throws -> [CSVRow] {
    try CSVReader(path: folder.write(text, to: "a.csv"), required: required).rows()
  }

  @Test(arguments: [
    "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "\u{FEFF}a,b\n1,2\n3,4", "a,b\n\n1,2\n\n\n3,4",
    "\"a\",\"b\"\n\"1\",\"2\"\n\"3\",4\r\n",
  ]) func formsOfOneTable(text: String) throws {
    #expect(try read(text).map(\.values) == [["1", "2"], ["3", "4"]])
  }

  @Test func quotesHoldSeparatorsLinesAndQuotes() throws {
    let rows = try read("a,b\n\"x,\"\"y\"\"\nz\",улица Ленина\nq,\"\"\n")
    #expect(rows.map(\.values) == [["x,\"y\"\nz", "улица Ленина"], ["q", ""]])
    #expect(rows.map(\.line) == [2, 4])
  }

  @Test func encodingRoundTrips() throws {
    let values = ["plain", "a,b", "say \"x\"", "two\nlines", "", "é"]
    let text = CSVLine.encode(["a", "b", "c", "d", "e", "f"]) + CSVLine.encode(values)
    #expect(try read(text).map(\.values) == [values])
  }

  @Test(arguments: [
    ("", "is empty"), ("a,a\n", "names the column \"a\" twice"),
    ("a,b\n1\n", "line 2: has 1 values where the header names 2 columns"),
    ("a\n\"x", "line 2: opens a quote that is never closed"),
    ("a\n\"x\"y\n", "line 2: has text after a closing quote"),
    ("a\nx\0\n", "line 2: holds a zero byte"),
    ("b\n1\n", "has no column \"a\""),
  ]) func faultsNameTheirPlace(text: String, message: String) throws {
    let failure = #expect(throws: Failure.self) { try read(text, required: ["a"]) }
    #expect(failure?.description.contains(message) == true, "\(String(describing: failure))")
  }

  /// Whatever bytes come, the reader returns or throws a `Failure`; it never traps or hangs.
  @Test func survivesArbitraryBytes() throws {
    var random = RandomStream(seed: 11)
    let alphabet: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x61, 0x00, 0xEF, 0xBB, 0xBF, 0xFF]
    for _ in 0..<2_000 {
      let bytes = (0..<random.index(below: 40)).map { _ in alphabet[random.index(below: 10)] }
      let path = folder.file("fuzz.csv")
      let file = try OutputFile(path: path, replacing: true)
      try file.write(bytes)
      try file.commit()
      do { _ = try CSVReader(path: path).rows() } catch { #expect(error is Failure) }
    }
  }

  /// A doubled quote may fall on the edge of a read block.
  @Test func quoteAcrossBlocks() throws {
    for pad in (1 << 18) - 6...(1 << 18) + 2 {
      let filler = String(repeating: "x", count: pad)
      let rows = try read("a\n\"\(filler)\"\"y\"\n")
      #expect(rows.map(\.values) == [[filler + "\"y"]])
    }
  }

  @Test func theDigestIsTheFiles() throws {
    for text in [
      "a,b\n1,2\n", "a\r\n\"x\ny\"", "\u{FEFF}a\n" + String(repeating: "1\n", count: 200_000),
    ] {
      let path = try folder.write(text, to: "x.csv")
      let reader = try CSVReader(path: path)
      _ = try reader.rows()
      #expect(try reader.sha256 == Digest.sha256(file: path))
    }
  }
}
