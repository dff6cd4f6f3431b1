/// Eight rows of eight numbers, in registers and on the stack: no array, no counting of references.
struct Square {
  private var rows: InlineArray<8, SIMD8<Float>>

  /// All 0.
  init() { rows = InlineArray(repeating: SIMD8()) }

  /// Of eight rows.
  init(_ rows: [SIMD8<Float>]) { self.rows = InlineArray { rows[$0] } }

  subscript(row: Int) -> SIMD8<Float> {
    @inline(__always) get { rows[row] }
    @inline(__always) set { rows[row] = newValue }
  }

  /// The product of this and `other`.
  @inline(__always)
  func times(_ other: Square) -> Square {
    var result = Square()
    for row in 0..<8 {
      let factors = rows[row]
      var sum = other.rows[0] * factors[0]
      for column in 1..<8 { sum += other.rows[column] * factors[column] }
      result.rows[row] = sum
    }
    return result
  }

  /// Rows as columns.
  @inline(__always)
  func transposed() -> Square {
    var result = Square()
    for row in 0..<8 {
      for column in 0..<8 { result.rows[row][column] = rows[column][row] }
    }
    return result
  }
}
