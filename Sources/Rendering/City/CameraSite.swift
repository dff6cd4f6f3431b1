import Essentials
import Foundation

/// A camera of the rendered city: where it hangs, what it sees, how good it is.
public struct CameraSite: Sendable {
  /// The number, from 0.
  public let number: Int
  /// The name in manifests.
  public var name: String { "camera-" + (number + 1).padded(2) }
  /// What it watches.
  public let kind: PlaceKind
  /// Whether it is one of the poor ones: far off, blurred, dark.
  public let isPoor: Bool
  /// An invented address.
  public let address: String
  /// In degrees; the city lies in the open sea, where no one lives.
  public let latitude: Double
  /// In degrees.
  public let longitude: Double
  let place: Place
  let view: View
  let cloud: Float

  static let width = 1280
  static let height = 720

  private static let streets = [
    "Alder", "Bellfounder", "Candle", "Drapers", "Elmgate", "Fennel", "Granary", "Harbour",
    "Ironmonger", "Juniper", "Kiln", "Lantern", "Millrace", "Northgate", "Orchard", "Potters",
    "Quarry", "Ropewalk", "Saddler", "Tanner", "Upper Mill", "Violet", "Weaver", "Yarrow",
  ]

  /// The camera `number` of the city `seed`; three of nine are poor.
  init(number: Int, seed: UInt64) {
    var random = RandomStream(seed: seed, purpose: "camera", item: number)
    func uniform(_ low: Double, _ high: Double) -> Double { random.uniform(in: low..<high) }
    self.number = number
    kind = PlaceKind.allCases[number % 3]
    isPoor = [2, 4, 6].contains(number % 9)
    let street = CameraSite.streets[
      (number * 7 + Int(seed % 24)) % CameraSite.streets.count]
    let door = 1 + random.index(below: 120)
    switch kind {
    case .street: address = "\(door) \(street) Street, Rendered City (invented)"
    case .station: address = "\(street) Station, platform \(1 + door % 6), Rendered City (invented)"
    case .shop: address = "Shop at \(door) \(street) Lane, Rendered City (invented)"
    }
    latitude = (48.4 + uniform(-0.04, 0.04)).rounded(toPlaces: 5)
    longitude = (-30.2 + uniform(-0.06, 0.06)).rounded(toPlaces: 5)
    place = Place(kind, &random)
    cloud = Float(uniform(0, 1))
    let focal = Float(isPoor ? uniform(760, 900) : uniform(1650, 2050))
    let height = Float(isPoor ? uniform(2.45, 2.7) : uniform(2.0, 2.35))
    let distance: Float = isPoor ? 4.2 : 4.6
    let aim: Float = isPoor ? 1.25 : 1.42
    view = View(
      position: Vector(
        (place.leftLimit + place.rightLimit) / 2 + Float(uniform(-0.2, 0.2)), height, 0),
      yaw: Float(uniform(-0.07, 0.07)), pitch: atan((height - aim) / distance), focal: focal,
      width: CameraSite.width, height: CameraSite.height)
  }
}

extension Int {
  /// In decimal, with zeros before it up to `digits`.
  func padded(_ digits: Int) -> String {
    let text = String(self)
    return String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
  }
}

extension Double {
  func rounded(toPlaces places: Int) -> Double {
    let scale = pow(10, Double(places))
    return (self * scale).rounded() / scale
  }
}
