import Foundation

extension Laboratory {
  /// Runs `rlhf` in the folder.
  func rlhf(_ arguments: String..., input: String = "") throws -> CommandResult {
    try RlhfTests.rlhf(arguments, in: folder, input: input)
  }

  /// The arguments of a training command of a few steps on one thread.
  ///
  /// - Parameter output: The run's folder, best one of its own for each test.
  func training(
    _ command: String, _ output: URL, steps: Int = 3, data: String? = nil,
    _ more: [String] = []
  ) -> [String] {
    let files = [
      "sft": "demonstrations.jsonl", "reward": "comparisons.jsonl", "dpo": "comparisons.jsonl",
      "kto": "comparisons.jsonl",
      "ppo": "prompts.jsonl", "grpo": "prompts.jsonl", "rloo": "prompts.jsonl",
    ]
    let settings = [
      "threads=1", "maximum_length=48", "held_out_fraction=0.2",
      "\(command).optimization.maximum_steps=\(steps)", "\(command).optimization.batch_size=2",
      "\(command).optimization.epochs=1000", "\(command).optimization.learning_rate=0.001",
    ]
    let isJudgedByModel =
      !more.contains("--reward-command") && !more.contains { $0.hasPrefix("rewards=") }
    let judge =
      ["--set", "\(command).sampling.maximum_new_tokens=6"]
      + (isJudgedByModel ? ["--reward-model", "reward"] : [])
    return [
      command, "--model", "model", "--data", data ?? files[command] ?? "", "--output", output.path,
    ] + settings.flatMap { ["--set", $0] } + (files[command] == "prompts.jsonl" ? judge : []) + more
  }

  /// The metrics of a run, without the times.
  func metrics(in output: URL) throws -> [[String: Double]] {
    let lines = text(of: output.appendingPathComponent("metrics.jsonl")).split(separator: "\n")
    return try lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      guard var row = object as? [String: Double] else { throw Failure(description: "\(line)") }
      row["time"] = nil
      return row
    }
  }

  /// The status that a run's record has.
  func status(in output: URL) throws -> String? {
    let data = try Data(contentsOf: output.appendingPathComponent("run.json"))
    return (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["status"] as? String
  }

  /// The bytes of the weights that a run ended with.
  func weights(in output: URL) throws -> Data {
    try Data(contentsOf: output.appendingPathComponent("model/model.safetensors"))
  }
}
