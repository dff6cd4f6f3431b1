import Biometrics
import Essentials

/// The labelled rows of probes and references, numbered alike, for counting and drawing pairs.
///
/// Within one gallery a pair is a row and a later one; between two it is a row of each. Rows whose
/// subject is not known take no part.
struct LabelledRows: Sendable {
  /// Per probe row its subject's number, or −1.
  let probes: [Int32]
  /// Per reference row its subject's number, or −1.
  let references: [Int32]
  let isWithin: Bool
  /// Labelled reference rows, in order.
  private let labelled: [Int32]
  /// Labelled reference rows, by subject and then row.
  private let bySubject: [Int32]
  /// Where each subject's rows begin in ``bySubject``, and where the last one's end.
  private let starts: [Int]
  /// Labelled references before each reference row, and at last all of them.
  private let before: [Int32]
  /// Ordered non-mated pairs of the probe rows before each, and at last of all.
  private let ordered: [Int]

  init(_ probes: Gallery, _ references: Gallery?) throws {
    let numbers = try probes.subjectNumbers()
    isWithin = references == nil
    self.probes = numbers.rows
    var count = numbers.subjects.count
    if let references {
      var known: [SubjectID: Int32] = [:]
      for (number, name) in numbers.subjects.enumerated() { known[name] = Int32(number) }
      let others = try references.subjectNumbers()
      let translated = others.subjects.map { name -> Int32 in
        if let number = known[name] { return number }
        count += 1
        return Int32(count - 1)
      }
      self.references = others.rows.map { $0 < 0 ? -1 : translated[Int($0)] }
    } else {
      self.references = numbers.rows
    }
    var starts = [Int](repeating: 0, count: count + 1)
    var before: [Int32] = [0]
    var labelled: [Int32] = []
    before.reserveCapacity(self.references.count + 1)
    for (row, subject) in self.references.enumerated() {
      if subject >= 0 {
        starts[Int(subject) + 1] += 1
        labelled.append(Int32(row))
      }
      before.append(Int32(labelled.count))
    }
    for subject in 0..<count { starts[subject + 1] += starts[subject] }
    var next = starts
    var bySubject = [Int32](repeating: 0, count: labelled.count)
    for row in labelled {
      let subject = Int(self.references[Int(row)])
      bySubject[next[subject]] = row
      next[subject] += 1
    }
    var ordered = [0]
    ordered.reserveCapacity(self.probes.count + 1)
    for subject in self.probes {
      let pairs =
        subject < 0 ? 0 : labelled.count - (starts[Int(subject) + 1] - starts[Int(subject)])
      ordered.append((ordered.last ?? 0) + pairs)
    }
    self.starts = starts
    self.before = before
    self.labelled = labelled
    self.bySubject = bySubject
    self.ordered = ordered
  }

  /// Ordered non-mated pairs: within one gallery each pair counts twice.
  var orderedNonMatedPairs: Int { ordered.last ?? 0 }

  /// The reference rows of the probe's subject that make a pair with it.
  func mates(_ probe: Int) -> ArraySlice<Int32> {
    let subject = probes[probe]
    if subject < 0 { return [] }
    let range = starts[Int(subject)]..<starts[Int(subject) + 1]
    if !isWithin { return bySubject[range] }
    return bySubject[place(in: range) { bySubject[$0] > probe }..<range.upperBound]
  }

  /// How many references of other subjects make a pair with the probe.
  func nonMatedCount(_ probe: Int) -> Int {
    if probes[probe] < 0 { return 0 }
    let skipped = isWithin ? Int(before[probe + 1]) : 0
    return labelled.count - skipped - mates(probe).count
  }

  /// Whether the two make a non-mated pair.
  @inline(__always)
  func isNonMated(_ probe: Int, _ reference: Int) -> Bool {
    let (left, right) = (probes[probe], references[reference])
    return left >= 0 && right >= 0 && left != right && !(isWithin && reference <= probe)
  }

  /// Whether the two are labelled and of different subjects.
  func isStranger(_ probe: Int, _ reference: Int) -> Bool {
    let (left, right) = (probes[probe], references[reference])
    return left >= 0 && right >= 0 && left != right
  }

  /// A non-mated pair at random, all being equally likely; there must be one.
  ///
  /// - Complexity: O(log rows), one draw.
  func drawNonMated(_ stream: inout RandomStream) -> (probe: Int, reference: Int) {
    let drawn = stream.index(below: orderedNonMatedPairs)
    let probe = place(in: 0..<probes.count) { ordered[$0 + 1] > drawn }
    let offset = drawn - ordered[probe]
    let subject = Int(probes[probe])
    let range = starts[subject]..<starts[subject + 1]
    // Pass over the mates that stand at or before the place.
    let passed =
      place(in: range) { Int(before[Int(bySubject[$0])]) - ($0 - range.lowerBound) > offset }
      - range.lowerBound
    let reference = Int(labelled[offset + passed])
    return isWithin ? (min(probe, reference), max(probe, reference)) : (probe, reference)
  }

  /// The first place of `range` for which `holds`, which then does for all after it; its end if none.
  private func place(in range: Range<Int>, where holds: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
