import Audit
import Biometrics
import Essentials
import Foundation
import Frames
import Imaging
import Lessons
import Synchronization

/// The pairs of "Be the reviewer": candidates of real searches among rendered people, whose truth is
/// known.
///
/// Numbered in an order that tells nothing. Pictures are cut when they are first asked for, and kept.
final class PairGallery: Sendable {
  /// What the round is made of.
  let pairs: [ReviewerRound.Pair]
  private let places: [Place]
  private let cut = Mutex<[String: [UInt8]]>([:])

  private struct Place: Sendable {
    let probe: String
    let probeBox: BoundingBox
    let frame: String
    let box: BoundingBox
  }

  /// Which of the two pictures.
  enum Side: String { case probe, candidate }
  /// How many candidates of each search are taken.
  private static let top = 6

  /// Takes the candidate lists of `library`; nil where they, or the truth, are not there, or where
  /// the pictures are of real people: a lesson shows none.
  init?(_ library: FrameLibrary) {
    guard library.origin == .rendered, library.hasTruth, let data = library.candidates,
      let lists = try? PairBuilder.lists(data)
    else { return nil }
    var found: [(ReviewerRound.Pair, Place)] = []
    for (number, list) in lists.enumerated() {
      guard let probe = library.probe(list.probe.file), let probeBox = list.probe.box else {
        continue
      }
      for candidate in list.candidates.prefix(PairGallery.top) {
        // A face that is not known is left out: the round must be able to say who was right.
        guard let name = candidate.frame, let box = candidate.box, let percent = candidate.percent,
          let frame = library.frame(name), let shown = library.person(frame: name, box: box)
        else { continue }
        found.append(
          (
            ReviewerRound.Pair(probe: number, isMated: probe.person == shown, percent: percent),
            Place(probe: probe.path, probeBox: probeBox, frame: frame.path, box: box)
          ))
      }
    }
    var random = RandomStream(seed: 1, purpose: "pair-numbers")
    found.shuffle(using: &random)
    pairs = found.map(\.0)
    places = found.map(\.1)
    if ReviewerRound(pairs, seed: 0) == nil { return nil }
  }

  /// A face as a PNG file; nil where there is no such pair.
  ///
  /// - Throws: ``Failure`` where its file can't be read any more.
  func picture(_ pair: Int, _ side: Side) throws -> [UInt8]? {
    guard places.indices.contains(pair) else { return nil }
    let key = "\(pair)/\(side.rawValue)"
    if let known = cut.withLock({ $0[key] }) { return known }
    let place = places[pair]
    let image = try PNG.read(side == .probe ? place.probe : place.frame)
    let bytes = try PNG.encode(
      FacePictures.face(image, side == .probe ? place.probeBox : place.box), compression: .small)
    cut.withLock { $0[key] = bytes }
    return bytes
  }
}
