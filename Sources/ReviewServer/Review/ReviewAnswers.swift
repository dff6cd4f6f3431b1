import Review
import Store

// What the review page and the server say to each other, as JSON; openapi.json describes the same.

/// The reviewer's next pairs.
struct WorkAnswer: Codable {
  struct StudyPart: Codable {
    let title: String
    let breakEvery: Int
    let isClosed: Bool
    /// Whether more pairs may come while others answer.
    let mayGrow: Bool
  }
  struct StatePart: Codable {
    let done: Int
    let total: Int
    let undo: String?
    let redo: String?
    let activeMilliseconds: Int64
  }
  struct Item: Codable {
    let assignment: String
    let position: Int
    let camera: String?
    let address: String?
    let time: String?
    let hasFrame: Bool
    /// Where the face is in the frame, in thousandths.
    let box: PairFacts.Box?
    /// What the design shows of the score, in words; absent where it is hidden.
    let shown: String?
  }
  let study: StudyPart
  let state: StatePart
  let items: [Item]
}

extension WorkAnswer.Item {
  /// What `design` lets a reviewer see of `item`: never the score itself, its rank, or the truth.
  init(_ item: WorkItem, design: StudyDesign) {
    assignment = item.assignment
    position = item.position
    camera = item.facts.camera
    address = item.facts.address
    time = item.facts.time
    hasFrame = item.hasFrame
    box = item.facts.box
    switch design.score {
    case .hidden: shown = nil
    case .number:
      shown =
        item.facts.percent.map { "The system shows \(Int($0.rounded())) %" }
        ?? "The system shows no percentage"
    case .label:
      shown = item.facts.isProposed ? "The system says: match" : "The system says: no match"
    }
  }
}

/// An answer, or a step back or forth.
struct AnswerBody: Codable {
  let action: String
  let assignment: String
  let value: Int?
  let activeMilliseconds: Int?
  let key: String

  /// As the store takes it.
  ///
  /// - Throws: ``Problem`` 422 for a value, a time or a name out of range.
  func request() throws -> AnswerRequest {
    guard let action = AnswerRequest.Action(rawValue: action) else {
      throw Problem.unfit("action must be answer, undo or redo")
    }
    guard Identifier.isOne(assignment) else { throw Problem.unfit("assignment is no assignment's") }
    guard (8...64).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw Problem.unfit("key must be 8 to 64 visible ASCII characters") }
    switch action {
    case .answer:
      guard let value, (-3...3).contains(value) else {
        throw Problem.unfit("value must be a whole number from -3 to 3")
      }
      guard let activeMilliseconds, (0...3_600_000).contains(activeMilliseconds) else {
        throw Problem.unfit("activeMilliseconds must be from 0 to 3600000")
      }
    case .undo, .redo:
      guard value == nil, activeMilliseconds == nil else {
        throw Problem.unfit("\(action.rawValue) takes neither value nor activeMilliseconds")
      }
    }
    return AnswerRequest(
      action, assignment: assignment, value: value, active: activeMilliseconds, key: key)
  }
}

/// That an answer is durable.
struct AnswerReceipt: Codable {
  /// "accepted", or "repeated" where the same request was accepted before.
  let outcome: String
}

/// What the console keeps of a reviewer, for that reviewer.
struct RecordAnswer: Codable {
  struct Entry: Codable {
    let position: Int
    let value: Int
    let activeMilliseconds: Int
    let at: Int64
  }
  let name: String
  let study: String
  let payPerAnswer: Money
  let answers: [Entry]
  let activeMilliseconds: Int64
  let pay: Money
  let perHour: Money?
}
