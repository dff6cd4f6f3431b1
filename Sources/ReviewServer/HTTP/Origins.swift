import Synchronization

/// The addresses under which browsers may know this console.
struct Origins: Sendable {
  /// The one that links are made with.
  let first: String
  private let hosts: Set<String>
  private let origins: Set<String>

  /// The loopback names with `port`, the address listened at, and `publicOrigin`.
  init(address: String, port: Int, publicOrigin: String?) {
    let names = ["127.0.0.1", "localhost", "[::1]", address]
    var hosts = Set(names.map { "\($0):\(port)" })
    // Browsers leave the usual port out.
    if port == 80 { hosts.formUnion(names) }
    var origins = Set(hosts.map { "http://" + $0 })
    if let publicOrigin {
      origins.insert(publicOrigin.lowercased())
      let host = publicOrigin.split(separator: "/", omittingEmptySubsequences: true).last
      if let host { hosts.insert(host.lowercased()) }
    }
    let name = address.contains(":") ? "[\(address)]" : address
    first = publicOrigin ?? "http://\(name):\(port)"
    self.hosts = hosts
    self.origins = origins
  }

  func allow(host: String?) -> Bool { host.map { hosts.contains($0.lowercased()) } ?? false }

  func contains(_ origin: String) -> Bool { origins.contains(origin.lowercased()) }
}

/// The console's ``Origins`` once its port is known; nothing is allowed before.
final class OriginsBox: Sendable {
  private let origins = Mutex<Origins?>(nil)

  func set(_ value: Origins) { origins.withLock { $0 = value } }

  func allow(host: String?) -> Bool { origins.withLock { $0?.allow(host: host) ?? false } }

  var first: String { origins.withLock { $0?.first ?? "" } }

  func contains(_ origin: String) -> Bool { origins.withLock { $0?.contains(origin) ?? false } }
}
