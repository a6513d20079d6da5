import Foundation
import Testing

@Suite("Parts of the demo")
struct DemoPartsTests {
  @Test("the rubric judges lines, and says which one it cannot read")
  func rubric() throws {
    let folder = try temporaryFolder()
    let good = #"{"prompt": "User: What colour is snow?\nAssistant:", "completion": " White."}"#
    let result = try rlhf(["demo", "rubric"], in: folder, input: good + "\n" + good + "\n")
    #expect(result.status == 0, "\(result.errors)")
    let answers = result.output.split(separator: "\n")
    #expect(answers.count == 2 && answers[0] == answers[1])
    let object = try JSONSerialization.jsonObject(with: Data(answers[0].utf8)) as? [String: Double]
    // 0.6 · 0.15 helpful, 0.2 · 0.5 harmless, 0.2 · 0.6 honest
    #expect(abs((object?["reward"] ?? 0) - 0.31) < 1e-9, "\(answers[0])")
    let bad = try rlhf(["demo", "rubric"], in: folder, input: good + "\nno\n")
    #expect(bad.status == 1 && bad.errors.contains("line 2"), "\(bad.errors)")
  }

  @Test("noisy labels are tried in parts that are kept")
  func noise() throws {
    let folder = try temporaryFolder()
    let arguments = ["demo", "noise", "--quick", "--seeds", "1", "--threads", "1"]
    let early = try rlhf(arguments + ["--summarize"], in: folder)
    #expect(early.status == 1 && early.errors.contains("no results yet"), "\(early.errors)")
    let result = try rlhf(arguments, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    for name in ["one model", "mean of 2", "WCO of 2", "UWO of 2", "WARM of 2", "UWO of 2 heads"] {
      #expect(result.output.contains(name), "\(result.output)")
    }
    #expect(result.output.contains("Best of n") && result.output.contains("PPO, KL coefficient"))
    let again = try rlhf(arguments, in: folder)
    #expect(again.output == result.output && !again.errors.contains("seed 1:"), "\(again.errors)")
  }
}
