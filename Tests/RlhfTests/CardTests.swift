import Foundation
import Testing

@Suite("Cards of models")
struct CardTests {
  @Test("lie beside a model and its checkpoints, and are written anew with what was found since")
  func written() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let more = ["--set", "checkpoint_every=2"]
    let result = try rlhf(laboratory.training("reward", output, more), in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    let file = output.appendingPathComponent("model/README.md")
    let card = text(of: file)
    #expect(
      card.hasPrefix("---\n") && card.contains("A reward model")
    )
    #expect(card.contains("comparisons.jsonl") && card.contains("The rows do not say who judged"))
    let step = output.appendingPathComponent("checkpoints/step-000002/README.md")
    #expect(text(of: step).contains("step 2, on the way"))

    let found = output.appendingPathComponent("found.json")
    try Data(#"{"win_rate": {"value": 0.6, "lower": 0.5, "upper": 0.7}}"#.utf8).write(to: found)
    let again = try laboratory.rlhf("card", output.path, "--evaluation", found.path)
    #expect(again.status == 0 && again.output.contains("The card is in"), "\(again.errors)")
    #expect(text(of: file).contains("0.600"))

    try Data("# Mine\n".utf8).write(to: file)
    let kept = try laboratory.rlhf("card", output.path)
    #expect(kept.errors.contains("stays as it is") && text(of: file) == "# Mine\n")
    let anew = try rlhf(
      laboratory.training("reward", output, more + ["--overwrite"]), in: laboratory.folder)
    #expect(anew.status == 0 && text(of: file) == "# Mine\n", "\(anew.errors)")
  }
}
