import Essentials
import Foundation
import Synchronization

/// A city of people who don't exist: who they are, its cameras, and who passes which one when.
public struct City: Sendable {
  /// Its size and seed.
  public let options: CityOptions
  /// Its cameras.
  public let sites: [CameraSite]
  let plans: [FramePlan]
  let model: BodyModel
  let figures: FigureStore

  /// Plans the city; nothing is drawn yet.
  public init(_ options: CityOptions, model: BodyModel) {
    self.options = options
    self.model = model
    let figures = FigureStore(options, model: model)
    self.figures = figures
    sites = (0..<options.cameras).map { CameraSite(number: $0, seed: options.seed) }
    // People are dealt like cards, so that all appear about equally often.
    var random = RandomStream(seed: options.seed, purpose: "deal")
    var deck: [Int] = []
    var plans: [FramePlan] = []
    for site in sites {
      for index in 0..<options.framesPerCamera {
        let size = min(options.people, City.crowd(&random))
        var chosen: [Int] = []
        while chosen.count < size {
          if deck.isEmpty { deck = City.shuffled(options.people, &random) }
          let next = deck.lastIndex { !chosen.contains($0) } ?? deck.count - 1
          let person = deck.remove(at: next)
          if !chosen.contains(person) { chosen.append(person) }
        }
        let number = site.number * options.framesPerCamera + index
        var own = RandomStream(seed: options.seed, purpose: "frame", item: number)
        plans.append(
          FramePlan(
            site: site, index: index, time: City.time(site, index, options, &own), people: chosen,
            build: { (figures.person($0).stature, figures.eyeDistance($0)) }, random: &own))
      }
    }
    self.plans = plans
  }

  private static func crowd(_ random: inout RandomStream) -> Int {
    let draw = random.uniform()
    return draw < 0.08 ? 1 : draw < 0.3 ? 2 : draw < 0.6 ? 3 : draw < 0.85 ? 4 : 5
  }

  private static func shuffled(_ count: Int, _ random: inout RandomStream) -> [Int] {
    var deck = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      deck.swapAt(last, random.index(below: last + 1))
    }
    return deck
  }

  /// Good cameras work from 7 to 22 o'clock, poor ones from 16 to midnight.
  private static func time(
    _ site: CameraSite, _ index: Int, _ options: CityOptions, _ random: inout RandomStream
  ) -> Int {
    let share = (Double(index) + random.uniform()) / Double(options.framesPerCamera)
    let hour = site.isPoor ? 16 + 7.9 * share : 7 + 15 * share
    return Int(hour * 3600)
  }

  /// The people of whom portraits are made: those who pass, then those who don't.
  ///
  /// Those who pass are people of at least two frames of good cameras, where there are enough.
  func probePeople() -> [(person: Int, passes: Bool)] {
    var seen = Array(repeating: 0, count: options.people)
    for plan in plans {
      for appearance in plan.appearances {
        seen[appearance.person] += sites[plan.camera].isPoor ? 1 : 100
      }
    }
    let order = seen.indices.sorted { (min(200, seen[$0]), $1) > (min(200, seen[$1]), $0) }
    let passing = order.prefix(options.passingProbes).filter { seen[$0] > 0 }
    return passing.map { ($0, true) }
      + (0..<options.absentProbes).map { (options.people + $0, false) }
  }
}

/// The people of a city, dressed; each is built when first needed.
final class FigureStore: Sendable {
  private static let largest = 300
  private let seed: UInt64
  private let model: BodyModel
  private let people: [Person]
  /// Between the eyes of those who pass cameras, in metres.
  private let eyeDistances: [Float]
  private let figures = Mutex<[Int: Figure]>([:])

  init(_ options: CityOptions, model: BodyModel) {
    seed = options.seed
    self.model = model
    let people = (0..<options.people + options.absentProbes).map {
      Person(number: $0, seed: options.seed, model: model)
    }
    self.people = people
    eyeDistances = people.prefix(options.people).map { person in
      let shape = person.shape(model)
      func eye(_ name: String) -> Vector { model.mesh.joint(name, in: shape) }
      return length(eye("l-eye") - eye("r-eye"))
    }
  }

  func person(_ number: Int) -> Person { people[number] }

  func eyeDistance(_ number: Int) -> Float { eyeDistances[number] }

  /// The person in the day's clothes.
  func figure(_ number: Int) -> Figure {
    if let known = figures.withLock({ $0[number] }) { return known }
    var random = RandomStream(seed: seed, purpose: "clothes", item: number)
    let figure = Figure(people[number], clothes: Clothes(&random), model: model)
    figures.withLock { if $0.count < FigureStore.largest { $0[number] = figure } }
    return figure
  }

  /// The person in other clothes and bare-headed, for a portrait.
  func portrait(_ number: Int) -> Figure {
    var random = RandomStream(seed: seed, purpose: "portrait", item: number)
    var clothes = Clothes(&random)
    clothes.hat = nil
    clothes.scarf = nil
    return Figure(people[number], clothes: clothes, model: model)
  }
}
