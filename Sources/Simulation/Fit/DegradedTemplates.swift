import Biometrics
import Essentials
import Matching

/// Templates of the people of a gallery, taken under one condition.
struct DegradedTemplates: Sendable {
  /// One of them.
  struct Shot: Sendable {
    let template: [Float]
    /// Whose it is, an index into the gallery's people.
    let person: Int
    /// Which of the person's templates in the gallery is of the same shot, where both say which shot
    /// they are of.
    let twin: Int?
  }

  /// The condition's name.
  let name: String
  let shots: [Shot]

  /// Takes those of `degraded` who are in `gallery` too.
  ///
  /// - Throws: ``Failure`` (`malformedInput`, `mismatchedInput`).
  init(_ name: String, _ degraded: Gallery, of gallery: Gallery, _ known: LabelledTemplates) throws
  {
    guard name != PopulationModel.clean, !name.isEmpty,
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) })
    else {
      throw Failure(
        .malformedInput, "\"\(name)\" can't be the name of a condition",
        remedy: "Use letters and digits, and not clean")
    }
    guard degraded.metric == gallery.metric, degraded.dimension == gallery.dimension else {
      throw Failure(
        .mismatchedInput,
        "holds \(degraded.dimension) numbers compared by \(degraded.metric.rawValue), the clean gallery \(gallery.dimension) by \(gallery.metric.rawValue)",
        file: degraded.path, remedy: "Encode both alike")
    }
    self.name = name
    let labelled = try LabelledTemplates(degraded)
    var numbers: [SubjectID: Int] = [:]
    for (number, subject) in known.subjects.enumerated() { numbers[subject] = number }
    var shots: [Shot] = []
    for (subject, rows) in zip(labelled.subjects, labelled.people) {
      guard let person = numbers[subject] else { continue }
      for row in rows {
        let twin = labelled.shots[row].flatMap { shot in
          known.people[person].firstIndex { known.shots[$0] == shot }
        }
        shots.append(
          Shot(template: labelled.templates[row], person: person, twin: twin))
      }
    }
    self.shots = shots
  }

  /// Mated distances to other clean shots of the person, pairs of each person weighing one together.
  ///
  /// - Parameters:
  ///   - people: how many templates in the gallery each person has; of these people only.
  ///   - measure: how far a shot is from one of the person's templates, by its place among them.
  /// - Returns: the distances with their weights.
  func mated(_ people: [Int: Int], _ measure: (Shot, Int) -> Double) -> WeightedValues {
    var pairs: [Int: [Double]] = [:]
    for shot in shots {
      for place in 0..<(people[shot.person] ?? 0) where place != shot.twin {
        pairs[shot.person, default: []].append(measure(shot, place))
      }
    }
    return WeightedValues(
      pairs.sorted { $0.key < $1.key }.flatMap { _, values in
        values.map { ($0, 1 / Double(values.count)) }
      })
  }
}

/// Numbers with weights, for quantiles.
struct WeightedValues: Sendable {
  private let sorted: [(value: Double, weight: Double)]
  private let total: Double

  init(_ values: [(Double, Double)]) {
    sorted = values.map { (value: $0.0, weight: $0.1) }.sorted { $0.value < $1.value }
    total = sorted.reduce(0) { $0 + $1.weight }
  }

  var isEmpty: Bool { sorted.isEmpty }

  /// The share of the weight above `value`; 0 without any value.
  func share(above value: Double) -> Double {
    total > 0 ? sorted.reduce(0) { $0 + ($1.value > value ? $1.weight : 0) } / total : 0
  }

  /// The first value at or below which at least `share` of the weight lies; 0 without any value.
  func quantile(_ share: Double) -> Double {
    var rest = share * total
    for item in sorted {
      rest -= item.weight
      if rest <= 0 { return item.value }
    }
    return sorted.last?.value ?? 0
  }
}
