public import Store

extension Console {
  /// A new invitation for the auditor; those of earlier runs are taken back.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func auditorInvitation() async throws -> Secret {
    for person in try await store.people(.auditor) { try await store.revoke(person: person.id) }
    return try await store.invite(.auditor, study: nil, name: "auditor").secret
  }

  /// The address at which browsers find the console; empty until it listens.
  public var address: String { origins.first }

  /// The link that opens an invitation; its secret stands where browsers send it to nobody.
  public func link(_ secret: Secret) -> String { address + "/join#" + secret.text }
}
