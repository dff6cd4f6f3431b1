import Biometrics
import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why one candidate of a look-up came up.
public struct CandidateAnatomy: Sendable, Codable, Equatable {
  /// The probe, 1 for the first: absent ones come first, then those who were captured.
  public let probe: Int
  /// Whether the probe's person was captured.
  public let isPresent: Bool
  /// The candidate.
  public let candidate: LookUpResult.Candidate
  /// The distance or cosine as it was.
  public let score: Double
  /// The same pair, had the camera's picture been clean.
  public let scoreWithCleanCapture: Double
  /// The same pair, had the probe been a clean picture.
  public let scoreWithCleanProbe: Double
  /// The same two people without any noise of pictures: how alike they are.
  public let scoreOfPeople: Double
  /// Whether both belong to one group of people who resemble one another.
  public let isSameGroup: Bool
  /// The share of the population in the candidate's group.
  public let groupShare: Double
  /// Whether they are relatives.
  public let isRelative: Bool
  /// Stored captures of strangers at least as alike that this probe's share of such leads to expect;
  /// counted where the candidate list ends, so at least the rank.
  public let strangersAtLeastAsAlike: Int
  /// How many captures were searched.
  public let searched: Int
  /// The answer, in sentences.
  public let sentences: [String]

  /// Explains the candidate of rank `rank` for probe number `probe` of a look-up that was run.
  ///
  /// - Throws: ``Failure`` (`missingInput`) where there is no such probe or candidate.
  public static func explain(
    _ result: LookUpResult, probe: Int, rank: Int
  ) throws -> CandidateAnatomy {
    let absent = result.absent?.probes ?? []
    let answers = absent + (result.present?.probes ?? [])
    guard answers.indices.contains(probe - 1) else {
      throw Failure(
        .missingInput, "there is no probe \(probe)",
        remedy: "Name one from 1 to \(answers.count); the first \(absent.count) were never captured"
      )
    }
    let answer = answers[probe - 1]
    guard answer.candidates.indices.contains(rank - 1) else {
      throw Failure(
        .missingInput, "probe \(probe) has no candidate \(rank)",
        remedy: "Name one from 1 to \(answer.candidates.count)")
    }
    let city = try SimulatedCity(result.scenario, seed: result.seed)
    return try CandidateAnatomy(
      city, result, answer, probe: probe, isPresent: probe > absent.count,
      candidate: answer.candidates[rank - 1])
  }

  private init(
    _ city: SimulatedCity, _ result: LookUpResult, _ answer: LookUpResult.ProbeAnswer, probe: Int,
    isPresent: Bool, candidate: LookUpResult.Candidate
  ) throws {
    let model = city.model
    let scenario = city.scenario
    let reference = try model.condition(scenario.referenceCondition)
    let condition = try model.condition(candidate.condition)
    func probeFace(_ condition: Int?) -> [Float] {
      city.coordinates(person: answer.person, capture: 1 << 40, condition: condition)
    }
    func captureFace(_ condition: Int?) -> [Float] {
      city.coordinates(
        person: candidate.person, capture: candidate.capture, condition: condition)
    }
    func score(_ left: [Float], _ right: [Float]) -> Double {
      model.score(unlikeness: model.unlikeness(left, right))
    }
    self.probe = probe
    self.isPresent = isPresent
    self.candidate = candidate
    self.score = candidate.score
    scoreWithCleanCapture = score(probeFace(reference), captureFace(nil))
    scoreWithCleanProbe = score(probeFace(nil), captureFace(condition))
    scoreOfPeople = score(
      city.people.face(of: answer.person), city.people.face(of: candidate.person))
    let (left, right) = (city.people.group(answer.person), city.people.group(candidate.person))
    isSameGroup = left == right
    groupShare = model.components[right].share
    isRelative = city.people.areRelatives(answer.person, candidate.person)
    strangersAtLeastAsAlike = answer.candidates.prefix(candidate.rank).count { !$0.isMate }
    searched = result.stored
    sentences = CandidateAnatomy.sentences(
      candidate: candidate, model: model, scenario: scenario, searched: result.stored,
      isPresent: isPresent, cleanCapture: scoreWithCleanCapture, cleanProbe: scoreWithCleanProbe,
      people: scoreOfPeople, isSameGroup: isSameGroup, groupShare: groupShare,
      isRelative: isRelative, strangers: strangersAtLeastAsAlike)
  }

  private static func sentences(
    candidate: LookUpResult.Candidate, model: PopulationModel, scenario: Scenario, searched: Int,
    isPresent: Bool, cleanCapture: Double, cleanProbe: Double, people: Double, isSameGroup: Bool,
    groupShare: Double, isRelative: Bool, strangers: Int
  ) -> [String] {
    let kind = model.metric == .euclidean ? "distance" : "cosine"
    let number = { (value: Double) in Numerals.fixed(value, 3) }
    let mapping = scenario.mappings.first ?? ""
    let shown = Numerals.fixed(candidate.percentages[mapping] ?? 0, 1)
    var lines = [
      candidate.isMate
        ? "This is the person, at \(kind) \(number(candidate.score)), shown as \(shown) %."
        : "This is somebody else, at \(kind) \(number(candidate.score)), shown as \(shown) %."
    ]
    if !candidate.isMate {
      lines.append(
        isPresent
          ? "The person was captured too, and is in this search."
          : "The person was never captured: whatever comes first must be somebody else.")
      lines.append(
        "\(Numerals.grouped(searched)) captures were searched; among so many, \(strangers == 1 ? "one stranger is" : "\(strangers) captures of strangers are") at least as alike. In a hundredth of them one would expect \(Numerals.significant(Double(strangers) / 100))."
      )
    }
    let seen =
      model.conditionNames(.view).contains(candidate.condition)
      ? "The face is not seen plainly (\(candidate.condition))"
      : "The camera's picture is \(candidate.condition)"
    let capture =
      candidate.condition == PopulationModel.clean
      ? "The camera's picture is clean."
      : "\(seen); another, clean shot would have had \(kind) \(number(cleanCapture))."
    lines.append(capture)
    if scenario.referenceCondition != PopulationModel.clean {
      lines.append(
        "The probe is \(scenario.referenceCondition); another, clean one would have had \(kind) \(number(cleanProbe))."
      )
    }
    if !candidate.isMate {
      lines.append(
        "The two people themselves, without the noise of any picture, are at \(kind) \(number(people))."
      )
      if isRelative { lines.append("They are relatives.") }
      lines.append(
        isSameGroup
          ? "Both belong to one group of people who resemble one another, \(Numerals.percent(groupShare)) of the population."
          : "They belong to different groups: this likeness is chance.")
    }
    if let error = candidate.recordError {
      lines.append(
        error == "duplicated"
          ? "The record stands twice, and so does the hit."
          : "The record carries the place and time of another capture.")
    }
    return lines
  }
}

extension SimulatedPeople {
  /// The person without the noise of pictures, in coordinates.
  func face(of number: Int) -> [Float] {
    var sampler = BatchSampler(self)
    guard let batch = PopulationBlock(self, [number]).batches.first else { return [] }
    sampler.drawPeople(batch.numbers, families: batch.families, component: batch.component)
    sampler.drawCaptures(
      batch.numbers, noises: [Float](repeating: 0, count: BatchSampler.lanes),
      indices: [Int](repeating: 0, count: BatchSampler.lanes), component: batch.component,
      condition: nil)
    return sampler.capture(0)
  }

  /// Whether two people are relatives.
  func areRelatives(_ left: Int, _ right: Int) -> Bool {
    guard left != right, left / 2 == right / 2 else { return false }
    return person(left).family != nil
  }
}
