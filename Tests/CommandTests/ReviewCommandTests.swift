import Foundation
import TestSupport
import Testing

/// `lookalike review` as a user runs it, with good and with hostile input.
@Suite struct ReviewCommandTests {
  static let scenarios = [
    "moscow", "patchwork", "annotation", "m-assistant", "mturk", "once", "captcha", "game",
    "managed-team", "in-house", "click-farm",
  ]
  static let methods = [
    "majority", "wawa", "zero-based-skill", "gold-majority", "dawid-skene", "one-coin", "glad",
    "mace", "kos",
  ]

  static func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test(arguments: methods) func everyMethodPrintsTheJSONThatIsPromised(method: String) async throws
  {
    let folder = try TemporaryFolder()
    let answers = try folder.write(
      "task,worker,label\n1,a,x\n1,b,x\n2,a,y\n2,b,x\n2,道,y\n3,a,y\n3,b,y\n3,道,y\n",
      to: "answers.csv")
    let gold = try folder.write("task,label\n1,x\n3,y\n", to: "gold.csv")
    for tie in ["lowest", "random", "fractional", "abstain"] {
      let outcome = try await LookalikeBinary.run([
        "review", "aggregate", answers, "--method", method, "--tie", tie, "--gold", gold, "--seed",
        "1", "--format", "json",
      ])
      #expect(outcome.code == 0, "\(outcome.errors)")
      let result = try Self.object(outcome.output)
      #expect(result["method"] as? String == method)
      #expect(result["iterations"] is Int && result["converged"] is Bool)
      let labels = try #require(result["labels"] as? [[String: Any]])
      #expect(labels.map { $0["task"] as? String } == ["1", "2", "3"])
      #expect(labels[2]["label"] as? String == "y" && labels[2]["posterior"] is Double)
      #expect((result["workers"] as? [Any])?.count == 3)
      let likely = ["dawid-skene", "one-coin", "glad", "mace"].contains(method)
      #expect((result["logLikelihood"] is Double) == likely && result["logLikelihood"] != nil)
    }
  }

  @Test(arguments: scenarios) func everyScenarioPrintsFunnelAndLedger(name: String) async throws {
    let json = try await LookalikeBinary.run([
      "review", "simulate", name, "--seed", "1", "--format", "json",
    ])
    #expect(json.code == 0 && json.errors.contains("seed 1"))
    let result = try Self.object(json.output)
    #expect(result["funnel"] is [String: Any] && result["ledger"] is [String: Any])
    #expect(result["settings"] is [String: Any] && result["alerts"] is [String: Any])
    let text = try await LookalikeBinary.run(["review", "simulate", name, "--seed", "1"])
    #expect(text.output.hasPrefix("\(name): "))
    // One screen of a large terminal.
    #expect(text.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 60)
    let switches = try await LookalikeBinary.run([
      "review", "simulate", name, "--seed", "1", "--counterfactuals", "--format", "json",
    ])
    #expect(switches.code == 0 && switches.output.contains("\"interval\""))
  }

  @Test func theOtherCommandsPrintBothForms() async throws {
    let folder = try TemporaryFolder()
    let answers = try folder.write(
      "task,worker,label,extra\né,Zoë,0,1\né,道,1,1\n2,Zoë,1,1\n2,道,1,1\n", to: "answers.csv")
    let scores = try folder.write("task,score\né,0.4\n2,0.9\nnobody,0.1\n", to: "scores.csv")
    let games = try folder.write("winner,loser\na,b\nb,c\nc,a\na,b\n", to: "games.csv")
    for arguments in [
      ["agreement", answers, "--seed", "1"], ["gold", "--honest", "0.8"],
      ["machine", "--pairs", "500", "--seed", "1"],
      ["workflow", "once", "--lists", "200", "--seed", "1"], ["rank", games], ["presets"],
      ["combine", answers, "--scores", scores, "--replicates", "5", "--seed", "1"],
      [
        "simulate", "once", "--seed", "1", "--show", "label", "--influence", "reliance=0.5",
        "--fatigue", "0.1,20", "--deadline", "5", "--prevalence", "0.1", "--mix", "spammer=0.1",
        "--mix", "copier=0.1", "--sensitivity", "2", "--criterion", "0.1",
      ],
    ] {
      for format in ["text", "json"] {
        let outcome = try await LookalikeBinary.run(["review"] + arguments + ["--format", format])
        #expect(outcome.code == 0, "\(arguments): \(outcome.errors)")
        #expect(!outcome.output.isEmpty)
        if format == "json" {
          _ = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        }
      }
      let help = try await LookalikeBinary.run(["review", arguments[0], "--help"])
      #expect(help.code == 0 && help.output.contains("Example"))
    }
    let noted = try await LookalikeBinary.run(["review", "agreement", answers, "--seed", "1"])
    #expect(noted.errors.contains("columns passed over: extra"))
  }

  @Test func hostileInputIsOneLineAndExitOne() async throws {
    let folder = try TemporaryFolder()
    let files = [
      "", "task,worker,label\n", "item,worker,label\n1,a,x\n", "task,worker,label\n1,a,\n",
      "task,worker,label\n1,a,NaN\n", "task,worker,label\n1,a\n", "task,worker,label\n1,a,\"x\n",
      "task,worker,label,task\n1,a,x,1\n", "task,worker,label\n1,a,x\u{0}\n",
    ]
    for (number, text) in files.enumerated() {
      let path = try folder.write(text, to: "bad\(number).csv")
      for command in ["aggregate", "agreement"] {
        let outcome = try await LookalikeBinary.run(["review", command, path])
        #expect(outcome.code == 1, "\(number) \(command): \(outcome.output)")
        #expect(outcome.output.isEmpty)
        let lines = outcome.errors.split(separator: "\n").filter { !$0.hasPrefix("note:") }
        #expect(lines.count == 1 && lines[0].contains("bad\(number).csv"), "\(outcome.errors)")
      }
    }
    let good = try folder.write("task,worker,label\n1,a,x\n2,a,y\n", to: "good.csv")
    let scores = try folder.write("task,score\n1,0.5\n", to: "scores.csv")
    let same = try folder.write("winner,loser\na,a\n", to: "same.csv")
    for arguments in [
      ["combine", good, "--scores", scores, "--seed", "1"],
      ["combine", good, "--scores", good, "--seed", "1"], ["rank", same], ["rank", good],
      ["aggregate", good, "--method", "gold-majority"], ["gold", "--honest", "2"],
      ["simulate", "once", "--seed", "1", "--reviewers", "1000"],
      ["simulate", "once", "--seed", "1", "--prevalence", "1"],
      ["import", good, "--from", "label-studio", "--to", folder.file("x.csv")],
      ["import", good, "--from", "peerannot", "--to", folder.file("x.csv")],
      ["import", good, "--from", "mturk", "--to", folder.file("x.csv")],
      ["export", good, "--as", "peerannot", "--to", good],
    ] {
      let outcome = try await LookalikeBinary.run(["review"] + arguments)
      #expect(outcome.code == 1, "\(arguments): \(outcome.errors)")
      #expect(outcome.output.isEmpty)
      let lines = outcome.errors.split(separator: "\n").filter { !$0.hasPrefix("note:") }
      #expect(lines.count == 1 && lines[0].hasPrefix("lookalike: "), "\(outcome.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("x.csv")))
  }

  @Test(arguments: [
    ["simulate", "paris"], ["simulate", "once", "--influence", "magic=1"],
    ["simulate", "once", "--mix", "elf=0.1"], ["simulate", "once", "--fatigue", "1"],
    ["simulate", "once", "--fatigue", "1,0"],
    ["simulate", "once", "--influence", "reliance=2"], ["simulate", "once", "--hurry", "-1"],
    ["simulate", "once", "--counterfactuals", "--report", "r.html"], ["workflow"],
    ["machine", "--reviewer", "nobody"], ["gold"], ["combine", "a.csv"],
    ["aggregate", "a.csv", "--method", "magic"], ["aggregate", "a.csv", "--tie", "sometimes"],
  ]) func wrongUsageIs64(arguments: [String]) async throws {
    let outcome = try await LookalikeBinary.run(["review"] + arguments)
    #expect(outcome.code == 64, "\(outcome.errors)")
    #expect(outcome.output.isEmpty && !outcome.errors.isEmpty)
  }
}
