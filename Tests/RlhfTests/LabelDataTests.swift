import Foundation
import Testing

@Suite("rlhf label: what goes in and comes out")
struct LabelDataTests {
  @Test("rows become tasks once, whatever their form")
  func importing() throws {
    let store = try LabelingStore()
    #expect(try store.succeed("import", "rankings.jsonl").contains("10 rows, 10 tasks made"))
    #expect(try store.succeed("import", "rankings.jsonl").contains("10 rows, 0 tasks made"))
    #expect(
      try store.succeed("import", "comparisons.jsonl", "--kind", "pair", "--overlap", "2")
        .contains("10 tasks made"))
    let waiting = try store.succeed("import", "prompts.jsonl")
    #expect(waiting.contains("0 tasks made"))
    try store.succeed("verify")
  }

  @Test("a bad row stops an import with its place, and nothing is taken")
  func badRows() throws {
    let store = try LabelingStore()
    let good = #"{"prompt": "Say:", "completions": [" a", " b"]}"#
    let file = try store.write([good, "{", #"{"completions": [" a"]}"#], to: "rows.jsonl")
    let refused = try store.label("import", file)
    #expect(refused.status == 1 && refused.complaints.count == 1)
    #expect(refused.errors.contains("rows.jsonl:2"), "\(refused.errors)")
    let skipping = try store.label("import", file, "--skip-bad-rows")
    #expect(skipping.status == 0 && skipping.output.contains("1 task made"), "\(skipping.errors)")
    #expect(skipping.errors.contains("2 rows were left out"))
  }

  @Test(
    "wrong usage is told with status 64",
    arguments: [
      ["import", "rows.jsonl", "--overlap", "0"], ["import", "rows.jsonl", "--kind", "chat"],
      ["import", "rows.jsonl", "--kind", "riddle"], ["import"],
      ["export", "--output", "out", "--format", "xml"], ["export"],
      ["export", "--output", "out", "--least-strength", "4"],
      ["candidates", "--model", "model", "--count", "1"],
      ["candidates", "--model", "model", "--temperature", "0"],
      ["candidates", "--model", "model", "--count", "3", "--kind", "pair"], ["scores"],
      ["next", "--count", "0"], ["judge"], ["judge", "--reward-model", "a", "--limit", "-1"],
    ])
  func usage(arguments: [String]) throws {
    let folder = try temporaryFolder()
    let result = try rlhf(["label", arguments[0], "store"] + arguments.dropFirst(), in: folder)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.complaints.count == 1)
  }

  @Test("what nobody judged is not exported, and the command says why")
  func nothing() throws {
    let store = try LabelingStore()
    try store.succeed("import", "rankings.jsonl")
    let empty = try store.label("export", "--output", store.file("out"))
    #expect(empty.status == 1 && empty.complaints.count == 1, "\(empty.errors)")
    try store.judgeByLength()
    let machine = try store.label("export", "--output", store.file("out"))
    #expect(machine.status == 1 && machine.errors.contains("person"), "\(machine.errors)")
    #expect(!FileManager.default.fileExists(atPath: store.file("out")))
    #expect(try store.label("audit").status == 0)
  }

  @Test("the same store is exported to the same bytes, with counts and hashes")
  func exporting() throws {
    let store = try LabelingStore()
    try store.succeed("import", "rankings.jsonl")
    try store.judgeByLength()
    for name in ["first", "second"] {
      let output = try store.succeed(
        "export", "--include-machines", "--output", store.file(name))
      #expect(output.contains("train.jsonl"))
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: store.file("first"))
    #expect(names.contains("manifest.json") && names.contains("train.jsonl"))
    for name in names {
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: store.file("first/\(name)")))
          == Data(contentsOf: URL(fileURLWithPath: store.file("second/\(name)"))))
    }
    let rows = try store.rows(of: "first/train.jsonl")
    #expect(Set(rows.compactMap { $0["group_id"] as? String }).count == rows.count)
  }

  @Test(
    "a model learns from what was exported, all pairs of a judgement in one batch",
    arguments: [("reward", "rankings"), ("reward", "standard"), ("dpo", "standard")])
  func training(command: String, format: String) throws {
    let laboratory = try Laboratory.shared()
    let store = try LabelingStore()
    try store.succeed("import", "rankings.jsonl")
    try store.judgeByLength()
    try store.succeed(
      "export", "--include-machines", "--format", format, "--output", store.file("out"))
    let run = URL(fileURLWithPath: store.file("run"))
    let result = try rlhf(
      laboratory.training(
        command, run, data: store.file("out/train.jsonl"),
        command == "dpo" ? ["--set", "dpo.optimization.batch_size=1"] : []),
      in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try laboratory.metrics(in: run).contains { $0["loss"] != nil })
    if command == "dpo" { #expect(result.errors.contains("a batch of its own")) }
    if command == "reward" {
      // Comparisons of one judgement are learned from as one ranking.
      #expect(result.errors.contains("belong to") == (format == "standard"), "\(result.errors)")
    }
  }

  @Test("an export replaces an earlier one when asked, and never anything else")
  func replacing() throws {
    let store = try LabelingStore()
    try store.succeed("import", "rankings.jsonl")
    try store.judgeByLength()
    let thesis = try store.write(["years of work"], to: "thesis.txt")
    let other = try store.label(
      "export", "--include-machines", "--overwrite", "--output", store.folder.path)
    #expect(other.status == 1 && other.errors.contains("holds no earlier export"))
    #expect(FileManager.default.fileExists(atPath: thesis))
    let arguments = ["export", "--include-machines", "--output", store.file("out")]
    for (more, status) in [([], 0), ([], 1), (["--overwrite"], 0)] as [([String], Int32)] {
      let result = try rlhf(
        ["label", arguments[0], store.path] + arguments.dropFirst() + more, in: store.folder)
      #expect(result.status == status, "\(result.errors)")
    }
  }

  @Test("statistics are printed for people and for programs")
  func statistics() throws {
    let store = try LabelingStore()
    try store.succeed("import", "rankings.jsonl")
    try store.judgeByLength()
    #expect(try store.succeed("stats").isEmpty == false)
    let json = try store.succeed("stats", "--json")
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(object?["topics"] != nil)
    let audit = try store.succeed("audit", "--json")
    #expect(try JSONSerialization.jsonObject(with: Data(audit.utf8)) is [String: Any])
  }
}
