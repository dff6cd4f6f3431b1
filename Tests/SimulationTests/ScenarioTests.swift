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
    (
      "name: x\ncameras:\n  count: 3\n  days: 2\n  count: 4\n",
      ["line 5", "cameras.count is given twice, first in line 3"]
    ),
    ("name: x\ntitle: y\n\"name\" : z\n", ["line 3", "name is given twice, first in line 1"]),
    (
      "cameras:\n  conditions:\n    clean: 1\n    # dark: 2\n    dark: 3\n    clean: 0.3\n",
      ["line 6", "cameras.conditions.clean is given twice, first in line 3"]
    ),
    ("name: x\ncameras: {count: 3, days: 2, count: 4}\n", ["line 2", "cameras.count"]),
    (
      "cameras:\n  count: 1\nname: x\ncameras:\n  days: 2\n",
      ["line 4", "cameras is given twice, first in line 1"]
    ),
    ("cameras.count: 3\ncameras:\n  count: 4\n", ["line 3", "cameras.count is given twice"]),
    ("camera:\n  count: 3\n", ["line 1", "\"camera\"", "Perhaps cameras is meant"]),
    (
      "name: x\ncameras:\n  people: 3\n",
      ["line 3", "\"people\" in cameras", "Put it under population or list"]
    ),
    ("cameras:\n  title: x\n", ["line 2", "under no section"]),
    ("name: a\u{0}b\ntitle: c\n", ["line 1", "does not allow"]),
    ("name: a\ntitle: \u{1B}c\n", ["line 2", "does not allow"]),
    (
      "matching:\n  mappings:\n    - cosine\n    - magic\n",
      ["line 4", "matching.mappings", "magic", "logistic, half-cosine"]
    ),
    (
      "cameras:\n  conditions:\n    clean: 0.5\n    fog: 0.5\n",
      ["line 4", "cameras.conditions", "fog"]
    ),
    (
      "direction: watch-list\nmatching:\n  threshold: score:-5\n",
      ["line 3", "matching.threshold", "no distance"]
    ),
    (
      "population:\n  model: generic-512\nmatching:\n  mappings: [cosine]\n  threshold: score:1.2\n",
      ["line 5", "matching.threshold", "no cosine"]
    ),
    (
      "population:\n  people: 2\n",
      ["line 2", "population.people", "5 people are to be looked for"]
    ),
    (
      "direction: watch-list\npopulation:\n  people: 3\nmatching:\n  threshold: score:0.5\n",
      ["line 3", "population.people", "Lower list.passing"]
    ),
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
    (
      "direction: watch-list\nmatching:\n  threshold: score:0.5\nlist:\n  people: 3\n  passing: 4\n",
      ["line 6", "list.passing", "list.people"]
    ),
    ("records:\n  missing: 0.9\n  duplicated: 0.3\n", ["line 2", "records.missing"]),
    ("cameras:\n  count: 1e3\n", ["line 2", "cameras.count", "1e3", "whole number"]),
    ("name: x\ndirection: watch-list\n", ["line 2", "direction", "matching.threshold"]),
    ("cameras:\n  places: []\n", ["line 2", "cameras.places"]),
    ("cameras:\n\tcount: 3\n", ["line 2", "is indented by a tab", "blanks"]),
    ("cameras:\n  ? [count, days]\n  : 3\n", ["line 2", "where a key should be"]),
    (
      "matching:\n  mappings: [logistic, cosine, logistic]\n",
      ["line 2", "logistic is named twice"]
    ),
    (
      "direction: watch-list\nmatching:\n  threshold: score:1e308\n",
      ["line 3", "matching.threshold", "no distance"]
    ),
    ("prices:\n  look-up: 1e308\n", ["line 2", "prices.look-up", "from 0 to 1,000,000,000"]),
    ("name: [\n", ["line 2", "is no YAML"]),
    ("- a\n- b\n", ["line 1", "holds no keys"]),
    ("", ["line 1", "holds no keys"]),
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

  @Test func bytesThatAreNoTextGetTheirLine() throws {
    let bytes = Array("name: x\ntitle: caf".utf8) + [0xE9] + Array("\n".utf8)
    let latin = #expect(throws: Failure.self) {
      try ScenarioText.decoded(bytes, file: "city.yaml")
    }
    #expect(latin?.place == "line 2" && latin?.remedy == "Save it as UTF-8")
    let wide = #expect(throws: Failure.self) {
      try ScenarioText.decoded([0xFF, 0xFE, 0x6E, 0x00], file: "city.yaml")
    }
    #expect(wide?.place == "line 1" && wide?.summary.contains("UTF-16") == true)
    #expect(try ScenarioText.decoded(Array("\u{FEFF}a: ü".utf8), file: "city.yaml") == "a: ü")
  }

  /// What only a run can tell names the line all the same, unless the value came from elsewhere.
  @Test func runsNameTheLine() throws {
    let text = """
      name: x
      population:
        people: 10
      cameras:
        count: 1
        faces-per-camera: 1
      probes:
        present: 3
      """
    let scenario = try Scenario.read(text, file: "city.yaml")
    func refusal(_ scenario: Scenario) -> Failure? {
      #expect(throws: Failure.self) { try LookUpResult.run(scenario, seed: 1, threads: 1) }
    }
    let failure = refusal(scenario)
    #expect(failure?.file == "city.yaml" && failure?.place == "line 8")
    #expect(failure?.summary.hasPrefix("probes.present: only one person") == true)
    let changed = try scenario.setting("probes.present", to: "4")
    #expect(refusal(changed)?.summary.hasPrefix("cameras.count: only one person") == true)
    var preset = Scenario()
    preset.cameras = 1
    preset.facesPerCamera = 1
    #expect(refusal(preset)?.file == nil)
    let list = try Scenario.read(
      "direction: watch-list\nmatching:\n  threshold: score:0.5\nrecords:\n  missing: 1\n",
      file: "list.yaml")
    let empty = #expect(throws: Failure.self) {
      try WatchListResult.run(list, seed: 1, threads: 1)
    }
    #expect(empty?.place == "line 5" && empty?.summary.contains("nobody is left") == true)
    let wrong = #expect(throws: Failure.self) {
      try Anatomy.run(list, captures: 100, probes: 2, seed: 1, threads: 1)
    }
    #expect(wrong?.place == "line 1")
  }

  /// Carried on below distance 0, a threshold is 0: a rarer match never lets in more.
  @Test func aRarerMatchLetsInNoMore() throws {
    let model = try PopulationModel.named("dlib-lfw")
    let limits = try [1e-6, 1e-12, 1e-60].map { rate in
      var scenario = Scenario()
      scenario.threshold = .falseMatchRate(rate)
      return try #require(try scenario.limit(model))
    }
    #expect(limits[0] > limits[1] && limits[1] > 0 && limits[2] == 0)
  }

  @Test func noTextMakesItTrap() {
    let whole = Array(Scenario.presets[0].yaml.utf8)
    var random = RandomStream(seed: 4)
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<1 + random.index(below: 4) {
        let place = random.index(below: bytes.count)
        switch random.index(below: 3) {
        case 0: bytes[place] = UInt8(random.index(below: 256))
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8(random.index(below: 128)), at: place)
        }
      }
      if let text = try? ScenarioText.decoded(bytes, file: "x"),
        let read = try? Scenario.read(text, file: "x")
      {
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
