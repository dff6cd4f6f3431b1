import Audit
import Biometrics
import Essentials
import Evaluation

extension DemoStory {
  var presentIntroduction: Prose {
    """
    Each list is what an investigator would see: the faces nearest to the probe in the gallery. A \
    stressed border marks what the algorithm proposes as a match; below each face stands what the \
    truth says, which an investigator does not have.
    """
  }

  var absentIntroduction: Prose {
    """
    None of these people was ever before a camera: every face below belongs to somebody else. They \
    come with addresses and times all the same.
    """
  }

  func searches(
    _ title: String, intro: Prose, _ searches: [DemoResult.Search]
  ) throws -> Section {
    Section(title, [.paragraph(intro)] + (try searches.map { .section(try search($0)) }))
  }

  private func search(_ search: DemoResult.Search) throws -> Section {
    let portrait = Block.Captioned(
      try search.picture.map { try Picture(png: $0, alternative: "the probe \(search.name)") },
      title: "The probe", lines: search.truth.map { [Prose(DemoStory.words($0))] } ?? [])
    let list = try search.candidates.map { try card($0, of: search.name) }
    var blocks: [Block] = [.gallery([portrait] + list)]
    if let meaning = search.meaning { blocks.append(.paragraph(Prose(meaning.sentence))) }
    if search.candidates.isEmpty { blocks.append(.note("The gallery gave no candidate.")) }
    if let rank = search.mateRank, rank > search.candidates.count {
      blocks.append(
        .note(
          "The person is in the gallery, at rank \(rank): below the \(search.candidates.count) shown."
        ))
    }
    return Section(search.name, blocks)
  }

  private func card(_ candidate: DemoResult.Candidate, of probe: String) throws -> Block.Captioned {
    var lines: [Prose] = [
      "distance \(Numerals.fixed(candidate.distance, 3))", "camera \(candidate.camera)",
    ]
    if let address = candidate.address { lines.append(Prose(address)) }
    if let time = candidate.time { lines.append(Prose(time.replacing("T", with: " "))) }
    if candidate.isProposed { lines.append("\(strong: "proposed as a match")") }
    switch candidate.isMate {
    case true?: lines.append("in truth: the person")
    case false?: lines.append("in truth: not the person")
    case nil: break
    }
    return .init(
      try candidate.picture.map {
        try Picture(
          png: $0,
          alternative: "candidate \(candidate.rank) for \(probe), from camera \(candidate.camera)")
      }, title: "\(candidate.rank). \(Numerals.fixed(candidate.percent, 1)) %", lines: lines,
      stressed: candidate.isProposed)
  }

  private static func words(_ truth: DemoResult.Truth) -> String {
    switch truth {
    case .good: "seen by good cameras"
    case .poor: "seen by poor cameras only"
    case .absent: "seen by no camera"
    }
  }
}
