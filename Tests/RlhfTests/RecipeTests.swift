import Foundation
import Testing

@Suite("A recipe")
struct RecipeTests {
  @Test("lies over the defaults, and --set and flags over it; each difference names its origin")
  func layers() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder()
    let recipe = output.appendingPathComponent("recipe.yaml")
    try Data("seed: 7\nmaximum_length: 40\ndpo:\n  beta: 0.3\n".utf8).write(to: recipe)
    let run = output.appendingPathComponent("run")
    let result = try laboratory.rlhf(
      "dpo", "--config", recipe.path, "--model", "model", "--data", "comparisons.jsonl",
      "--output", run.path, "--set", "dpo.beta=0.2", "--set", "threads=1", "--set",
      "dpo.optimization.maximum_steps=1", "--seed", "9")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("dpo.beta = 0.2  (--set; by default 0.1)"))
    #expect(result.errors.contains("maximum_length = 40  (recipe.yaml; by default 512)"))
    #expect(result.errors.contains("seed = 9  (--seed; by default 42)"))
    #expect(!result.errors.contains("keep_checkpoints"))
    let record = text(of: run.appendingPathComponent("run.json"))
    for words in [
      "\"beta\": 0.2", "\"seed\": 9", "\"sha256\"", "\"libtorch\": \"2.", "\"step_count\": 1",
    ] {
      #expect(record.contains(words), "\(words)")
    }
  }

  @Test(
    "with a value that makes no sense ends with status 64 and says what is allowed",
    arguments: [
      ("sft.optimization.learning_rte=1", "did you mean learning_rate?"),
      ("beta=0.2", "beta is not a key"),
      ("sft.optimization.learning_rate=fast", "learning_rate"),
      ("sft.optimization.batch_size=0", "sft.optimization.batch_size is 0"),
      ("sft.optimization.precision=float61", "float32, bfloat16"),
      ("held_out_fraction=1", "held_out_fraction is 1.0"), ("threads", "key.path=value"),
    ])
  func nonsense(setting: String, words: String) throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(
      laboratory.training("sft", output, ["--set", setting]), in: laboratory.folder)
    #expect(result.status == 64)
    #expect(result.complaints.count == 1 && result.errors.contains(words), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }

  @Test("that lacks what must be given says which flag gives it", arguments: ["model", "data"])
  func missing(key: String) throws {
    let result = try rlhf(
      ["sft", "--output", "run"] + (key == "model" ? [] : ["--model", "model"]),
      in: temporaryFolder())
    #expect(result.status == 64)
    #expect(result.errors.contains("\(key) is not given; pass --\(key)"), "\(result.errors)")
  }
}
