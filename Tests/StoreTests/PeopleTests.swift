import Foundation
import Testing

@testable import Store

@Suite struct PeopleTests {
  @Test func invitationOpensSessionsUntilRevoked() async throws {
    let fixture = try StoreFixture()
    let study = try await fixture.study()
    let (person, secret) = try await fixture.store.invite(.reviewer, study: study, name: "r")
    let first = try #require(try await fixture.store.open(secret))
    let second = try #require(try await fixture.store.open(secret))
    #expect(first.person == person)
    #expect(first.session.text != second.session.text)
    #expect(try fixture.store.session(first.session)?.person == person)
    #expect(try fixture.store.session(secret)?.person == nil)
    #expect(try await fixture.store.open(first.session) == nil)
    try await fixture.store.revoke(person: person.id)
    #expect(try await fixture.store.open(secret) == nil)
    #expect(try fixture.store.session(first.session)?.person == nil)
    #expect(try await fixture.store.revoke(person: person.id) == false)
  }

  @Test func sessionsAndInvitationsExpire() async throws {
    let fixture = try StoreFixture()
    let start: Int64 = 1_000_000
    let (_, secret) = try await fixture.store.invite(
      .auditor, study: nil, name: "a", now: start, lasting: 1)
    let session = try #require(try await fixture.store.open(secret, now: start, lasting: 1)).session
    let day = Moment.days(1)
    #expect(try fixture.store.session(session, now: start + day - 1)?.person != nil)
    #expect(try fixture.store.session(session, now: start + day)?.person == nil)
    #expect(try await fixture.store.open(secret, now: start + day) == nil)
  }

  @Test func aNewLinkEndsTheOldOneAndKeepsThePerson() async throws {
    let fixture = try StoreFixture()
    let study = try await fixture.study()
    let (person, old) = try await fixture.store.invite(.reviewer, study: study, name: "r")
    let session = try #require(try await fixture.store.open(old)).session
    let (same, secret) = try #require(try await fixture.store.inviteAgain(person: person.id))
    #expect(same == person)
    #expect(try await fixture.store.open(old) == nil)
    #expect(try fixture.store.session(session)?.person == nil)
    #expect(try await fixture.store.open(secret)?.person == person)
    try await fixture.store.revoke(person: person.id)
    #expect(try await fixture.store.inviteAgain(person: person.id) == nil)
    #expect(try await fixture.store.inviteAgain(person: "nobody") == nil)
    #expect(try await fixture.store.verify().faults == [])
  }

  @Test func theLatestSessionsStand() async throws {
    let fixture = try StoreFixture()
    let most = ConsoleStore.mostSessions
    let (_, secret) = try await fixture.store.invite(.auditor, study: nil, name: "a")
    let (_, other) = try await fixture.store.invite(.auditor, study: nil, name: "b")
    let elsewhere = try #require(try await fixture.store.open(other, now: Moment.now())).session
    var sessions: [Secret] = []
    for number in 0..<(most + 3) {
      let now = Moment.now() + Int64(number / 2)
      sessions.append(try #require(try await fixture.store.open(secret, now: now)).session)
      #expect(try fixture.store.session(sessions[number])?.person != nil)
    }
    var standing = 0
    for session in sessions
    where try fixture.store.session(session)?.person != nil { standing += 1 }
    #expect(standing == most)
    #expect(try fixture.store.session(sessions[0])?.person == nil)
    #expect(try fixture.store.session(elsewhere)?.person != nil)
  }

  @Test func secretsAreNotInTheFile() async throws {
    let fixture = try StoreFixture()
    let (_, secret) = try await fixture.store.invite(.auditor, study: nil, name: "a")
    let session = try #require(try await fixture.store.open(secret)).session
    try fixture.store.close()
    for name in try FileManager.default.contentsOfDirectory(atPath: fixture.data) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.data + "/" + name))
      for text in [secret.text, session.text] {
        #expect(bytes.range(of: Data(text.utf8)) == nil)
      }
    }
  }

  @Test func secretsDifferAndHaveTheirForm() {
    let secrets = (0..<1000).map { _ in Secret().text }
    #expect(Set(secrets).count == 1000)
    #expect(secrets.allSatisfy { Secret(presented: $0) != nil })
    #expect(Secret(presented: "") == nil)
    #expect(Secret(presented: String(repeating: "a", count: 42)) == nil)
    #expect(Secret(presented: String(repeating: "é", count: 43)) == nil)
    #expect(Secret(presented: secrets[0])?.companion == Secret(presented: secrets[0])?.companion)
    #expect(Secret().companion != Secret().companion)
  }

  @Test func constantTimeEquality() {
    #expect(Secret.areEqual(Data([1, 2]), Data([1, 2])))
    #expect(!Secret.areEqual(Data([1, 2]), Data([1, 3])))
    #expect(!Secret.areEqual(Data([1, 2]), Data([1])))
    #expect(Secret.areEqual(Data(), Data()))
  }
}
