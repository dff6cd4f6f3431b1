import Biometrics
import Essentials
import Matching

/// The templates of a gallery by the people they are of.
struct LabelledTemplates {
  /// All templates; brought to length 1 where they are compared by cosine.
  let templates: [[Float]]
  /// The people.
  let subjects: [SubjectID]
  /// The rows of each of ``subjects``.
  let people: [[Int]]
  /// Which shot each row is of, by its attribute `shot`; nil without one.
  let shots: [String?]

  /// Reads them.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where the gallery is damaged.
  init(_ gallery: Gallery) throws {
    let numbers = try gallery.subjectNumbers()
    var people = [[Int]](repeating: [], count: numbers.subjects.count)
    var templates: [[Float]] = []
    templates.reserveCapacity(gallery.count)
    for row in 0..<gallery.count {
      var template = gallery.template(row)
      if gallery.metric == .cosine {
        let length = template.reduce(0) { $0 + $1 * $1 }.squareRoot()
        if length > 0 { template = template.map { $0 / length } }
      }
      templates.append(template)
      if numbers.rows[row] >= 0 { people[Int(numbers.rows[row])].append(row) }
    }
    self.templates = templates
    let known = people.indices.filter { !people[$0].isEmpty }
    subjects = known.map { numbers.subjects[$0] }
    self.people = known.map { people[$0] }
    shots = try (0..<gallery.count).map { try gallery.record($0).attributes["shot"] }
  }
}
