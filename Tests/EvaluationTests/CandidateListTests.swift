import Biometrics
import Essentials
import TestSupport
import Testing

@testable import Evaluation

@Suite struct CandidateListTests {
  /// Three people enrolled, one with two templates; two probes are of people who are not.
  static let references = "subject\nann\nann\nbob\ncid\n"
  static let probes = "subject\nann\nbob\ndan\neve\ncid\n"

  static func read(
    _ lists: String, probes: String = probes, references: String = references,
    groups: [SubjectGroups] = [], polarity: Polarity? = .similarity
  ) throws -> CandidateLists {
    let folder = try TemporaryFolder()
    return try CandidateLists(
      file: try folder.write(lists, to: "lists.csv"),
      probes: try TemplateLabels(file: try folder.write(probes, to: "p.csv"), name: "probe"),
      references: try TemplateLabels(
        file: try folder.write(references, to: "g.csv"), name: "reference"),
      groups: groups, polarity: polarity)
  }

  static let lists = """
    probe,rank,row,score
    0,1,2,0.9
    0,2,0,0.8
    0,3,1,0.7
    1,1,2,0.95
    2,2,3,0.3
    2,1,0,0.4

    """

  @Test func listsByRow() throws {
    let read = try Self.read(Self.lists)
    #expect(read.searches.people == 3 && read.searches.templates == 4)
    // ann behind bob; bob first; cid has no line, and so no candidate.
    #expect(
      read.searches.mated == [
        .init(person: 0, score: 0.8, rank: 2), .init(person: 1, score: 0.95, rank: 1),
        .init(person: 4, score: nil, rank: nil),
      ])
    // dan's best stranger is on the second line of the list; eve's list is empty.
    #expect(read.searches.nonMated.map(\.best) == [0.4, nil])
    #expect(read.longest == 3 && read.shorter == 4 && read.empty == 2 && read.unordered == 0)
    #expect(read.leastSimilar == 0.3)
  }

  /// The same searches, told by name of template, by subject, or without ranks.
  @Test(arguments: [
    "probe,reference,score\np0,b1,0.9\np0,a1,0.8\np0,a2,0.7\np1,b1,0.95\np2,c1,0.3\np2,a1,0.4\n",
    "score,probe,subject\n0.7,p0,ann\n0.9,p0,bob\n0.8,p0,ann\n0.95,p1,bob\n0.4,p2,ann\n0.3,p2,cid\n",
    "probe,row,score\np2,3,0.3\np2,0,0.4\np0,2,0.9\np0,0,0.8\np0,1,0.7\np1,2,0.95\n",
  ]) func oneMeaning(lists: String) throws {
    let read = try Self.read(
      lists, probes: "probe,subject\np0,ann\np1,bob\np2,dan\np3,eve\np4,cid\n",
      references: "reference,subject\na1,ann\na2,ann\nb1,bob\nc1,cid\n")
    let mated = read.searches.mated.sorted { $0.person < $1.person }
    #expect(mated.map(\.score) == [0.8, 0.95, nil] && mated.map(\.rank) == [2, 1, nil])
    #expect(read.searches.nonMated.map(\.best) == [0.4, nil])
  }

  /// Without ranks a stranger with the mate's own score comes first: ties count against the system.
  @Test func tiesCountAgainstTheSystem() throws {
    let read = try Self.read(
      "probe,subject,score\n1,bob,0.5\n1,cid,0.5\n1,ann,0.4\n", probes: "subject\nann\nbob\n")
    #expect(read.searches.mated.first == .init(person: 1, score: 0.5, rank: 2))
  }

  @Test func distances() throws {
    let lists = "probe,rank,row,score\n2,1,0,0.4\n2,2,3,0.9\n0,1,0,0.1\n0,2,3,0.8\n"
    let read = try Self.read(lists, polarity: .distance)
    #expect(read.searches.nonMated.first?.best == 0.4 && read.leastSimilar == 0.9)
    let failure = #expect(throws: Failure.self) { try Self.read(lists, polarity: nil) }
    #expect(failure?.code == .mismatchedInput && "\(failure!)".contains("--polarity distance"))
    // Whoever says that they are similarities all the same is told that lists are out of order.
    #expect(try Self.read(lists, polarity: .similarity).unordered == 2)
  }

  @Test(arguments: [
    ("probe,rank,row,score\n0,1,9,0.9\n", "line 2"),
    ("probe,rank,row,score\n9,1,0,0.9\n", "line 2"),
    ("probe,rank,row,score\n0,2,0,0.9\n", "line 2"),
    ("probe,rank,row,score\n0,1,0,0.9\n0,1,1,0.8\n", "line 3"),
    ("probe,rank,row,score\n0,1,0,0.9\n0,3,1,0.8\n", "line 3"),
    ("probe,rank,row,score\n0,1,0,nan\n", "line 2"),
    ("probe,rank,row,score\n0,1,0,inf\n", "line 2"),
    ("probe,rank,row,score\n0,1,0,0.9\n1,1,0,0.9\n0,2,1,0.9\n", "line 4"),
    ("probe,rank,row,score\n0,1,0,0.9\n0,2,0,0.8\n", "line 3"),
    ("probe,subject,score\n0,dan,0.9\n", "line 2"),
    ("probe,score\n0,0.9\n", "line 1"), ("probe,row\n0,0\n", "line 1"),
    ("probe,rank,row,score\n", "no candidate"), ("", "empty"),
    ("probe,rank,row,score\n0,1,-1,0.9\n", "line 2"),
    ("probe,rank,row,score\n-1,1,0,0.9\n", "line 2"),
    ("probe,rank,row,score\n0,x,0,0.9\n", "line 2"),
    ("probe,rank,row,score\n0,1,0\n", "line 2"),
  ]) func whatDoesNotGoTogether(lists: String, place: String) {
    let failure = #expect(throws: Failure.self) { try Self.read(lists) }
    #expect("\(failure.map { "\($0)" } ?? "")".contains(place), "\(String(describing: failure))")
  }

  /// Any bytes either read or are refused with a message.
  @Test func anyBytes() throws {
    var random = RandomStream(seed: 5)
    let letters = Array("probe,rankowsc01234.9-e\n\"\r x")
    for _ in 0..<400 {
      var text = Array(Self.lists)
      for _ in 0..<1 + random.index(below: 6) {
        text[random.index(below: text.count)] = letters[random.index(below: letters.count)]
      }
      if random.chance(0.3) { text.removeLast(random.index(below: text.count)) }
      do { _ = try Self.read(String(text)) } catch is Failure {}
    }
  }

  @Test func labelsThatAreNone() throws {
    let folder = try TemporaryFolder()
    for text in ["subject\n", "name\na\n", "probe,subject\nx,a\nx,b\n", "subject\n\"\"\n"] {
      let path = try folder.write(text, to: "l\(text.hashValue).csv")
      #expect(throws: Failure.self) { try TemplateLabels(file: path, name: "probe") }
    }
  }
}

@Suite struct SearchDifferentialTests {
  static let groups = SubjectGroups(
    attribute: "group",
    groups: Dictionary(
      uniqueKeysWithValues: (0..<24).filter { $0 % 7 != 3 }.map {
        (SubjectID("p\($0)"), $0 % 3 == 0 ? "A" : "B")
      }))

  /// Every cell written out from the scores, and lists of everybody agree with the matrix.
  @Test(arguments: [Polarity.similarity, .distance]) func againstFilters(polarity: Polarity) throws
  {
    let rows = RandomRows.make(seed: 3, people: 24, most: 3, polarity: polarity)
    let people = (0..<24).map { SubjectID("p\($0)") }
    let groups = PeopleGroups(Self.groups, people: people)
    #expect(groups.names == [SubjectGroups.notStated, "A", "B"])
    let searches = try OpenSetSearches(rows, groups: [groups], threads: 2)
    let threshold = polarity == .similarity ? 0.85 : 0.15
    let result = try #require(SearchDifferential.all(searches, threshold: threshold).first)
    #expect(result.enrolled.map(\.people).reduce(0, +) == 24)
    for (index, cell) in result.crossFalsePositive.enumerated() {
      let (probe, other) = (index / 3, index % 3)
      #expect(cell.group == groups.names[probe] && cell.otherGroup == groups.names[other])
      var (events, trials) = (0, 0)
      for row in rows.probes.indices where groups.membership[rows.probes[row]] == probe {
        let scores = rows.scores(probes: row..<row + 1)
        trials += 1
        let isFound = rows.references.indices.contains {
          rows.references[$0] != rows.probes[row]
            && groups.membership[rows.references[$0]] == other
            && polarity.accepts(Double(scores[$0]), at: threshold)
        }
        if isFound { events += 1 }
      }
      #expect(cell.measured?.proportion.events == events)
      #expect(cell.measured?.proportion.trials == trials)
    }
    // The groups' searches sum to all searches.
    let whole = try #require(searches.falsePositiveIdentificationRate(threshold: threshold))
    #expect(
      result.falsePositive.compactMap(\.measured?.proportion.events).reduce(0, +)
        == whole.proportion.events)
    let missed = try #require(searches.falseNegativeIdentificationRate(threshold: threshold))
    #expect(
      result.falseNegative.compactMap(\.measured?.proportion.events).reduce(0, +)
        == missed.proportion.events)
    #expect(
      result.summary.measures.map(\.name) == [
        "FPIR max/min", "FNIR max/min", "FPIR max/geometric mean", "FNIR max/geometric mean",
        "FDR", "IR", "GARBE",
      ])
    let rates = result.falsePositive.compactMap(\.measured?.rate)
    let gini = try #require(DifferentialMeasures.gini(rates))
    let other = try #require(
      DifferentialMeasures.gini(result.falseNegative.compactMap(\.measured?.rate)))
    let garbe = try #require(result.summary.measures.last?.value)
    #expect(abs(garbe - (gini + other) / 2) < 1e-12)
  }

  @Test func aFileOfOtherPeopleIsRefused() {
    let failure = #expect(throws: Failure.self) {
      try Self.groups.requireAny(of: [SubjectID("q")])
    }
    #expect(failure?.code == .mismatchedInput)
  }
}

@Suite struct MatrixFileTests {
  @Test func rowsOfAFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("m.npy")
    var scores: [Float] = []
    var random = RandomStream(seed: 1)
    for _ in 0..<30 { scores.append(Float(random.index(below: 9)) / 8) }
    try NumPyMaterial.write(scores, rows: 5, to: path)
    let probes = TemplateLabels(subjects: ["a", "a", "b", "c", "d"].map { SubjectID($0) })
    let references = TemplateLabels(subjects: ["x", "a", "b", "b", "y", "z"].map { SubjectID($0) })
    let rows = try MatrixFileRows(
      path: path, probes: probes, references: references, polarity: .similarity)
    #expect(try rows.scores(probes: 1..<3) == Array(scores[6..<18]))
    let plain = MatrixRows(
      scores: scores, probes: rows.probes, references: rows.references, isWithinGallery: false,
      polarity: .similarity)
    let (one, other) = (try OpenSetSearches(rows), try OpenSetSearches(plain))
    #expect(one.mated == other.mated && one.nonMated == other.nonMated)
    #expect(one.mated.count == 3 && one.nonMated.count == 5)
    #expect(throws: Failure.self) {
      try MatrixFileRows(path: path, probes: probes, references: nil, polarity: .similarity)
    }
    scores[7] = .nan
    try NumPyMaterial.write(scores, rows: 5, to: folder.file("nan.npy"))
    let broken = try MatrixFileRows(
      path: folder.file("nan.npy"), probes: probes, references: references, polarity: .similarity)
    let failure = #expect(throws: Failure.self) { try OpenSetSearches(broken) }
    #expect(failure?.place == "row 1, column 1")
  }
}

/// Arrays as files.
enum NumPyMaterial {
  static func write(_ scores: [Float], rows: Int, to path: String) throws {
    let writer = try NumPyWriter(path: path, shape: [rows, scores.count / rows])
    try writer.write(scores)
    try writer.commit()
  }
}
