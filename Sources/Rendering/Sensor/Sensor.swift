import Essentials
import Foundation
import Imaging

/// What a camera makes of the light: exposure, blur, motion, noise, compression.
struct Sensor: Sendable {
  /// The gains of red, green and blue that make white things white.
  var balance = Vector(repeating: 1)
  /// The mean brightness it aims at, 0 to 1 after the tone curve.
  var brightness: Float
  /// The standard deviation of the lens's blur in pixels.
  var blur: Float
  /// How far things moved during the exposure, in pixels.
  var motion: SIMD2<Float>
  /// The standard deviation of the noise in the middle tones, in steps of 1/255.
  var noise: Float
  /// JPEG-like quality, 1 to 100; nil leaves the compression out.
  var quality: Int?

  /// The picture that comes out of the camera.
  func develop(_ image: consuming LinearImage, random: inout RandomStream) -> RGBImage {
    let gain = exposure(image) * balance
    let curve = Sensor.curve
    // In place: memory for another picture costs more than the sums.
    for at in image.pixels.indices {
      let value = image.pixels[at] * gain
      image.pixels[at] = Vector(
        Sensor.tone(value.x, curve), Sensor.tone(value.y, curve), Sensor.tone(value.z, curve))
    }
    var picture = Exposure(width: image.width, height: image.height, pixels: image.pixels)
    if blur > 0.05 { picture.blur(Sensor.kernel(blur), across: true, down: true) }
    let path = (motion.x * motion.x + motion.y * motion.y).squareRoot()
    if path > 0.5 {
      let across = abs(motion.x) > abs(motion.y)
      picture.blur(Sensor.box(path), across: across, down: !across)
    }
    if noise > 0 { picture.addNoise(noise, &random) }
    return picture.image(quality: quality)
  }

  /// The gain that brings the picture's mean (of logarithms, so lamps count little) to the aim.
  private func exposure(_ image: borrowing LinearImage) -> Float {
    var sum: Float = 0
    var count: Float = 0
    for at in stride(from: 0, to: image.pixels.count, by: 61) {
      let pixel = image.pixels[at]
      sum += log(0.002 + 0.25 * pixel.x + 0.6 * pixel.y + 0.15 * pixel.z)
      count += 1
    }
    return brightness / max(0.004, exp(sum / count))
  }

  /// Linear light to display values, 0...255: sRGB with a soft shoulder.
  private static let curve: [Float] = (0...4096).map { step in
    let x = Float(step) / 1024
    let soft = x < 0.6 ? x : 0.6 + 0.4 * (1 - exp(-(x - 0.6) / 0.4))
    let coded = soft <= 0.003_130_8 ? 12.92 * soft : 1.055 * pow(soft, 1 / 2.4) - 0.055
    return 255 * coded
  }

  @inline(__always)
  private static func tone(_ value: Float, _ curve: [Float]) -> Float {
    let at = max(0, min(4095, value * 1024))
    let step = Int(Int32(at))
    return mix(curve[step], curve[step + 1], at - Float(step))
  }

  static func kernel(_ sigma: Float) -> [Float] {
    let reach = max(1, Int((sigma * 2.6).rounded(.up)))
    let weights = (-reach...reach).map { exp(-0.5 * Float($0 * $0) / (sigma * sigma)) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  private static func box(_ length: Float) -> [Float] {
    let reach = Int((length / 2).rounded(.up))
    let weights = (-reach...reach).map { max(0, min(1, length / 2 + 0.5 - Float(abs($0)))) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}
