import Foundation

/// An HTTP client of a few lines that can also misbehave: it sends the bytes it is told to.
struct RawClient: Sendable {
  /// An answer, as it came.
  struct Answer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: Data

    var text: String { String(decoding: body, as: UTF8.self) }
    func json<T: Decodable>(_ type: T.Type) throws -> T {
      try JSONDecoder().decode(type, from: body)
    }
  }

  let port: Int

  /// Sends `request` and reads until the server closes; nil where it closes without an answer.
  ///
  /// On a thread of its own: the pools are what the servers under test need themselves.
  func raw(_ request: Data, thenEveryMilliseconds pause: Int? = nil, drip: Data = Data())
    async -> Answer?
  {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(returning: exchange(request, pause, drip))
      }
    }
  }

  private func exchange(_ request: Data, _ pause: Int?, _ drip: Data) -> Answer? {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return nil }
    // For a server that hangs. One on a loaded machine takes its time, among hundreds of tests.
    var limit = timeval(tv_sec: 300, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    write(request, to: socket)
    if let pause {
      Thread.detachNewThread {
        for byte in drip {
          usleep(UInt32(pause * 1000))
          if !write(Data([byte]), to: socket) { return }
        }
      }
    }
    var received = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      if count <= 0 { break }
      received.append(contentsOf: buffer[..<count])
    }
    return RawClient.parse(received)
  }

  @discardableResult
  private func write(_ data: Data, to socket: Int32) -> Bool {
    data.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = send(
          socket, bytes.baseAddress?.advanced(by: sent), bytes.count - sent,
          Int32(MSG_NOSIGNAL))
        if count <= 0 { return false }
        sent += count
      }
      return true
    }
  }

  private static func parse(_ data: Data) -> Answer? {
    guard let end = data.range(of: Data("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: data[..<end.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, let status = Int(words[1]) else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 {
        headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
      }
    }
    return Answer(status: status, headers: headers, body: Data(data[end.upperBound...]))
  }
}
