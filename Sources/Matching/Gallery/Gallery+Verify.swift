public import Essentials
import Foundation

/// A part of a gallery that is not what was written.
public struct GalleryDamage: Sendable, Equatable, Codable {
  /// The file, within the gallery.
  public var file: String
  /// The damaged bytes: first and one past the last.
  public var bytes: Range<Int>
  /// The templates concerned, as rows of the gallery, where the file holds one part a row.
  public var rows: Range<Int>?
}

extension GalleryDamage: CustomStringConvertible {
  /// One line: the file, the bytes, the rows.
  public var description: String {
    let place = "\(file): bytes \(bytes.lowerBound) to \(bytes.upperBound - 1) are damaged"
    guard let rows, !rows.isEmpty else { return place }
    return place + " (rows \(rows.lowerBound) to \(rows.upperBound - 1))"
  }
}

extension Gallery {
  /// Holds every block of every file against its checksum.
  ///
  /// - Parameters:
  ///   - threads: threads to work on.
  ///   - progress: is told how far it is.
  /// - Returns: the damaged blocks; none where all is as it was written.
  /// - Throws: ``Failure`` where the checksums themselves are missing or damaged.
  /// - Complexity: O(bytes of the gallery)
  public func verify(
    threads: Int = Parallel.defaultThreads, progress: any ProgressObserver = NoProgress()
  ) throws -> [GalleryDamage] {
    let manifest = try GalleryManifest(folder: path)
    var damages: [GalleryDamage] = []
    for (number, segment) in segments.enumerated() {
      let name = (segment.folder as NSString).lastPathComponent
      guard let entry = manifest.segments.first(where: { $0.name == name }) else {
        throw Failure(
          .mismatchedInput, "was changed while it was read", file: path, remedy: "Verify it again")
      }
      let sums = try MappedFile(
        path: segment.folder + "/" + Segment.checksums, expected: entry.files[Segment.checksums])
      guard unsafe Digest.sha256(Data(sums.bytes)) == entry.checksums else {
        throw Failure(
          .malformedInput, "is damaged", file: sums.path,
          remedy: "Restore the file, or build the gallery again")
      }
      let checksums = unsafe Array(sums.values(of: UInt32.self))
      var first = 0
      for file in Segment.File.allCases {
        let mapped = segment[file]
        let size = unsafe mapped.bytes.count
        let blocks = Parallel.blocks(size, of: ChecksummedFile.blockSize)
        guard first + blocks.count <= checksums.count else {
          throw Failure(.malformedInput, "is too short", file: sums.path)
        }
        let known = checksums[first..<first + blocks.count]
        let found = try Parallel.map(count: blocks.count, threads: threads) { index in
          // So that memory does not grow with the gallery.
          defer { mapped.release(blocks[index]) }
          return unsafe ChecksummedFile.checksum(
            UnsafeRawBufferPointer(rebasing: mapped.bytes[blocks[index]]))
        }
        for (index, sum) in found.enumerated() where sum != known[first + index] {
          damages.append(
            GalleryDamage(
              file: name + "/" + file.rawValue, bytes: blocks[index],
              rows: rows(of: file, segment, blocks[index], firstRow: firstRows[number])))
        }
        first += blocks.count
        progress.report(
          task: "verify", done: number * Segment.File.allCases.count + 1,
          total: segments.count * Segment.File.allCases.count, unit: "files")
      }
    }
    return damages
  }

  private func rows(
    of file: Segment.File, _ segment: Segment, _ bytes: Range<Int>, firstRow: Int
  ) -> Range<Int>? {
    let width: Int
    switch file {
    case .templates: width = dimension * 4
    case .inverseNorms: width = 8
    case .subjectNumbers: width = 4
    case .codes:
      let tile = segment.transform.layout.tileBytes
      let tiles = bytes.lowerBound / tile..<(bytes.upperBound + tile - 1) / tile
      return firstRow + tiles.lowerBound * 64..<firstRow + min(segment.rows, tiles.upperBound * 64)
    default: return nil
    }
    return firstRow + bytes.lowerBound / width..<firstRow + (bytes.upperBound + width - 1) / width
  }
}
