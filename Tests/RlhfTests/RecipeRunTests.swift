import Foundation
import Testing

@Suite("A recipe")
struct RecipeRunTests {
  @Test(
    "runs, saves, and goes on from a checkpoint to the very same weights",
    arguments: recipeNames.filter { $0 != "loop.yaml" })
  func runs(name: String) throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let arguments = try arguments(for: name, output, laboratory)
    let whole = try rlhf(arguments, in: laboratory.folder)
    #expect(whole.status == 0, "\(whole.errors)")
    let due = try weights(in: output)
    let metrics = try laboratory.metrics(in: output)
    #expect(metrics.contains { $0["step"] == 2 } && !due.isEmpty)

    try forgetSecondStep(of: output)
    let resumed = try rlhf(arguments + ["--resume"], in: laboratory.folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try weights(in: output) == due)
    #expect(try laboratory.metrics(in: output) == metrics)
  }

  /// Two steps of the recipe on a tiny model, with what it says of everything but sizes.
  private func arguments(
    for name: String, _ output: URL, _ laboratory: Laboratory
  ) throws -> [String] {
    let command = command(of: name)
    let section = command.replacing("-", with: "_")
    let inner = command == "online-dpo" ? "online_dpo.dpo" : section
    var settings = [
      "threads=1", "maximum_length=48", "held_out_fraction=0.2", "checkpoint_every=1",
      "evaluate_every=1", "\(inner).optimization.maximum_steps=2",
      "\(inner).optimization.batch_size=4", "\(inner).optimization.epochs=2",
    ]
    var more: [String] = []
    if ["ppo", "grpo", "rloo", "online-dpo"].contains(command) {
      settings.append("\(section).sampling.maximum_new_tokens=6")
      if name != "gsm8k-grpo.yaml" { more += ["--reward-model", "reward"] }
      if name == "safe-ppo.yaml" { more += ["--cost-model", "reward"] }
    }
    if name == "dapo-grpo.yaml" { settings.append("grpo.reward_shaping.overlong_buffer=2") }
    return [
      command, "--config", recipes.appendingPathComponent(name).path, "--model", "model",
      "--data", try data(for: name, laboratory), "--output", output.path,
    ] + settings.flatMap { ["--set", $0] } + more
  }

  private func data(for name: String, _ laboratory: Laboratory) throws -> String {
    switch (name, command(of: name)) {
    case ("gsm8k-grpo.yaml", _):
      try laboratory.write(
        (1...10).map { #"{"prompt": "What is \#($0) and 1?", "answer": " #### \#($0 + 1)"}"# },
        to: "sums.jsonl")
      return "sums.jsonl"
    case ("stepwise-reward.yaml", _):
      try laboratory.write(
        (1...10).map {
          #"{"prompt": "Count to \#($0):", "completions": ["it is", "far"], "labels": [true, false]}"#
        }, to: "counted.jsonl")
      return "counted.jsonl"
    case (_, "sft"): return "demonstrations.jsonl"
    case (_, "reward"), (_, "dpo"), (_, "kto"): return "comparisons.jsonl"
    default: return "prompts.jsonl"
    }
  }

  /// Leaves what a run that was killed after its first step leaves.
  private func forgetSecondStep(of output: URL) throws {
    let files = FileManager.default
    try files.removeItem(at: output.appendingPathComponent("model"))
    let checkpoints = output.appendingPathComponent("checkpoints")
    let steps = try files.contentsOfDirectory(atPath: checkpoints.path).sorted()
    #expect(steps.first?.hasSuffix("1") == true, "\(steps)")
    for step in steps.dropFirst() {
      try files.removeItem(at: checkpoints.appendingPathComponent(step))
    }
    let record = output.appendingPathComponent("run.json")
    try Data(text(of: record).replacing("\"finished\"", with: "\"running\"").utf8).write(to: record)
  }

  /// The bytes of all weights that a run ended with, by file.
  private func weights(in output: URL) throws -> [String: Data] {
    let folder = output.appendingPathComponent("model")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try names.filter { $0.hasSuffix(".safetensors") }.reduce(into: [:]) {
      $0[$1] = try Data(contentsOf: folder.appendingPathComponent($1))
    }
  }
}

/// The command that a recipe is for.
func command(of recipe: String) -> String {
  recipe == "online-dpo.yaml"
    ? "online-dpo" : String(recipe.dropLast(5).split(separator: "-").last ?? "")
}
