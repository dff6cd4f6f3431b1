// swift-tools-version: 6.2
import PackageDescription

// Strict everywhere: a warning is an error, unsafe code is marked, an import says whether it leaks.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// Swift Testing's macros expand to code that strict memory safety would flag.
let testing: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

/// A library target of ours: its job stands in Sources/NAME, its arrows point downward only.
func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// The tests of one target, with the shared test support.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [],
  resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude,
    resources: resources,
    swiftSettings: testing)
}

let package = Package(
  name: "Lookalike",
  products: [
    .executable(name: "lookalike", targets: ["lookalike"]),
    .executable(name: "lookalike-serve", targets: ["lookalike-serve"]),
    .library(
      name: "Lookalike",
      targets: [
        "Biometrics", "Matching", "Frames", "Evaluation", "Review", "Rendering", "Simulation",
        "Audit", "Reports",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    // Without its trait for configuration files, which would bring another package to build.
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1",
      traits: ["FullFoundation"]),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: [
    // System libraries and C.
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png16")]),
    .systemLibrary(
      name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "CMatchKernels"),
    .target(name: "CSampling", exclude: ["body.h", "dlib-lfw.json"]),
    .target(
      name: "CFaceModel", linkerSettings: [.linkedLibrary("dlib"), .linkedLibrary("openblas")]),

    // The floor: what every room stands on.
    library("Essentials", [.product(name: "Crypto", package: "swift-crypto")]),
    library("Statistics", ["Essentials"]),
    library("Biometrics", ["Essentials", "Statistics"]),
    library("Imaging", ["Essentials", "CPNG"]),

    // The rooms.
    library("Matching", ["Biometrics", "Essentials", "CMatchKernels", "COpenBLAS"]),
    library("Frames", ["Biometrics", "Essentials", "Imaging", "CFaceModel"]),
    library(
      "Evaluation", ["Biometrics", "Essentials", "Statistics"],
      resources: [.embedInCode("Resources")]),
    library("Review", ["Biometrics", "Essentials", "Statistics"]),
    library("Rendering", ["Biometrics", "Essentials", "Imaging"]),
    library(
      "Simulation",
      [
        "Biometrics", "Essentials", "Statistics", "Matching", "Evaluation", "Review", "CSampling",
        .product(name: "Yams", package: "Yams"),
      ]),

    // The composition, the pages, the command line.
    library(
      "Audit",
      [
        "Biometrics", "Essentials", "Statistics", "Imaging", "Matching", "Frames", "Evaluation",
        "Review",
      ]),
    library(
      "Reports",
      [
        "Biometrics", "Essentials", "Statistics", "Matching", "Evaluation", "Review", "Simulation",
        "Audit",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    .executableTarget(
      name: "lookalike",
      dependencies: [
        "Biometrics", "Essentials", "Statistics", "Imaging", "Matching", "Frames", "Evaluation",
        "Review", "Rendering", "Simulation", "Audit", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      swiftSettings: strict),

    library(
      "Lessons",
      ["Biometrics", "Essentials", "Statistics", "Evaluation", "Review", "Reports"]),

    // The review console: a store, a server, and the executable that demo need not build.
    library(
      "Store",
      [
        "Biometrics", "Essentials", "Review",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    library(
      "ReviewServer",
      [
        "Store", "Essentials", "Statistics", "Biometrics", "Imaging", "Frames", "Evaluation",
        "Review", "Simulation", "Audit", "Reports", "Lessons",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
      ], resources: [.embedInCode("Resources")]),
    .executableTarget(
      name: "lookalike-serve",
      dependencies: [
        "ReviewServer", "Store", "Essentials", "Review",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Tests mirror the sources.
    .target(
      name: "TestSupport", dependencies: ["Essentials"], path: "Tests/TestSupport",
      swiftSettings: testing),
    tests("ArchitectureTests", []),
    tests("EssentialsTests", ["Essentials"]),
    tests("StatisticsTests", ["Statistics", "Essentials"]),
    tests(
      "SimulationTests",
      [
        "Simulation", "CSampling", "Biometrics", "Essentials", "Evaluation", "Matching", "Review",
        "Statistics",
      ]),
    tests("BiometricsTests", ["Biometrics", "Essentials"]),
    tests(
      "ReportsTests",
      [
        "Reports", "Audit", "Biometrics", "Essentials", "Evaluation", "Imaging", "Matching",
        "Review", "Statistics",
      ]),
    tests("ReviewTests", ["Review", "Biometrics", "Essentials", "Statistics"]),
    tests("ImagingTests", ["Imaging", "Essentials"]),
    tests("FramesTests", ["Frames", "Imaging", "Biometrics", "Essentials"]),
    tests(
      "AuditTests",
      [
        "Audit", "Frames", "Imaging", "Matching", "Evaluation", "Biometrics", "Essentials",
        "Statistics",
      ]),
    tests("CommandTests", ["lookalike"]),
    tests("ClusterTests", ["lookalike", "Essentials"], exclude: ["cluster_tests.py"]),
    tests(
      "LessonsTests",
      ["Lessons", "Reports", "Review", "Evaluation", "Biometrics", "Statistics", "Essentials"]),
    tests(
      "StoreTests",
      [
        "Store", "Biometrics", "Review", "Essentials",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests(
      "ReviewServerTests",
      [
        "ReviewServer", "lookalike-serve", "Store", "Lessons", "Audit", "Biometrics", "Essentials",
        "Imaging", "Review", "Simulation", "Statistics",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    tests("RenderingTests", ["Rendering", "Imaging", "Essentials"]),
    tests("EvaluationTests", ["Evaluation", "Biometrics", "Statistics", "Essentials"]),
    tests(
      "MatchingTests", ["Matching", "CMatchKernels", "Biometrics", "Essentials"],
      exclude: ["NEON"]),
  ],
  cxxLanguageStandard: .cxx17
)
