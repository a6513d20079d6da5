import Foundation
import Testing

@Suite("Plans")
struct PlanTests {
  private func plan(_ arguments: [String], _ laboratory: Laboratory) throws -> [String: Any] {
    let result = try rlhf(["plan"] + arguments + ["--json"], in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(object as? [String: Any])
  }

  /// A model of many layers, as a plan: config.json and a tokenizer; and rows of many tokens.
  private func large(_ laboratory: Laboratory) throws -> [String] {
    let folder = try temporaryFolder()
    let model = folder.appendingPathComponent("model")
    try FileManager.default.copyItem(at: laboratory.path("model"), to: model)
    let file = model.appendingPathComponent("config.json")
    var config = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    config.merge(
      [
        "hidden_size": 64, "num_hidden_layers": 24, "head_dim": 32, "intermediate_size": 128,
        "max_position_embeddings": 2048,
      ]) { $1 }
    try JSONSerialization.data(withJSONObject: config).write(to: file)
    let row =
      #"{"prompt": "Tell:", "completion": "\#(String(repeating: " sun and rain", count: 150))"}"#
    let data = folder.appendingPathComponent("rows.jsonl")
    try Data((Array(repeating: row, count: 9).joined(separator: "\n") + "\n").utf8).write(to: data)
    return [
      "sft", "--model", model.path, "--data", data.path, "--set", "from_scratch=true", "--set",
      "maximum_length=1024", "--set", "held_out_fraction=0", "--no-probe",
    ]
  }

  @Test(
    "of every command tell memory by part, steps and disk, and write nothing",
    arguments: ["sft", "reward", "ppo", "grpo", "rloo", "dpo", "kto"])
  func parts(command: String) throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let found = try plan(laboratory.training(command, output) + ["--no-probe"], laboratory)
    let memory = try #require(found["memory"] as? [String: Any])
    let parts = try #require(memory["parts"] as? [String: Int])
    #expect(parts.values.reduce(0, +) == memory["peak_bytes"] as? Int)
    #expect(parts["moments"] ?? 0 > 0 && parts["activations"] ?? 0 > 0)
    #expect(found["steps"] as? Int == 3 && memory["fits"] as? Bool == true)
    #expect((memory["weights"] as? [String: Int])?["policy"] != nil || command == "reward")
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }

  @Test("count a gold judge and the best model", arguments: ["ppo", "dpo"])
  func gold(command: String) throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let judge = try temporaryFolder().appendingPathComponent("judge")
    try FileManager.default.copyItem(at: laboratory.path("reward"), to: judge)
    let arguments = laboratory.training(command, output) + ["--no-probe"]
    let plain = try plan(arguments, laboratory)
    let watched = try plan(
      arguments + ["--gold-model", judge.path, "--gold-prompts", "prompts.jsonl"], laboratory)
    func weights(_ plan: [String: Any]) -> [String: Int]? {
      (plan["memory"] as? [String: Any])?["weights"] as? [String: Int]
    }
    #expect(weights(plain)?["gold judge"] == nil)
    #expect(try #require(weights(watched)?["gold judge"]) > 0)
    func models(_ plan: [String: Any]) -> Int? { (plan["disk"] as? [String: Int])?["models"] }
    #expect(models(plain) == 1 && models(watched) == 2)
  }

  @Test("measure a few steps on the user's rows, and leave nothing behind")
  func probe() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(["plan"] + laboratory.training("dpo", output), in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("seconds per step") && result.output.contains("It fits."))
    #expect(result.output.contains("peak of the probe, measured"))
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }

  @Test("name the change that makes a run fit, and it does")
  func remedy() throws {
    let laboratory = try Laboratory.shared()
    let arguments = try large(laboratory)
    let whole = try #require(try plan(arguments, laboratory)["memory"] as? [String: Any])
    let peak = try #require(whole["peak_bytes"] as? Int)
    let process = try #require((whole["parts"] as? [String: Int])?["process"])
    let limit = Double(process + (peak - process) * 3 / 4) / 1_073_741_824
    let limited = arguments + ["--set", "memory_limit=\(limit)"]
    let memory = try #require(try plan(limited, laboratory)["memory"] as? [String: Any])
    #expect(memory["fits"] as? Bool == false)
    #expect(memory["remedy"] as? [String] == ["sft.optimization.micro_batch_size=4"])
    let changed = limited + ["--set", "sft.optimization.micro_batch_size=4"]
    let then = try #require(try plan(changed, laboratory)["memory"] as? [String: Any])
    #expect(then["fits"] as? Bool == true)
  }

  @Test("name fewer completions side by side where their keys and values are what is large")
  func fewerSideBySide() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    let prompts = folder.appendingPathComponent("many.jsonl")
    let rows = (0..<5000).map { #"{"prompt": "\#($0)"}"# }
    try Data(rows.joined(separator: "\n").utf8).write(to: prompts)
    let arguments =
      laboratory.training(
        "ppo", folder.appendingPathComponent("run"), data: prompts.path,
        [
          "--set", "ppo.optimization.batch_size=4096", "--set",
          "ppo.optimization.micro_batch_size=1",
        ]) + ["--no-probe"]
    let whole = try #require(try plan(arguments, laboratory)["memory"] as? [String: Any])
    let peak = try #require(whole["peak_bytes"] as? Int)
    let process = try #require((whole["parts"] as? [String: Int])?["process"])
    let limit = Double(process + (peak - process) * 9 / 16) / 1_073_741_824
    let limited = arguments + ["--set", "memory_limit=\(limit)"]
    let memory = try #require(try plan(limited, laboratory)["memory"] as? [String: Any])
    let remedy = try #require(memory["remedy"] as? [String], "\(memory)")
    // With 2048 there would be two caches of half the size.
    #expect(remedy == ["ppo.sampling.batch_size=1024"])
    let then = try #require(
      try plan(limited + ["--set", remedy[0]], laboratory)["memory"] as? [String: Any])
    #expect(then["fits"] as? Bool == true)
  }

  @Test("a run that cannot fit is refused with what it needs, and begun where it is told to")
  func refusal() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let arguments = laboratory.training("ppo", output, ["--set", "memory_limit=0.01"])
    let refused = try rlhf(arguments, in: laboratory.folder)
    #expect(refused.status == 1 && refused.complaints.count == 1)
    #expect(refused.errors.contains("raise memory_limit"), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: output.path))
    let begun = try rlhf(arguments + ["--set", "memory_check=false"], in: laboratory.folder)
    #expect(begun.status == 0, "\(begun.errors)")
  }

  @Test("a run that may not fit is warned of, and goes on")
  func warning() throws {
    let laboratory = try Laboratory.shared()
    let arguments = try large(laboratory).dropLast()
    let whole = try #require(
      try plan(arguments + ["--no-probe"], laboratory)["memory"] as? [String: Any])
    let peak = try #require(whole["peak_bytes"] as? Int)
    let limit = Double(peak) * 0.8 / 1_073_741_824
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(
      Array(arguments) + [
        "--output", output.path, "--set", "memory_limit=\(limit)", "--set",
        "sft.optimization.maximum_steps=1", "--set", "threads=1",
      ], in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("will probably need"), "\(result.errors)")
  }
}
