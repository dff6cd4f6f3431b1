/// How the console is reached.
public struct ConsoleSettings: Sendable {
  /// The address to listen at; other machines reach it unless it is a loopback address.
  public var address = "127.0.0.1"
  /// The port; 0 takes a free one.
  public var port = 8642
  /// The origin under which browsers see the console behind a proxy, such as "https://audit.example".
  public var publicOrigin: String?
  /// How many seconds a request may take to arrive.
  public var requestSeconds = 20
  /// How many connections are open at most.
  public var mostConnections = 2048
  /// How many wrong invitations and class codes a minute one address may bring.
  public var doorAttemptsPerMinute = 60
  /// How many students a minute may join from one address.
  public var studentsPerMinute = 600
  /// How long an auditor's page waits for figures of the moment before it shows the last ones.
  public var figuresPatienceMilliseconds = 100
  /// How many files a minute the viewer reads for one address.
  public var filesPerMinute = 60

  /// What limits by the minute take for the time.
  var clock: @Sendable () -> ContinuousClock.Instant = { .now }

  /// The settings of a console on this machine alone.
  public init() {}
}
