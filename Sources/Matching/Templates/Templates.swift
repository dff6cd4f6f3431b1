import Essentials

/// Templates in memory: a row-major matrix of float32, as probes are given to a search.
public struct Templates: Sendable, Equatable {
  /// Numbers a template has; at least 1.
  public let dimension: Int
  /// The numbers, template after template.
  public private(set) var values: [Float]

  /// How many there are.
  public var count: Int { values.count / dimension }

  /// An empty set of templates of `dimension` numbers.
  public init(dimension: Int) {
    precondition(dimension > 0)
    self.dimension = dimension
    values = []
  }

  /// Takes `values`, template after template.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where they are no whole number of templates.
  public init(dimension: Int, values: [Float]) throws {
    guard dimension > 0, values.count % dimension == 0 else {
      throw Failure(
        .malformedInput, "\(values.count) numbers are no whole templates of \(dimension)")
    }
    self.dimension = dimension
    self.values = values
  }

  /// Takes the templates of `rows`, which must be of one length.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where there are none or their lengths differ.
  public init(_ rows: [[Float]]) throws {
    guard let first = rows.first, !first.isEmpty else {
      throw Failure(.malformedInput, "there are no templates")
    }
    self.init(dimension: first.count)
    values.reserveCapacity(rows.count * dimension)
    for row in rows { try append(row) }
  }

  /// Adds one template.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) where its length is not ``dimension``.
  public mutating func append(_ template: some Collection<Float>) throws {
    guard template.count == dimension else {
      throw Failure(
        .mismatchedInput, "a template has \(template.count) numbers, the others \(dimension)",
        place: "row \(count)")
    }
    values.append(contentsOf: template)
  }

  /// Adds all of `others`, which must have the same dimension.
  mutating func append(contentsOf others: Templates) {
    precondition(others.dimension == dimension)
    values += others.values
  }

  /// The template number `index`.
  public subscript(index: Int) -> ArraySlice<Float> {
    values[index * dimension..<(index + 1) * dimension]
  }
}
