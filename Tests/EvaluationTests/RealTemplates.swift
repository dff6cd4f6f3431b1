import Biometrics
import Evaluation
import Foundation
import TestSupport

/// The pseudonymous templates of real people that the figures are checked on, where they are there.
///
/// They stand outside the repository, in the folder that LOOKALIKE_REAL names or beside it.
enum RealTemplates {
  static let folder: String? = {
    let named = ProcessInfo.processInfo.environment["LOOKALIKE_REAL"]
    let beside = URL(fileURLWithPath: PackageRoot.path).deletingLastPathComponent().path
    return [named, beside + "/shared/real"].compactMap { $0 }.first {
      FileManager.default.fileExists(atPath: $0 + "/gallery_dlib128.npy")
    }
  }()

  /// All comparisons of one template a person, the first.
  static let single: Result<MatrixRows, any Error> = Result { try rows(onePerPerson: true) }

  /// All comparisons; within each person as well.
  static func rows(onePerPerson: Bool) throws -> MatrixRows {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/gallery_dlib128.npy"))
    let text = try String(contentsOfFile: folder + "/gallery_dlib128.csv", encoding: .utf8)
    let header = 10 + Int(data[8]) + Int(data[9]) << 8
    var values = [Float](repeating: 0, count: (data.count - header) / 4)
    _ = values.withUnsafeMutableBytes { data.copyBytes(to: $0, from: header..<data.count) }
    var numbers: [Substring: Int] = [:]
    var people: [Int] = []
    var kept: [Int] = []
    for (row, line) in text.split(whereSeparator: \.isNewline).dropFirst().enumerated() {
      let subject = line.split(separator: ",")[1]
      let isNew = numbers[subject] == nil
      let number = numbers[subject] ?? numbers.count
      numbers[subject] = number
      if isNew || !onePerPerson {
        people.append(number)
        kept.append(row)
      }
    }
    let count = kept.count
    var scores = [Float](repeating: 0, count: count * count)
    for left in 0..<count {
      for right in 0..<left {
        var sum: Float = 0
        let (a, b) = (kept[left] * 128, kept[right] * 128)
        for index in 0..<128 {
          let difference = values[a + index] - values[b + index]
          sum += difference * difference
        }
        scores[left * count + right] = sum.squareRoot()
        scores[right * count + left] = sum.squareRoot()
      }
    }
    return MatrixRows(
      scores: scores, probes: people, references: people, isWithinGallery: true,
      polarity: .distance)
  }
}
