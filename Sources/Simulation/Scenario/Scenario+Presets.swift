extension Scenario {
  /// The scenarios that come with Lookalike.
  public static let presets: [Scenario] = [
    moscow, patchwork, assistant, annotation, mturk, managedTeam, inHouse, london, cardiff, npl,
    rekognition,
  ]

  /// Review systems without a scenario here, and why: ``presets`` has those whose matching matters.
  public static let withoutMatching: [(name: String, reason: String)] = [
    ("once", "people judge pairs of others for a date: no gallery is searched"),
    ("captcha", "items are given, one with a known answer: where they come from changes nothing"),
    ("game", "sentences are judged, and who is skilled enough to: there are no candidates"),
    (
      "click-farm",
      "what it does wrong, it does to any candidates: run mturk here, and the reviewers there"
    ),
  ]

  private static func make(
    _ name: String, _ title: String, _ change: (inout Scenario) -> Void
  ) -> Scenario {
    var scenario = Scenario()
    scenario.name = name
    scenario.title = title
    change(&scenario)
    return scenario
  }

  /// A camera network's usual mix; no figure is known.
  private static let street = [
    PopulationModel.clean: 0.2, "cctv24": 0.4, "cctv16": 0.2, "cctv12": 0.05, "dark": 0.15,
  ]

  private static let moscow = make("moscow", "A look-up for sale in a city's camera network") {
    $0.facts = [
      "175,000 cameras, of which \"hundreds\" were said to be connected (news report)",
      "about 470 USD a look-up; best hits at \"67 %\"; none was the person (news report)",
    ]
    $0.assumptions = [
      "200 faces a camera and day; 12.6 million people, each as likely to pass any camera",
      "the mix of conditions, the encoder and the mapping: none was published",
      "three reviewers as able as Mechanical Turk workers, paid 0.05 a decision",
      "the client's picture comes from a social network (16 pixels between the eyes); of 100 records 1 is misplaced, 2 stand twice, 1 is lost",
    ]
    $0.referenceCondition = "ds16"
    $0.mislabelled = 0.01
    $0.duplicated = 0.02
    $0.missing = 0.01
    $0.people = 12_600_000
    $0.cameras = 175_000
    $0.places = ["entrance", "street", "underground", "shop"]
    $0.conditions = street
    $0.mappings = ["logistic", "half-cosine", "distance:1.2"]
    $0.reviewers = 3
    $0.lookUpPrice = 470
    $0.decisionPrice = 0.05
  }

  private static let patchwork = make(
    "patchwork", "Registries that do not fit together, sorted by hand"
  ) {
    $0.facts = ["files on mismatched spreadsheets, and people who sort them by hand"]
    $0.assumptions = [
      "of 100 records 5 carry somebody else's name or place, 8 stand twice, 15 are lost",
      "60,000 records of 40,000 people; two reviewers",
    ]
    $0.people = 40_000
    $0.cameras = 60
    $0.facesPerCamera = 1000
    $0.places = ["registry A", "registry B", "registry C"]
    $0.conditions = [PopulationModel.clean: 0.5, "ds16": 0.3, "ds8": 0.2]
    $0.mislabelled = 0.05
    $0.duplicated = 0.08
    $0.missing = 0.15
    $0.presentProbes = 10
    $0.absentProbes = 10
    $0.reviewers = 2
    $0.decisionPrice = 0.5
  }

  private static let assistant = make(
    "m-assistant", "Requests that a machine answers where it is sure, and people otherwise"
  ) {
    $0.facts = ["the automated share never rose above about 30 %"]
    $0.assumptions = [
      "a request is a look-up among 20,000 people; at or above 67 % the machine would answer alone",
      "one reviewer for the rest",
    ]
    $0.people = 20_000
    $0.cameras = 40
    $0.facesPerCamera = 500
    $0.conditions = [PopulationModel.clean: 0.6, "cctv24": 0.4]
    $0.presentProbes = 20
    $0.absentProbes = 20
    $0.candidates = 5
    $0.reviewers = 1
    $0.decisionPrice = 0.3
  }

  private static let annotation = make(
    "annotation", "Candidates sorted by people who are paid under a cent each"
  ) {
    $0.facts = ["under 1 cent a task"]
    $0.assumptions = ["100,000 people, 500 cameras; nine reviewers, since each is cheap"]
    $0.people = 100_000
    $0.cameras = 500
    $0.conditions = street
    $0.presentProbes = 10
    $0.absentProbes = 10
    $0.reviewers = 9
    $0.decisionPrice = 0.009
  }

  private static let mturk = make(
    "mturk", "Candidates posted as tasks on a marketplace of workers"
  ) {
    $0.facts = ["a fee of 20 %, at least 0.01 USD, on each answer; 0.04 and 0.07 USD paid for some"]
    $0.assumptions = [
      "a task is a candidate of a look-up among 100,000 people at 500 cameras",
      "five answers to each at 0.05 USD and a fee of 0.01",
    ]
    $0.people = 100_000
    $0.cameras = 500
    $0.conditions = street
    $0.presentProbes = 10
    $0.absentProbes = 10
    $0.reviewers = 5
    $0.decisionPrice = 0.06
  }

  private static let managedTeam = make(
    "managed-team", "Candidates sorted by a hired team that is not told what for"
  ) {
    $0.assumptions = [
      "100,000 people, 500 cameras; three reviewers as able as the public, 6 USD for 60 decisions"
    ]
    $0.people = 100_000
    $0.cameras = 500
    $0.conditions = street
    $0.presentProbes = 10
    $0.absentProbes = 10
    $0.reviewers = 3
    $0.reviewerPreset = "gfmt-full"
    $0.decisionPrice = 0.1
  }

  private static let inHouse = make(
    "in-house", "Candidates sorted by a company's own raters, paid by the hour"
  ) {
    $0.assumptions = [
      "100,000 people, 500 cameras; two raters as able as the public, 15 USD for 120 decisions"
    ]
    $0.people = 100_000
    $0.cameras = 500
    $0.conditions = street
    $0.presentProbes = 10
    $0.absentProbes = 10
    $0.reviewers = 2
    $0.reviewerPreset = "gfmt-full"
    $0.decisionPrice = 0.125
  }

  private static let london = make("london", "A watch list on a street of London") {
    $0.direction = .watchList
    $0.facts = [
      "42 alerts; 16 rejected by reviewers, never verified; 22 stopped; 8 verified correct (University of Essex, 2018 to 2019)"
    ]
    $0.assumptions = [
      "50,000 faces and 2,400 people on the list, 12 of whom pass: neither number was published",
      "a generic encoder at a false match rate of 2e-7, chosen and not fitted to the counts",
    ]
    $0.model = "generic-512"
    $0.people = 50_000
    $0.cameras = 2
    $0.facesPerCamera = 25_000
    $0.places = ["street"]
    $0.listed = 2400
    $0.listedPassing = 12
    $0.threshold = .falseMatchRate(2e-7)
    $0.reviewers = 1
  }

  private static let cardiff = make("cardiff", "A watch list at the final of 2017") {
    $0.direction = .watchList
    $0.facts = ["173 true alerts and 2,297 false ones (South Wales Police, 2017)"]
    $0.assumptions = [
      "60,000 faces and 1,000 people on the list, 120 of whom pass: neither number was published",
      "templates as alike as dlib's at a distance of 0.42: an encoder of its time",
    ]
    $0.people = 60_000
    $0.cameras = 10
    $0.facesPerCamera = 6000
    $0.places = ["stadium"]
    $0.conditions = [PopulationModel.clean: 0.5, "cctv24": 0.5]
    $0.listed = 1000
    $0.listedPassing = 120
    $0.threshold = .score(0.42)
  }

  private static let npl = make("npl", "The threshold of 0.60 on a list of 10,000") {
    $0.direction = .watchList
    $0.facts = [
      "one search in 6,000 a false alert with 10,000 on the list, one in 60,000 with 1,000 (NPL, 2023)"
    ]
    $0.assumptions = [
      "a generic encoder at the false match rate that both figures imply, 1.67e-8; 60,000 faces"
    ]
    $0.model = "generic-512"
    $0.people = 60_000
    $0.cameras = 6
    $0.facesPerCamera = 10_000
    $0.listed = 10_000
    $0.listedPassing = 100
    $0.threshold = .falseMatchRate(1.67e-8)
  }

  private static let rekognition = make("rekognition", "535 members against 25,000 arrests") {
    $0.direction = .watchList
    $0.facts = ["28 of 535 matched somebody at the default threshold of 80 % (ACLU, 2018)"]
    $0.assumptions = [
      "a generic encoder at the false match rate that these counts imply, 2.2e-6; no member on the list"
    ]
    $0.model = "generic-512"
    $0.people = 535
    $0.cameras = 1
    $0.facesPerCamera = 535
    $0.places = ["portrait"]
    $0.listed = 25_000
    $0.listedPassing = 0
    $0.threshold = .falseMatchRate(2.2e-6)
  }
}
