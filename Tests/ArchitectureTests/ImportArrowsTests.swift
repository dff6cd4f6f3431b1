import Foundation
import TestSupport
import Testing

/// Arrows only downward: what each target may import, held against the sources.
@Suite struct ImportArrowsTests {
  /// Each target and those of ours that it may import.
  ///
  /// To add an arrow, add it here and say why in
  /// the decision record.
  static let allowed: [String: Set<String>] = [
    "Essentials": [],
    "Statistics": ["Essentials"],
    "Biometrics": ["Essentials", "Statistics"],
    "Imaging": ["Essentials", "CPNG"],
    "Matching": ["Biometrics", "Essentials", "CMatchKernels", "COpenBLAS"],
    "Frames": ["Biometrics", "Essentials", "Imaging", "CFaceModel"],
    "Evaluation": ["Biometrics", "Essentials", "Statistics"],
    "Review": ["Biometrics", "Essentials", "Statistics"],
    "Rendering": ["Biometrics", "Essentials", "Imaging"],
    "Simulation": [
      "Biometrics", "Essentials", "Statistics", "Matching", "Evaluation", "Review", "CSampling",
    ],
    "Audit": [
      "Biometrics", "Essentials", "Statistics", "Imaging", "Matching", "Frames", "Evaluation",
      "Review",
    ],
    "Reports": [
      "Biometrics", "Essentials", "Statistics", "Matching", "Evaluation", "Review", "Simulation",
      "Audit",
    ],
    "Lessons": ["Biometrics", "Essentials", "Statistics", "Evaluation", "Review", "Reports"],
    "Store": ["Biometrics", "Essentials", "Review"],
    "ReviewServer": [
      "Store", "Essentials", "Statistics", "Biometrics", "Imaging", "Frames", "Evaluation",
      "Review", "Simulation", "Audit", "Reports", "Lessons",
    ],
    "lookalike-serve": ["ReviewServer", "Store", "Review", "Essentials"],
    "lookalike": [
      "Biometrics", "Essentials", "Statistics", "Imaging", "Matching", "Frames", "Evaluation",
      "Review", "Rendering", "Simulation", "Audit", "Reports",
    ],
  ]
  static let systemAndC: Set<String> = [
    "CPNG", "COpenBLAS", "CMatchKernels", "CFaceModel", "CSampling",
  ]

  static func swiftFiles(under folder: String) -> [String] {
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return files.filter { $0.hasSuffix(".swift") }.map { folder + "/" + $0 }
  }

  static func imports(in file: String) throws -> Set<String> {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let pattern =
      #/^\s*(?:@\w+\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/#
      .anchorsMatchLineEndings()
    return Set(text.matches(of: pattern).map { String($0.1) })
  }

  @Test func everyTargetIsListed() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: PackageRoot.path + "/Sources")
    #expect(Set(folders).subtracting(Self.systemAndC) == Set(Self.allowed.keys))
  }

  @Test(arguments: allowed.keys.sorted()) func importsPointDownward(target: String) throws {
    let files = Self.swiftFiles(under: PackageRoot.path + "/Sources/" + target)
    #expect(!files.isEmpty, "\(target) has no Swift file: is the path right?")
    let ours = Set(Self.allowed.keys).union(Self.systemAndC)
    let permitted = try #require(Self.allowed[target])
    for file in files {
      let upward = try Self.imports(in: file).intersection(ours).subtracting(permitted)
      #expect(upward.isEmpty, "\(file) imports \(upward.sorted())")
    }
  }

  @Test func theArrowsHaveNoLoop() {
    var settled: Set<String> = Self.systemAndC
    var open = Self.allowed
    while let next = open.first(where: { $0.value.isSubset(of: settled) }) {
      settled.insert(next.key)
      open[next.key] = nil
    }
    #expect(open.isEmpty, "a loop among \(open.keys.sorted())")
  }
}
