import Essentials
import TestSupport
import Testing

@testable import Simulation

@Suite struct ScenarioTests {
  @Test(arguments: Scenario.presets) func presetsSurviveTheirFiles(preset: Scenario) throws {
    #expect(try Scenario.read(preset.yaml, file: "x.yaml") == preset)
    _ = try SimulatedCity(preset, seed: 1)
  }

  @Test func everyKeyHasAPlaceAndAMeaning() {
    let paths = ScenarioKey.all.map(\.path)
    #expect(Set(paths).count == paths.count)
    for key in ScenarioKey.all {
      #expect(ScenarioKey.sections.contains { $0.name == key.section }, "\(key.path)")
      #expect(Scenario().yaml.contains("\(key.name): "), "\(key.path)")
    }
  }

  /// A bad file, what must be said of it: the line, the key, the remedy.
  static let bad: [(text: String, said: [String])] = [
    ("name: x\ncameras:\n  cout: 3\n", ["line 3", "\"cout\"", "Perhaps count is meant"]),
    ("name: x\npopulation:\n  people: many\n", ["line 3", "population.people", "\"many\""]),
    ("population:\n  people: 0\n", ["line 2", "population.people"]),
    ("cameras: 3\n", ["line 1", "cameras is a section"]),
    ("cameras:\n  count: 3\n  count: 4\n", ["line", "count"]),
    ("cameras:\n  hours: [9, 3]\n", ["line 2", "cameras.hours"]),
    ("cameras:\n  conditions: {clean: -1}\n", ["line 2", "cameras.conditions.clean"]),
    ("matching:\n  threshold: strict\n", ["line 2", "matching.threshold", "fmr:"]),
    ("direction: sideways\n", ["line 1", "direction", "look-up, watch-list"]),
    ("review:\n  preset: wizard\n", ["line 2", "review.preset"]),
    (
      "probes:\n  present: 0\n  absent: 0\n",
      ["line 2", "probes.present", "a look-up without probes"]
    ),
    ("cameras:\n  conditions: {fog: 1}\n", ["line 2", "cameras.conditions", "fog", "cctv16"]),
    ("population:\n  model: city.json\n", ["line 2", "population.model", "city.json"]),
    (
      "matching:\n  reference-condition: fog\n", ["line 2", "matching.reference-condition", "fog"]
    ),
    ("matching:\n  mappings: [magic]\n", ["line 2", "matching.mappings", "magic"]),
    ("list:\n  people: 3\n  passing: 4\n", ["line 3", "list.passing", "list.people"]),
    ("records:\n  missing: 0.9\n  duplicated: 0.3\n", ["line 2", "records.missing"]),
    ("cameras:\n  count: 1e3\n", ["line 2", "cameras.count", "1e3", "whole number"]),
    ("name: x\ndirection: watch-list\n", ["line 2", "direction", "matching.threshold"]),
    ("cameras:\n  places: []\n", ["line 2", "cameras.places"]),
    ("cameras:\n\tcount: 3\n", ["line 2", "is no YAML"]),
    ("name: [\n", ["is no YAML"]),
    ("- a\n- b\n", ["holds no keys"]),
    ("", ["holds no keys"]),
  ]

  @Test(arguments: bad.indices) func badFilesGetTheLineTheKeyAndTheRemedy(index: Int) throws {
    let (text, said) = Self.bad[index]
    let failure = #expect(throws: Failure.self) { try Scenario.read(text, file: "city.yaml") }
    let line = failure?.description ?? ""
    #expect(line.hasPrefix("city.yaml: "))
    for part in said { #expect(line.contains(part), "\(part) in: \(line)") }
    #expect(failure?.remedy != nil)
    #expect(!line.contains("\n"))
  }

  @Test func noTextMakesItTrap() {
    let whole = Array(Scenario.presets[0].yaml.utf8)
    var random = RandomStream(seed: 4)
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<1 + random.index(below: 4) {
        let place = random.index(below: bytes.count)
        switch random.index(below: 3) {
        case 0: bytes[place] = UInt8(random.index(below: 128))
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8(random.index(below: 128)), at: place)
        }
      }
      if let read = try? Scenario.read(String(decoding: bytes, as: UTF8.self), file: "x") {
        #expect(read.cameras > 0 && read.people > 0)
      }
    }
  }

  @Test func valuesCanBeSetByPath() throws {
    let scenario = try Scenario.named("moscow").setting("cameras.count", to: "7")
    #expect(scenario.cameras == 7)
    #expect(throws: Failure.self) { try scenario.setting("cameras.lens", to: "7") }
    #expect(throws: Failure.self) { try scenario.setting("cameras.count", to: "-7") }
  }
}
