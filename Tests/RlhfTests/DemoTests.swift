import Foundation
import Testing

@Suite("The demo")
struct DemoTests {
  @Test("goes from nothing to a table, conversations, models and a page without requests")
  func quick() throws {
    let folder = try temporaryFolder()
    let result = try rlhf(["demo", "--quick", "--output", "demo"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    for name in ["base", "SFT", "PPO", "DPO", "wins over SFT", "What colour is snow?"] {
      #expect(result.output.contains(name))
    }
    let page = text(of: folder.appendingPathComponent("demo/report.html"))
    #expect(page.contains("<svg") && page.contains("What colour is snow?"))
    for request in ["://", "src=", "<script", "@import"] { #expect(!page.contains(request)) }
    for model in ["sft", "reward", "ppo", "dpo"] {
      let file = folder.appendingPathComponent("demo/\(model)/model.safetensors")
      #expect(FileManager.default.fileExists(atPath: file.path))
    }

    let again = try rlhf(["demo", "--quick", "--output", "demo"], in: folder)
    #expect(again.status == 1 && again.errors.contains("--overwrite"), "\(again.errors)")
    let reply = try rlhf(
      ["generate", "--model", "demo/ppo", "--prompt", "User: I failed my exam.\nAssistant:"],
      in: folder)
    #expect(reply.status == 0, "\(reply.errors)")
    let trained = try rlhf(
      [
        "reward", "--model", "demo/sft", "--data", "demo/data/rankings.jsonl", "--output", "again",
        "--set", "reward.optimization.maximum_steps=2",
      ], in: folder)
    #expect(trained.status == 0, "\(trained.errors)")
  }

  @Test("sets all methods side by side, with what each costs")
  func compare() throws {
    let folder = try temporaryFolder()
    let result = try rlhf(["demo", "--compare", "--quick", "--seeds", "1"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let rows = result.output.split(separator: "\n").map { $0.split(separator: " ") }
    for method in ["PPO", "RLOO", "GRPO", "DPO", "KTO"] {
      let row = try #require(rows.first { $0.first == method[...] }, "\(result.output)")
      // Wins with an interval, KL, tokens and seconds.
      #expect(row.count >= 7 && row[2].hasSuffix("%") && row.contains("k"), "\(row)")
    }
    // log 16 − 15/16
    #expect(result.output.contains("best of 16") && result.output.contains("1.8"))
    let page = text(of: folder.appendingPathComponent("runs/compare/report.html"))
    #expect(page.contains("<svg") && page.contains("RLOO") && !page.contains("://"))
    let none = try rlhf(["demo", "--compare", "--seeds", "0"], in: folder)
    #expect(none.status == 64 && none.errors.contains("--seeds is 0"), "\(none.errors)")
  }
}
