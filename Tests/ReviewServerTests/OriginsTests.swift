import Testing

@testable import ReviewServer

@Suite struct OriginsTests {
  @Test func theUsualPortMayBeLeftOut() {
    let usual = Origins(address: "127.0.0.1", port: 80, publicOrigin: nil)
    for host in ["127.0.0.1", "localhost", "127.0.0.1:80"] { #expect(usual.allow(host: host)) }
    #expect(usual.contains("http://127.0.0.1"))
    #expect(!usual.contains("http://127.0.0.1:8080") && !usual.allow(host: "elsewhere"))
    let other = Origins(address: "127.0.0.1", port: 8642, publicOrigin: nil)
    #expect(!other.allow(host: "127.0.0.1") && !other.contains("http://127.0.0.1"))
  }

  @Test func loopbackNamesAndThePublicOne() {
    let origins = Origins(address: "127.0.0.1", port: 8642, publicOrigin: "https://Audit.example")
    for host in [
      "127.0.0.1:8642", "localhost:8642", "LOCALHOST:8642", "[::1]:8642", "audit.example",
    ] {
      #expect(origins.allow(host: host), "\(host)")
    }
    for host in [nil, "", "127.0.0.1", "127.0.0.1:80", "evil.example:8642", "audit.example.evil"] {
      #expect(!origins.allow(host: host), "\(host ?? "none")")
    }
    #expect(origins.contains("https://audit.example"))
    #expect(origins.contains("http://localhost:8642"))
    for origin in ["http://audit.example", "https://localhost:8642", "null", ""] {
      #expect(!origins.contains(origin), "\(origin)")
    }
    #expect(origins.first == "https://Audit.example")
    #expect(Origins(address: "::1", port: 1, publicOrigin: nil).first == "http://[::1]:1")
  }
}
