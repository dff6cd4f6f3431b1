import Audit
import Biometrics
import Essentials
import Foundation
import Frames
import Imaging
import Store

/// Turns candidate lists, as `lookalike search --format json` writes them, into pairs with pictures.
struct PairBuilder {
  let library: FrameLibrary
  /// How many candidates of each list are taken, from the best.
  let top: Int
  /// At which percentage the algorithm proposes a match; where no percentage is shown, the first of
  /// each list is proposed.
  let proposedPercent: Double
  /// How many pairs with a known answer become tests of reviewers.
  let gold: Int
  let seed: UInt64

  /// The most pairs of a study.
  static let most = 2000

  /// The lists in `data`: one answer of a search, or an array of them.
  ///
  /// - Throws: ``Problem`` 422 for what is neither.
  static func lists(_ data: Data) throws -> [LookupAnswer] {
    let decoder = JSONDecoder()
    if let several = try? decoder.decode([LookupAnswer].self, from: data) { return several }
    do {
      return [try decoder.decode(LookupAnswer.self, from: data)]
    } catch {
      throw Problem.unfit(
        "the candidate list is not what lookalike search --format json prints, nor an array of it")
    }
  }

  /// The pairs of `lists`, list by list.
  ///
  /// Takes a second or so.
  ///
  /// - Throws: ``Problem`` 422 where a list names a picture that the console does not have.
  func pairs(_ lists: [LookupAnswer]) throws -> [NewPair] {
    let wanted = lists.reduce(0) { $0 + min(top, $1.candidates.count) }
    guard wanted > 0 else { throw Problem.unfit("the candidate list is empty") }
    guard wanted <= PairBuilder.most else {
      throw Problem.unfit("\(wanted) pairs are more than the \(PairBuilder.most) of one study")
    }
    var pictures = PictureCache()
    var pairs: [NewPair] = []
    for (number, list) in lists.enumerated() {
      guard let probe = library.probe(list.probe.file), let box = list.probe.box else {
        throw Problem.unfit(
          "list \(number + 1) is for the probe \(list.probe.file), which is not among the console's "
            + "pictures")
      }
      let probePicture = try pictures.face(probe.path, box)
      for candidate in list.candidates.prefix(top) {
        pairs.append(
          try pair(candidate, of: number + 1, probe: probe, probePicture, &pictures))
      }
    }
    return markGold(pairs)
  }

  private func pair(
    _ candidate: LookupAnswer.Candidate, of list: Int, probe: ProbeList.Entry,
    _ probePicture: [UInt8], _ pictures: inout PictureCache
  ) throws -> NewPair {
    guard let name = candidate.frame, let box = candidate.box, let frame = library.frame(name)
    else {
      throw Problem.unfit(
        "candidate \(candidate.rank) of list \(list) is in a frame that is not among the console's")
    }
    let shown = library.person(frame: name, box: box)
    let size = try pictures.size(frame.path)
    let facts = PairFacts(
      camera: candidate.camera, address: candidate.address, time: candidate.time,
      rank: candidate.rank, score: candidate.similarity ?? candidate.distance.map { -$0 },
      percent: candidate.percent,
      isProposed: candidate.percent.map { $0 >= proposedPercent } ?? (candidate.rank == 1),
      // A probe's person who is known and a face that is known: else nobody can say.
      isMated: shown.flatMap { face in probe.person.map { $0 == face } },
      box: PairFacts.Box(box, in: size))
    return NewPair(
      list: list, probe: probePicture, candidate: try pictures.face(frame.path, box),
      frame: try pictures.frame(frame.path), facts: facts, isGold: false)
  }

  /// Marks ``gold`` of the pairs whose answer is known, mated and non-mated ones in turn as long as
  /// there are both.
  private func markGold(_ pairs: [NewPair]) -> [NewPair] {
    var random = RandomStream(seed: seed, purpose: "gold")
    var known = [true, false].map { mated in
      pairs.indices.filter { pairs[$0].facts.isMated == mated }.shuffled(using: &random)
    }
    var marked = pairs
    var turn = 0
    for _ in 0..<gold {
      if known[turn].isEmpty { turn = 1 - turn }
      guard let next = known[turn].popLast() else { break }
      marked[next].isGold = true
      turn = 1 - turn
    }
    return marked
  }
}

extension PairFacts.Box {
  /// `box` as shares of a frame.
  init(_ box: BoundingBox, in size: (width: Int, height: Int)) {
    func permille(_ value: Int, _ whole: Int) -> Int {
      min(1000, max(0, (value * 1000 + whole / 2) / whole))
    }
    let left = permille(box.x, size.width)
    let top = permille(box.y, size.height)
    self.init(
      left: left, top: top, width: permille(box.x + box.width, size.width) - left,
      height: permille(box.y + box.height, size.height) - top)
  }
}

/// Pictures of one study while it is made: each file is read once in a row, each frame coded once.
private struct PictureCache {
  private var last: (path: String, image: RGBImage)?
  private var frames: [String: [UInt8]] = [:]

  private mutating func image(_ path: String) throws -> RGBImage {
    if let last, last.path == path { return last.image }
    let image = try PNG.read(path)
    last = (path, image)
    return image
  }

  mutating func size(_ path: String) throws -> (width: Int, height: Int) {
    let image = try image(path)
    return (image.width, image.height)
  }

  mutating func face(_ path: String, _ box: BoundingBox) throws -> [UInt8] {
    try PNG.encode(FacePictures.face(try image(path), box))
  }

  mutating func frame(_ path: String) throws -> [UInt8] {
    if let known = frames[path] { return known }
    let coded = try PNG.encode(FacePictures.frame(try image(path)))
    frames[path] = coded
    return coded
  }
}
