import Foundation
import Testing

@Suite("The recipes")
struct RecipeFileTests {
  @Test("are found by these tests")
  func present() { #expect(recipeNames.contains("sft.yaml") && recipeNames.count >= 10) }

  @Test("hold only keys that there are, and say how they are run", arguments: recipeNames)
  func keys(name: String) throws {
    let words = text(of: recipes.appendingPathComponent(name))
    let command = command(of: name)
    let needsJudge =
      ["ppo", "grpo", "rloo", "online-dpo"].contains(command) && !words.contains("\nrewards:")
    let judge = needsJudge ? ["--reward-model", "nowhere"] : []
    let result = try rlhf(
      [
        command, "--config", recipes.appendingPathComponent(name).path, "--model", "nowhere",
        command == "loop" ? "--prompts" : "--data", "nothing", "--output", "run",
      ] + judge, in: temporaryFolder())
    // The recipe is fine, and only the model is missing.
    #expect(result.status == 1 && result.errors.contains("nowhere"), "\(result.errors)")
    for heading in ["# Tested on:", "# Takes:", "# Command:    rlhf \(command) --config Recipes/"] {
      #expect(words.contains(heading), "\(heading)")
    }
  }

  @Test(
    "for HH-RLHF run one after another on a checkpoint of transformers and people's comparisons",
    .enabled(if: FileManager.default.fileExists(atPath: comparisons.path)))
  func humanComparisons() throws {
    let folder = try temporaryFolder()
    func train(_ command: String, _ model: String, _ more: String...) throws {
      let result = try rlhf(
        [
          command, "--config", recipes.appendingPathComponent("hh-harmless-\(command).yaml").path,
          "--model", model, "--data", comparisons.path, "--output", command, "--set", "threads=1",
          "--set", "\(command).optimization.maximum_steps=2", "--set", "maximum_length=128",
          "--set", "held_out_fraction=0.005",
        ] + more, in: folder)
      #expect(result.status == 0, "\(result.errors)")
    }
    try train("sft", checkpoint.path)
    try train("reward", "sft/model")
    try train(
      "ppo", "sft/model", "--reward-model", "reward/model", "--set",
      "ppo.sampling.maximum_new_tokens=8")
    try train("dpo", "sft/model")
  }
}

private let repository = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
/// The folder of the recipes.
let recipes = repository.appendingPathComponent("Recipes")
/// Their names, with endings.
let recipeNames =
  ((try? FileManager.default.contentsOfDirectory(atPath: recipes.path)) ?? []).sorted()
  .filter { $0.hasSuffix(".yaml") }

/// Real input, which lies beside the project where there is some.
private let shared = repository.deletingLastPathComponent().appendingPathComponent("shared")
private let comparisons = shared.appendingPathComponent("data/hh-harmless.jsonl.gz")
private let checkpoint = shared.appendingPathComponent("fixtures/models/llama-nano-sft")
