#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The eigenvectors of a real symmetric matrix: Householder's tridiagonal form, then implicit QL.
///
/// EISPACK's tred2 and tql2 (Bowdler, Martin, Reinsch and Wilkinson, Numerische Mathematik 11, 1968).
/// Written here and not taken from LAPACK so that a gallery's bytes don't depend on which BLAS
/// kernels a machine chose.
package struct SymmetricEigen {
  /// Eigenvalues, descending.
  package private(set) var values: [Double]
  /// Eigenvectors as rows, in the order of ``values``.
  package private(set) var vectors: [Double]

  /// Decomposes the `n` × `n` matrix `matrix`; nil where QL does not converge.
  ///
  /// - Complexity: O(n³)
  package init?(_ matrix: [Double], size n: Int) {
    precondition(matrix.count == n * n && n > 0)
    // z holds the vectors as columns, transposed: z[j * n + i] is component i of vector j.
    var z = matrix
    var d = [Double](repeating: 0, count: n)
    var e = d
    SymmetricEigen.reduce(&z, &d, &e, n)
    guard SymmetricEigen.iterate(&z, &d, &e, n) else { return nil }
    let order = d.indices.sorted { (d[$0], -$0) > (d[$1], -$1) }
    values = order.map { d[$0] }
    vectors = order.flatMap { column in (0..<n).map { z[$0 * n + column] } }
  }

  private static func reduce(
    _ z: inout [Double], _ d: inout [Double], _ e: inout [Double], _ n: Int
  ) {
    for j in 0..<n { d[j] = z[(n - 1) * n + j] }
    for i in stride(from: n - 1, to: 0, by: -1) {
      var scale = 0.0
      var h = 0.0
      for k in 0..<i { scale += abs(d[k]) }
      if scale == 0 {
        e[i] = d[i - 1]
        for j in 0..<i {
          d[j] = z[(i - 1) * n + j]
          z[i * n + j] = 0
          z[j * n + i] = 0
        }
      } else {
        for k in 0..<i {
          d[k] /= scale
          h += d[k] * d[k]
        }
        var f = d[i - 1]
        var g = f > 0 ? -h.squareRoot() : h.squareRoot()
        e[i] = scale * g
        h -= f * g
        d[i - 1] = f - g
        for j in 0..<i { e[j] = 0 }
        for j in 0..<i {
          f = d[j]
          z[j * n + i] = f
          g = e[j] + z[j * n + j] * f
          for k in j + 1..<max(i, j + 1) {
            g += z[k * n + j] * d[k]
            e[k] += z[k * n + j] * f
          }
          e[j] = g
        }
        f = 0
        for j in 0..<i {
          e[j] /= h
          f += e[j] * d[j]
        }
        let hh = f / (h + h)
        for j in 0..<i { e[j] -= hh * d[j] }
        for j in 0..<i {
          f = d[j]
          g = e[j]
          for k in j..<i { z[k * n + j] -= f * e[k] + g * d[k] }
          d[j] = z[(i - 1) * n + j]
          z[i * n + j] = 0
        }
      }
      d[i] = h
    }
    for i in 0..<n - 1 {
      z[(n - 1) * n + i] = z[i * n + i]
      z[i * n + i] = 1
      let h = d[i + 1]
      if h != 0 {
        for k in 0...i { d[k] = z[k * n + i + 1] / h }
        for j in 0...i {
          var g = 0.0
          for k in 0...i { g += z[k * n + i + 1] * z[k * n + j] }
          for k in 0...i { z[k * n + j] -= g * d[k] }
        }
      }
      for k in 0...i { z[k * n + i + 1] = 0 }
    }
    for j in 0..<n {
      d[j] = z[(n - 1) * n + j]
      z[(n - 1) * n + j] = 0
    }
    z[n * n - 1] = 1
    e[0] = 0
  }

  private static func iterate(
    _ z: inout [Double], _ d: inout [Double], _ e: inout [Double], _ n: Int
  )
    -> Bool
  {
    for i in 1..<max(n, 1) { e[i - 1] = e[i] }
    e[n - 1] = 0
    var f = 0.0
    var largest = 0.0
    for l in 0..<n {
      largest = max(largest, abs(d[l]) + abs(e[l]))
      var m = l
      while m < n - 1 && abs(e[m]) > 0x1p-52 * largest { m += 1 }
      var rounds = 0
      while m > l {
        rounds += 1
        if rounds > 60 { return false }
        var g = d[l]
        var p = (d[l + 1] - g) / (2 * e[l])
        var r = hypot(p, 1)
        if p < 0 { r = -r }
        d[l] = e[l] / (p + r)
        d[l + 1] = e[l] * (p + r)
        let next = d[l + 1]
        var h = g - d[l]
        for i in l + 2..<max(n, l + 2) { d[i] -= h }
        f += h
        p = d[m]
        var (c, c2, c3) = (1.0, 1.0, 1.0)
        let after = e[l + 1]
        var (s, s2) = (0.0, 0.0)
        for i in stride(from: m - 1, through: l, by: -1) {
          (c3, c2, s2) = (c2, c, s)
          g = c * e[i]
          h = c * p
          r = hypot(p, e[i])
          e[i + 1] = s * r
          s = e[i] / r
          c = p / r
          p = c * d[i] - s * g
          d[i + 1] = h + s * (c * g + s * d[i])
          for k in 0..<n {
            h = z[k * n + i + 1]
            z[k * n + i + 1] = s * z[k * n + i] + c * h
            z[k * n + i] = c * z[k * n + i] - s * h
          }
        }
        p = -s * s2 * c3 * after * e[l] / next
        e[l] = s * p
        d[l] = c * p
        if abs(e[l]) <= 0x1p-52 * largest { break }
      }
      d[l] += f
      e[l] = 0
    }
    return true
  }
}
