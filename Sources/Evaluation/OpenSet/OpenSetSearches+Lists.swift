public import Biometrics

/// One search's candidate list, as a matcher of any make gives it.
public struct CandidateSearch: Sendable, Equatable {
  /// The probe's person.
  public let probe: SubjectID
  /// Whether that person is enrolled.
  public let isMated: Bool
  /// The candidates, best first; a person may stand on the list more than once.
  public let candidates: [Entry]

  /// A candidate on the list.
  public struct Entry: Sendable, Equatable {
    /// The candidate's person.
    public let subject: SubjectID
    /// The score.
    public let score: Double

    /// Makes it.
    public init(subject: SubjectID, score: Double) {
      self.subject = subject
      self.score = score
    }
  }

  /// Makes it.
  public init(probe: SubjectID, isMated: Bool, candidates: [Entry]) {
    self.probe = probe
    self.isMated = isMated
    self.candidates = candidates
  }
}

extension OpenSetSearches {
  /// Takes the outcomes of candidate lists.
  ///
  /// A person's first entry counts; a person's place is among people, not entries, in the list's
  /// own order. `people` and `templates` are those of the gallery searched.
  public init(lists: [CandidateSearch], polarity: Polarity, people: Int, templates: Int) {
    var numbers: [SubjectID: Int] = [:]
    func number(_ subject: SubjectID) -> Int {
      let number = numbers[subject] ?? numbers.count
      numbers[subject] = number
      return number
    }
    var outcomes = CandidateOutcomes(polarity: polarity)
    for list in lists {
      outcomes.add(
        person: number(list.probe), isMated: list.isMated,
        candidates: list.candidates.map {
          CandidateOutcomes.Entry(person: number($0.subject), score: $0.score)
        })
    }
    self.init(
      polarity: polarity, people: people, templates: templates, mated: outcomes.mated,
      nonMated: outcomes.nonMated)
  }
}
