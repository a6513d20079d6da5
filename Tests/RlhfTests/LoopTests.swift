import Foundation
import Testing

@Suite("rlhf loop")
struct LoopTests {
  private let laboratory: Laboratory
  private let folder: URL

  init() throws {
    laboratory = try Laboratory.shared()
    folder = try temporaryFolder()
    let recipe = """
      rounds: 2
      device: cpu
      candidates:
        count: 3
        prompts_per_round: 5
        sampling: {maximum_new_tokens: 6}
      labeling: {includes_machines: true}
      reward:
        set: [threads=1, maximum_length=48, reward.optimization.maximum_steps=2]
      ppo:
        set:
          - threads=1
          - maximum_length=48
          - ppo.sampling.maximum_new_tokens=6
          - ppo.optimization.maximum_steps=2
          - ppo.optimization.batch_size=2
      """
    try Data(recipe.utf8).write(to: folder.appendingPathComponent("loop.yaml"))
  }

  private var output: URL { folder.appendingPathComponent("loop") }

  private func loop(_ more: String...) throws -> CommandResult {
    try rlhf(
      [
        "loop", "--config", folder.appendingPathComponent("loop.yaml").path, "--model", "model",
        "--prompts", "prompts.jsonl", "--output", output.path,
      ] + more, in: laboratory.folder)
  }

  private func judge(limit: Int = 0) throws {
    let result = try rlhf(
      [
        "label", "judge", output.appendingPathComponent("store").path, "--limit", "\(limit)",
        "--reward-command", judgeOfLength,
      ], in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
  }

  private func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: output.appendingPathComponent(path).path)
  }

  @Test("goes round whenever there are enough judgements, and says how many are missing")
  func rounds() throws {
    let first = try loop()
    #expect(first.status == 75, "\(first.errors)")
    #expect(first.output.contains("/join/"))
    #expect(first.errors.contains("waits for 5 judgements more, of 5"), "\(first.errors)")
    #expect(first.errors.contains("rlhf label serve") && first.errors.contains("--resume"))
    try judge(limit: 2)
    let waiting = try loop("--resume")
    #expect(waiting.status == 75 && waiting.errors.contains("waits for 3 judgements more"))
    #expect(!has("round-1/reward"))

    try judge()
    let second = try loop("--resume")
    #expect(second.status == 75, "\(second.errors)")
    #expect(second.errors.contains("Round 2 waits for 5 judgements more"), "\(second.errors)")
    #expect(has("round-1/reward/model") && has("round-1/ppo/model") && has("round-1/data"))
    #expect(try laboratory.status(in: output.appendingPathComponent("round-1/ppo")) == "finished")

    try judge()
    let last = try loop("--resume")
    #expect(last.status == 0, "\(last.errors)")
    #expect(last.output.contains("The policy after 2 rounds is in"))
    #expect(has("round-2/ppo/model"))
    #expect(try loop("--resume").status == 0)
  }

  @Test("a loop whose prompts cannot be read leaves nothing behind")
  func withoutPrompts() throws {
    let result = try loop("--prompts", "none.jsonl")
    #expect(result.status == 1 && result.errors.contains("none.jsonl"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }

  @Test("a loop that is there is not begun anew, and one that is not there not gone on with")
  func resuming() throws {
    #expect(try loop("--resume").status == 1)
    #expect(try loop().status == 75)
    let again = try loop()
    #expect(again.status == 1 && again.errors.contains("--resume"), "\(again.errors)")
    try Data("{".utf8).write(to: output.appendingPathComponent("loop.json"))
    let broken = try loop("--resume")
    #expect(broken.status == 1 && broken.errors.contains("loop.json"))
  }

  @Test("a stage that was stopped is gone on with")
  func stoppedStage() throws {
    #expect(try loop().status == 75)
    try judge()
    // What a run that was killed at once leaves behind: its record, and no model.
    #expect(try loop("--resume").status == 75)
    for name in ["round-1/ppo/model", "loop.json"] {
      let file = output.appendingPathComponent(name)
      if name == "loop.json" {
        let text = text(of: file).replacing("\"isDone\" : true", with: "\"isDone\" : false")
        try Data(text.utf8).write(to: file)
      } else {
        try FileManager.default.removeItem(at: file)
      }
    }
    let again = try loop("--resume")
    #expect(again.status == 75, "\(again.errors)")
    #expect(has("round-1/ppo/model"))
  }

  @Test(
    "wrong values are told with status 64",
    arguments: ["rounds=0", "candidates.count=1", "candidates.sampling.temperature=0", "round=3"])
  func values(setting: String) throws {
    let result = try loop("--set", setting)
    #expect(result.status == 64 && result.complaints.count == 1, "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }
}
