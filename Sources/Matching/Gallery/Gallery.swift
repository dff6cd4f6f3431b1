public import Biometrics
import Essentials
import Synchronization

/// Enrolled templates on disk, mapped into memory, ready to be searched.
///
/// A gallery is a folder of immutable segments and one manifest; rows are numbered from 0 through all
/// segments. What one reader sees never changes: an append or a removal by another process shows when
/// the gallery is opened again. Make one with ``GalleryWriter``.
public final class Gallery: Sendable {
  /// The folder.
  public let path: String
  /// What is known of it as a whole.
  public let information: GalleryInformation
  /// How many templates it holds.
  public let count: Int
  let segments: [Segment]
  /// The first row of each segment.
  let firstRows: [Int]
  private let numbering = Mutex<SubjectNumbers?>(nil)

  /// Opens the gallery at `path`.
  ///
  /// Reads the manifest and checks the size of each file; `verify` checks their contents.
  ///
  /// - Throws: ``Failure`` where there is none, it is incomplete, truncated, or of another format.
  /// - Complexity: O(number of segments), independent of ``count``.
  public init(path: String) throws {
    let manifest = try GalleryManifest(folder: path)
    self.path = path
    information = manifest.information
    segments = try manifest.segments.map {
      try Segment(gallery: path, entry: $0, information: manifest.information)
    }
    var firstRows: [Int] = []
    var count = 0
    for segment in segments {
      firstRows.append(count)
      count += segment.rows
    }
    self.firstRows = firstRows
    self.count = count
  }

  /// Numbers a template has.
  public var dimension: Int { information.dimension }

  /// How templates are compared.
  public var metric: Metric { information.metric }

  /// The template of `row`, as it was enrolled.
  ///
  /// - Complexity: O(``dimension``)
  public func template(_ row: Int) -> [Float] {
    let (segment, local) = locate(row)
    return unsafe Array(segment.templates[local * dimension..<(local + 1) * dimension])
  }

  /// The record of `row`.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where it is damaged.
  /// - Complexity: O(its length)
  public func record(_ row: Int) throws -> CaptureRecord {
    let (segment, local) = locate(row)
    return try segment.record(local)
  }

  /// The subject of `row`, or nil where none is known.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where it is damaged.
  /// - Complexity: O(1), without reading the rest of the record.
  public func subject(_ row: Int) throws -> SubjectID? {
    let (segment, local) = locate(row)
    return try segment.subjectNumber(local).map(segment.subjectName)
  }

  /// All subjects, and the number of each row's.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where a name is damaged.
  /// - Complexity: O(``count``) at the first call, then O(1).
  public func subjectNumbers() throws -> SubjectNumbers {
    try numbering.withLock { known in
      if let known { return known }
      let made = try SubjectNumbers(segments)
      known = made
      return made
    }
  }

  /// The segment of `row` and its number there.
  @inline(__always)
  func locate(_ row: Int) -> (segment: Segment, row: Int) {
    precondition(row >= 0 && row < count, "the gallery has no such row")
    var low = 0
    var high = segments.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if firstRows[middle] <= row { low = middle } else { high = middle }
    }
    return (segments[low], row - firstRows[low])
  }
}

/// The subjects of a gallery, numbered through all segments in the order of first appearance.
public struct SubjectNumbers: Sendable {
  /// The subjects.
  public let subjects: [SubjectID]
  /// Per row its subject's index in ``subjects``, or −1 where none is known.
  public let rows: [Int32]

  init(_ segments: [Segment]) throws {
    var subjects: [SubjectID] = []
    var numbers: [SubjectID: Int32] = [:]
    var rows: [Int32] = []
    rows.reserveCapacity(segments.reduce(0) { $0 + $1.rows })
    for segment in segments {
      var translated = [Int32](repeating: -1, count: segment.subjectCount)
      for row in 0..<segment.rows {
        guard let number = try segment.subjectNumber(row) else {
          rows.append(-1)
          continue
        }
        if translated[number] < 0 {
          let name = try segment.subjectName(number)
          if let known = numbers[name] {
            translated[number] = known
          } else {
            translated[number] = Int32(subjects.count)
            numbers[name] = Int32(subjects.count)
            subjects.append(name)
          }
        }
        rows.append(translated[number])
      }
    }
    self.subjects = subjects
    self.rows = rows
  }
}
