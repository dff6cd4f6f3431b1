import Essentials
import Evaluation
import Statistics

/// The part of a page on the search errors of groups and how unequal they are.
struct SearchDifferentialParts {
  let differential: SearchDifferential

  init(_ differential: SearchDifferential) { self.differential = differential }

  var section: Section {
    let names = ("false positive identification rate", "false negative identification rate")
    let enrolled = differential.enrolled.map {
      "\($0.group): \(Numerals.grouped($0.people))"
    }
    var blocks: [Block] = [
      .paragraph(
        """
        All searches stand before the same threshold, \
        \(Numerals.significant(differential.threshold, 6)). A search counts in the group of the \
        person searched for, whoever it returns. People enrolled: \
        \(enrolled.joined(separator: ", ")).
        """),
      .figure(.groups(differential.falsePositive.drawn, rateName: names.0)),
      .figure(.groups(differential.falseNegative.drawn, rateName: names.1)),
    ]
    let cross = DifferentialParts.cross(
      differential.crossFalsePositive, differential.falsePositive, rateName: names.0)
    if !cross.isEmpty {
      blocks.append(
        .paragraph(
          """
          Which strangers come back: the share of a group's searches that return somebody of each \
          group. A group with many people enrolled is found more often for that reason alone.
          """))
    }
    blocks += cross + DifferentialParts.measures(differential.summary)
    return Section("Searches by \(differential.attribute)", blocks)
  }
}
