/// A reason why a search returns somebody who is not the person, which can be switched off.
public enum Cause: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  /// So many captures are searched; off: one in a hundred of them.
  case gallerySize = "gallery-size"
  /// The person was never captured; off: three stored captures are of the person.
  case absence
  /// Cameras take poor pictures; off: all are clean.
  case cameraQuality = "camera-quality"
  /// Faces are turned away or covered before the cameras; off: all are seen from the front and whole.
  case view = "turned-or-covered"
  /// The probe is a poor picture; off: it is clean.
  case probeQuality = "probe-quality"
  /// There are groups of people who resemble one another; off: all vary about one average face.
  case groups
  /// Relatives are among the people; off: none.
  case relatives
  /// Records are duplicated, lost or mislabelled; off: none.
  case recordErrors = "record-errors"
  /// A one-to-one calibration is shown as percentage; off: one that knows how many are searched.
  case mapping
  /// Candidates are shown whatever their score; off: only at or beyond a threshold that two strangers
  /// reach once in a million.
  case threshold = "no-threshold"

  /// The cause in a few words.
  public var title: String {
    switch self {
    case .gallerySize: "so many are searched"
    case .absence: "the person is not there"
    case .cameraQuality: "cameras see poorly"
    case .view: "faces are turned away or covered"
    case .probeQuality: "the probe is poor"
    case .groups: "people resemble one another in groups"
    case .relatives: "relatives are among them"
    case .recordErrors: "records are wrong"
    case .mapping: "the percentage ignores the gallery"
    case .threshold: "there is no threshold"
    }
  }

  /// The cause in two or three words, for figures.
  public var label: String {
    switch self {
    case .gallerySize: "size of the search"
    case .absence: "person not there"
    case .cameraQuality: "poor cameras"
    case .view: "turned or covered"
    case .probeQuality: "poor probe"
    case .groups: "lookalike groups"
    case .relatives: "relatives"
    case .recordErrors: "wrong records"
    case .mapping: "one-to-one percentage"
    case .threshold: "no threshold"
    }
  }

  /// What switching it off means, to follow "if".
  public var remedy: String {
    switch self {
    case .gallerySize: "one in a hundred captures were searched"
    case .absence: "the person had been captured"
    case .cameraQuality: "all cameras took clean pictures"
    case .view: "all faces were seen from the front and whole"
    case .probeQuality: "the probe were a clean picture"
    case .groups: "people did not come in groups that look alike"
    case .relatives: "there were no relatives among them"
    case .recordErrors: "no record were wrong"
    case .mapping: "the percentage took into account how many are searched"
    case .threshold: "only scores were shown that two strangers reach once in a million"
    }
  }
}
