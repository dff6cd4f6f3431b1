import Foundation
import Hummingbird
import Testing

@testable import ReviewServer

/// The OpenAPI document and the server say the same.
@Suite struct InterfaceTests {
  /// The part of the document that is tested against the server.
  struct Document: Decodable {
    struct Operation: Decodable {
      let responses: [String: Empty]
      let roles: [String]
      enum CodingKeys: String, CodingKey {
        case responses
        case roles = "x-roles"
      }
    }
    struct Empty: Decodable {}
    let paths: [String: [String: Operation]]
  }

  private func document(_ visitor: Visitor) async throws -> Document {
    try await visitor.get("/api/openapi.json").json(Document.self)
  }

  @Test func everyRouteIsDescribedAndNoOther() async throws {
    try await ServerFixture.run { fixture in
      let document = try await document(fixture.visitor)
      let described = Set(
        document.paths.flatMap { path, operations in
          operations.keys.map { "\($0.uppercased()) \(path)" }
        })
      let served = Set(
        fixture.console.router.routes.map { route in
          let parts = route.path.description.split(separator: "/").map { part in
            part.hasPrefix("{") || !part.hasPrefix(":") ? String(part) : "{\(part.dropFirst())}"
          }
          return "\(route.method.rawValue) /" + parts.joined(separator: "/")
        }.filter { !$0.contains(" /assets/") && !$0.hasPrefix("HEAD") })
      #expect(served.subtracting(described) == [], "not described")
      #expect(described.subtracting(served) == [], "described and not served")
    }
  }

  /// Each operation without a session, with each role, with good and with senseless parameters:
  /// whatever comes back must be among the responses described.
  @Test func everyStatusIsDescribed() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let reviewer = try await fixture.reviewer(auditor, path)
      let adjudicator = fixture.visitor
      try await adjudicator.join(fixture.invite(auditor, path, "adjudicator"))
      let assignment = try await reviewer.work().items[0].assignment
      let study = String(path.dropFirst("/studies/".count))
      let good = [
        "study": study, "assignment": assignment, "pair": "1", "part": "probe",
        "content": "ratings", "format": "csv", "file": "pairs.csv", "method": "majority",
        "name": "percent", "step": "1", "side": "probe", "id": study,
      ]
      let visitors = [
        ("", fixture.visitor), ("auditor", auditor), ("reviewer", reviewer),
        ("adjudicator", adjudicator),
      ]
      for (template, operations) in try await document(fixture.visitor).paths {
        for (method, operation) in operations where template != "/leave" {
          for (role, visitor) in visitors {
            for values in [good, good.mapValues { _ in "senseless" }] {
              var address = template
              for (name, value) in values {
                address = address.replacing("{\(name)}", with: value)
              }
              let answer: RawClient.Answer
              if method == "get" {
                answer = try await visitor.get(address)
              } else if address.hasPrefix("/api/") {
                answer = try await visitor.json(address, "{}")
              } else if template.hasSuffix("/close") || template.hasPrefix("/lessons")
                || template.hasPrefix("/class")
              {
                continue
              } else {
                answer = try await visitor.form(address, [("name", role)])
              }
              #expect(
                operation.responses["\(answer.status)"] != nil,
                "\(method) \(address) as \(role): \(answer.status)")
              if !operation.roles.isEmpty, !operation.roles.contains(role) {
                #expect([401, 403].contains(answer.status), "\(method) \(address) as \(role)")
              }
              if address.hasPrefix("/api/"), answer.status >= 400 {
                #expect(throws: Never.self) { try answer.json(ErrorAnswer.self) }
              }
            }
          }
        }
      }
    }
  }

  /// What the review page is sent has the form that the document gives: no key that is not described,
  /// none missing that is required, and each value of its type.
  @Test func answersHaveTheFormDescribed() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor, ["score": "number"])
      let reviewer = try await fixture.reviewer(auditor, path)
      let document = try JSONSerialization.jsonObject(
        with: try await reviewer.get("/api/openapi.json").body)
      let schemas = try #require(
        ((document as? [String: Any])?["components"] as? [String: Any])?["schemas"]
          as? [String: Any])
      let schema = Schema(all: schemas)
      let work = try await reviewer.get("/api/review/work")
      let first = try work.json(Work.self).items[0].assignment
      let answer = try await reviewer.answer(first, 1)
      let refused = try await reviewer.answer(first, 1)
      let later = try await reviewer.get("/api/review/work")
      let record = try await reviewer.get("/api/review/record")
      for (name, answer) in [
        ("Work", work), ("Receipt", answer), ("Error", refused), ("Work", later),
        ("Record", record),
      ] {
        let faults = schema.faults(
          try JSONSerialization.jsonObject(with: answer.body),
          try #require(schemas[name] as? [String: Any]), name)
        #expect(faults == [], "\(name)")
      }
      #expect(schema.faults(["outcome": 1], schemas["Receipt"] as? [String: Any] ?? [:], "x") != [])
    }
  }

  /// As much of JSON Schema as the document uses.
  struct Schema {
    let all: [String: Any]

    func faults(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
      if let name = schema["$ref"] as? String {
        let target = all[String(name.split(separator: "/").last ?? "")] as? [String: Any]
        return target.map { faults(value, $0, place) } ?? ["\(place): \(name) is not there"]
      }
      if let known = schema["enum"] as? [String] {
        return known.contains(value as? String ?? "") ? [] : ["\(place): not one of \(known)"]
      }
      switch schema["type"] as? String {
      case "object":
        guard let object = value as? [String: Any] else { return ["\(place): no object"] }
        let known = schema["properties"] as? [String: Any] ?? [:]
        let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
        return missing.map { "\(place): lacks \($0)" }
          + object.flatMap { key, value in
            (known[key] as? [String: Any]).map { faults(value, $0, "\(place).\(key)") }
              ?? ["\(place): \(key) is not described"]
          }
      case "array":
        guard let list = value as? [Any] else { return ["\(place): no list"] }
        let inner = schema["items"] as? [String: Any] ?? [:]
        let most = schema["maxItems"] as? Int ?? .max
        return list.flatMap { faults($0, inner, place + "[]") }
          + (list.count > most ? ["\(place): too many"] : [])
      case "string": return value is String ? [] : ["\(place): no text"]
      case "integer", "number": return value is NSNumber ? [] : ["\(place): no number"]
      case "boolean": return value is Bool ? [] : ["\(place): neither true nor false"]
      default: return ["\(place): no type"]
      }
    }
  }
}
