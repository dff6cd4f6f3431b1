import Biometrics
import Essentials

/// Reads a file of candidate lists, one probe's list at a time.
struct CandidateReader {
  private let reader: CSVReader
  private let probes: TemplateLabels
  private let references: TemplateLabels
  private let people: SearchPeople
  private let enrolled: Set<Int>
  private let column: Column
  private let hasRanks: Bool
  private var waiting: CSVRow?

  /// How the file says who a candidate is.
  private enum Column: String, CaseIterable {
    case subject, reference, row
  }

  init(
    path: String, probes: TemplateLabels, references: TemplateLabels, people: SearchPeople,
    enrolled: Set<Int>
  ) throws {
    reader = try CSVReader(path: path, required: ["probe", "score"])
    self.probes = probes
    self.references = references
    self.people = people
    self.enrolled = enrolled
    let header = reader.header
    guard let column = Column.allCases.first(where: { header.contains($0.rawValue) }) else {
      throw Failure(
        .missingInput, "does not say who is returned", file: path, place: "line 1",
        remedy: "Add a column subject, reference (a template's name) or row (its number, from 0)")
    }
    self.column = column
    hasRanks = header.contains("rank")
    waiting = try reader.next()
  }

  /// The next probe's list; nil at the end.
  mutating func next() throws -> CandidateList? {
    guard let first = waiting else { return nil }
    let name = try first.text("probe")
    guard let probe = probes.number(of: name) else {
      throw first.malformed("probe", "\"\(name)\" is not \(probes.nameRule)")
    }
    var list = CandidateList(probe: probe, line: first.line, hasRanks: hasRanks)
    while let row = waiting, try row.text("probe") == name {
      list.candidates.append(try candidate(row))
      waiting = try reader.next()
    }
    return list
  }

  private func candidate(_ row: CSVRow) throws -> CandidateList.Candidate {
    let name = try row.text(column.rawValue)
    var template: Int?
    let person: Int
    switch column {
    case .subject:
      guard let number = people.number(of: SubjectID(name)), enrolled.contains(number) else {
        throw row.malformed(
          "subject", "names somebody who is not enrolled",
          remedy: "Give the labels of the gallery that was searched")
      }
      person = number
    case .reference, .row:
      let number =
        column == .row
        ? Int(name).flatMap { references.subjects.indices.contains($0) ? $0 : nil }
        : references.number(of: name)
      guard let number else {
        throw row.malformed(
          column.rawValue,
          "\"\(name)\" is not \(column == .row ? "a row, from 0 to \(references.subjects.count - 1)" : references.nameRule)",
          remedy: "Give the labels of the gallery that was searched")
      }
      template = number
      person = people.references[number]
    }
    return CandidateList.Candidate(
      template: template, rank: hasRanks ? try row.integer("rank") : nil, line: row.line,
      entry: CandidateOutcomes.Entry(person: person, score: try row.number("score")))
  }
}

/// One probe's list as it stands in the file.
struct CandidateList {
  /// A line of it.
  struct Candidate {
    let template: Int?
    let rank: Int?
    let line: Int
    let entry: CandidateOutcomes.Entry
  }

  let probe: Int
  let line: Int
  let hasRanks: Bool
  var candidates: [Candidate] = []

  /// The candidates, best first: by rank where the file gives one, else by score.
  ///
  /// Of equal scores without a rank, `last` comes last: ties count against the system.
  func inOrder(
    _ path: String, polarity: Polarity, last: Int?
  ) throws -> [CandidateOutcomes.Entry] {
    var seen: Set<Int> = []
    for candidate in candidates {
      if let template = candidate.template, !seen.insert(template).inserted {
        throw failure(path, "the list holds one template twice", at: candidate.line)
      }
    }
    guard hasRanks else {
      // Swift's sort keeps the file's order of what is equal.
      return candidates.map(\.entry).sorted { left, right in
        if left.score != right.score { return polarity.prefers(left.score, over: right.score) }
        return right.person == last && left.person != last
      }
    }
    let ranked = candidates.sorted { ($0.rank ?? 0) < ($1.rank ?? 0) }
    for (place, candidate) in ranked.enumerated() where candidate.rank != place + 1 {
      throw failure(
        path, "rank \(candidate.rank ?? 0) stands where rank \(place + 1) is due",
        at: candidate.line, remedy: "Number the candidates of each probe 1, 2, 3 …")
    }
    return ranked.map(\.entry)
  }

  func failure(
    _ path: String, _ reason: String, at line: Int? = nil,
    remedy: String = "Mend or remove the line"
  ) -> Failure {
    Failure(
      .malformedInput, reason, file: path, place: "line \(line ?? self.line)", remedy: remedy)
  }

  func swapped(_ path: String) -> Failure {
    Failure(
      .mismatchedInput, "the score rises with the rank, so these look like distances", file: path,
      place: "line \(line)",
      remedy:
        "Add --polarity distance, or --polarity similarity if the lists are in another order than that of the score"
    )
  }
}
