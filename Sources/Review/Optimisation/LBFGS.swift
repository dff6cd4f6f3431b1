#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Maximises a smooth function by limited-memory BFGS (Nocedal and Wright, *Numerical Optimization*,
/// algorithm 7.5), with a backtracking search that never lets the value fall.
struct LBFGS {
  /// How many past steps shape the next one.
  var memory = 10
  var tolerance: Double
  var maximumIterations: Int

  struct Outcome: Sendable {
    var point: [Double]
    var value: Double
    var iterations: Int
    var converged: Bool
    var history: [Double]
  }

  /// Maximises `function`, which gives value and gradient.
  ///
  /// Converged when two iterations in a row change the value by at most `tolerance` of itself, or
  /// when no step along the gradient gains anything.
  func maximise(
    from start: [Double], _ function: ([Double]) throws -> (value: Double, gradient: [Double])
  ) throws -> Outcome {
    var point = start
    var (value, gradient) = try function(point)
    var outcome = Outcome(
      point: point, value: value, iterations: 0, converged: false, history: [value])
    var steps: [(step: [Double], change: [Double], curvature: Double)] = []
    var small = 0
    while outcome.iterations < maximumIterations {
      var direction = ascent(gradient, steps)
      var slope = dot(direction, gradient)
      if slope <= 0 {
        steps = []
        direction = gradient
        slope = dot(gradient, gradient)
      }
      if slope == 0 {
        outcome.converged = true
        break
      }
      var length = steps.isEmpty ? min(1, 1 / slope.squareRoot()) : 1
      var next: (value: Double, gradient: [Double])?
      var candidate = point
      for _ in 0..<40 {
        for index in point.indices { candidate[index] = point[index] + length * direction[index] }
        let trial = try function(candidate)
        if trial.value >= value + 1e-4 * length * slope {
          next = trial
          break
        }
        length *= 0.5
      }
      guard let next else {
        if steps.isEmpty {
          outcome.converged = true
          break
        }
        steps = []
        continue
      }
      var step = candidate
      var change = gradient
      for index in point.indices {
        step[index] -= point[index]
        change[index] -= next.gradient[index]
      }
      let curvature = dot(step, change)
      if curvature > 1e-12 * dot(change, change).squareRoot() * dot(step, step).squareRoot() {
        steps.append((step, change, curvature))
        if steps.count > memory { steps.removeFirst() }
      }
      let gain = next.value - value
      point = candidate
      (value, gradient) = next
      outcome.iterations += 1
      outcome.history.append(value)
      small = gain <= tolerance * abs(value) ? small + 1 : 0
      if small >= 2 {
        outcome.converged = true
        break
      }
    }
    outcome.point = point
    outcome.value = value
    return outcome
  }

  private func ascent(
    _ gradient: [Double], _ steps: [(step: [Double], change: [Double], curvature: Double)]
  ) -> [Double] {
    var direction = gradient
    var shares = [Double](repeating: 0, count: steps.count)
    for index in steps.indices.reversed() {
      let past = steps[index]
      shares[index] = dot(past.step, direction) / past.curvature
      add(-shares[index], past.change, to: &direction)
    }
    if let last = steps.last {
      let scale = last.curvature / dot(last.change, last.change)
      for index in direction.indices { direction[index] *= scale }
    }
    for (index, past) in steps.enumerated() {
      let share = dot(past.change, direction) / past.curvature
      add(shares[index] - share, past.step, to: &direction)
    }
    return direction
  }

  private func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
  }

  private func add(_ scale: Double, _ what: [Double], to target: inout [Double]) {
    for index in target.indices { target[index] += scale * what[index] }
  }
}
