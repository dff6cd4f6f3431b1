internal import CMatchKernels

import Biometrics

/// What is done to a template before it is coded: scaled, centred, and turned.
///
/// With x the template (scaled to unit length for cosine), μ the centre and R orthogonal, the coded
/// vector is x′ = R(x − μ). For every metric the quantity that ranks is
/// `S(q, x) = ⟨q′, x′⟩ + a(x) + b(q)`, where higher is more similar:
/// - cosine and inner product: S = ⟨q, x⟩, a = ⟨μ, x⟩ − ‖μ‖², b = ⟨q, μ⟩;
/// - Euclidean: S = −‖q − x‖²/2, a = −‖x′‖²/2, b = −‖q′‖²/2.
struct Transform: Sendable {
  /// The centre μ.
  let centre: [Double]
  /// The rows of R, one after the other, or empty where nothing is turned.
  let rotation: [Double]
  /// A bound on ‖RᵀR − I‖, which is one on the distance of R from an orthogonal matrix.
  let orthogonality: Double
  /// The dimensions that the head holds.
  let headDimensions: Int
  /// ‖μ‖², in double.
  let centreSquare: Double

  /// Makes it.
  init(centre: [Double], rotation: [Double], orthogonality: Double, headDimensions: Int) {
    self.centre = centre
    self.rotation = rotation
    self.orthogonality = orthogonality
    self.headDimensions = headDimensions
    centreSquare = centre.reduce(0) { $0 + $1 * $1 }
  }

  var dimension: Int { centre.count }
  var layout: CodeLayout { CodeLayout(dimension: dimension, headDimensions: headDimensions) }

  /// A bound on ‖x′ computed − x′‖ over (‖x‖ + ‖μ‖).
  ///
  /// Each coordinate is a sum of d products in double: |error| ≤ γ(d+2)·Σ|Rᵢⱼ||vⱼ|, and ‖|R|‖₂ ≤ √d,
  /// with γ(n) < n·2⁻⁵². To that comes the distance of R from an orthogonal matrix.
  var roundingError: Double {
    Double(dimension + 8) * Double(dimension).squareRoot() * 0x1p-52 + orthogonality
  }

  /// As it is stored: a header of eight numbers, the centre, the rotation.
  var numbers: [Double] {
    [Double(headDimensions), rotation.isEmpty ? 0 : 1, orthogonality, 0, 0, 0, 0, 0] + centre
      + rotation
  }

  /// Reads what ``numbers`` wrote; nil where it can't be.
  init?(numbers: UnsafeBufferPointer<Double>, dimension: Int) {
    guard numbers.count >= 8 + dimension else { return nil }
    let (head, turned, error) = unsafe (numbers[0], numbers[1], numbers[2])
    guard head >= 1, head <= Double(dimension), head == head.rounded(), error >= 0, error < 1e-6,
      numbers.count == 8 + dimension + (turned == 1 ? dimension * dimension : 0)
    else { return nil }
    self.init(
      centre: unsafe Array(numbers[8..<8 + dimension]),
      rotation: unsafe Array(numbers[(8 + dimension)...]), orthogonality: error,
      headDimensions: Int(head))
  }

  /// Writes x′ to `turned`, with `scratch` as long; returns ‖x − μ‖ and ⟨μ, x⟩ as computed.
  @inline(__always)
  func apply(
    _ values: UnsafePointer<Float>, scale: Double, kernels: Kernels,
    scratch: UnsafeMutablePointer<Double>, turned: UnsafeMutablePointer<Double>
  ) -> (norm: Double, alongCentre: Double) {
    let square = unsafe centred(
      values, scale: scale, kernels: kernels, into: rotation.isEmpty ? turned : scratch)
    if !rotation.isEmpty {
      unsafe rotation.withUnsafeBufferPointer { matrix in
        guard let start = matrix.baseAddress else { return }
        unsafe kernels.raw.turn(start, scratch, dimension, turned)
      }
    }
    var along = 0.0
    if centreSquare > 0 {
      for index in 0..<dimension { unsafe along += Double(values[index]) * scale * centre[index] }
    }
    return (square.squareRoot(), along)
  }

  /// Writes scale · values − μ to `result` and returns the sum of its squares.
  @inline(__always)
  func centred(
    _ values: UnsafePointer<Float>, scale: Double, kernels: Kernels,
    into result: UnsafeMutablePointer<Double>
  ) -> Double {
    unsafe centre.withUnsafeBufferPointer { centre in
      guard let start = centre.baseAddress else { return 0 }
      return unsafe kernels.raw.centre(values, scale, start, dimension, result)
    }
  }

  /// a(x) from what ``apply(_:scale:kernels:scratch:turned:)`` returned.
  func templateOffset(_ metric: Metric, _ parts: (norm: Double, alongCentre: Double)) -> Double {
    metric == .euclidean ? -parts.norm * parts.norm / 2 : parts.alongCentre - centreSquare
  }

  /// b(q) from what ``apply(_:scale:kernels:scratch:turned:)`` returned.
  func probeOffset(_ metric: Metric, _ parts: (norm: Double, alongCentre: Double)) -> Double {
    metric == .euclidean ? -parts.norm * parts.norm / 2 : parts.alongCentre
  }
}
