import Foundation
import Testing

@Suite("Adapters, by the command")
struct AdapterTests {
  /// Runs a training command with adapters, and gives the folder of its run.
  private func train(
    _ command: String, _ name: String, in folder: URL, _ more: [String] = []
  ) throws -> URL {
    let laboratory = try Laboratory.shared()
    let output = folder.appendingPathComponent(name)
    let result = try rlhf(
      laboratory.training(command, output, ["--set", "lora.rank=4"] + more),
      in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    return output
  }

  private func files(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test(
    "every training command writes adapters that other commands open",
    arguments: ["sft", "reward", "dpo", "kto", "ppo", "grpo", "rloo"])
  func everyCommand(command: String) throws {
    let folder = try temporaryFolder()
    let output = try train(command, "run", in: folder)
    let model = output.appendingPathComponent("model")
    let found = try files(model)
    #expect(Set(found).isSuperset(of: ["adapter_config.json", "adapter_model.safetensors"]))
    #expect(!found.contains("model.safetensors") && !found.contains("config.json"))
    let laboratory = try Laboratory.shared()
    let base = laboratory.path("model").resolvingSymlinksInPath().path
    let said = text(of: model.appendingPathComponent("adapter_config.json"))
    #expect(said.contains(base) || said.contains("/model"))

    let merged = folder.appendingPathComponent("merged")
    let result = try laboratory.rlhf("merge", "--model", model.path, "--output", merged.path)
    #expect(result.status == 0, "\(result.errors)")
    let what = command == "reward" ? "scores" : "logits"
    let printed = try #require(
      result.output.split(separator: "\n").first { $0.contains("largest difference of \(what)") })
    let difference = try #require(printed.split(separator: " ").last.flatMap { Double($0) })
    #expect(difference < 1e-4)
    #expect(try files(merged).contains("model.safetensors"))
    guard command != "reward" else { return }
    let texts = try [model, merged].map { path in
      let result = try laboratory.rlhf(
        "generate", "--model", path.path, "--prompt", "Tell me of sun:", "--temperature", "0")
      #expect(result.status == 0, "\(result.errors)")
      return result.output
    }
    #expect(texts[0] == texts[1] && !texts[0].isEmpty)
  }

  @Test("over weights in four bits, too")
  func quantized() throws {
    let folder = try temporaryFolder()
    let output = try train("dpo", "run", in: folder, ["--set", "lora.quantizes_base=true"])
    let metrics = try Laboratory.shared().metrics(in: output)
    // The reference is the same rounded copy: at first there is no difference.
    let first = try #require(metrics.first { $0["step"] == 1 })
    #expect(abs((first["loss"] ?? 0) - 0.693147) < 1e-5)
  }

  @Test("are refused where they would not do what is asked")
  func refusals() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    func refusal(_ command: String, _ more: [String]) throws -> CommandResult {
      let output = folder.appendingPathComponent(UUID().uuidString)
      return try rlhf(laboratory.training(command, output, more), in: laboratory.folder)
    }
    let dropout = try refusal("ppo", ["--set", "lora.rank=2", "--set", "lora.dropout=0.1"])
    #expect(dropout.status == 64 && dropout.errors.contains("lora.dropout is 0.1"))
    let idle = try refusal("sft", ["--set", "lora.alpha=4"])
    #expect(idle.status == 64 && idle.errors.contains("lora.rank is 0"), "\(idle.errors)")
    let unknown = try refusal("sft", ["--set", "lora.rank=2", "--set", "lora.targets=[c_attn]"])
    #expect(unknown.status == 1 && unknown.errors.contains("q_proj"), "\(unknown.errors)")
    let quantized = try refusal(
      "reward", ["--set", "lora.rank=2", "--set", "lora.quantizes_base=true"])
    #expect(quantized.status == 64 && quantized.errors.contains("lora.quantizes_base is true"))
    let nowhere = try laboratory.rlhf("merge", "--model", "nowhere", "--output", "x")
    #expect(nowhere.status == 1 && nowhere.errors.contains("there is no folder nowhere"))
    let run = try train("sft", "first", in: folder).appendingPathComponent("model")
    let twice = try refusal("dpo", ["--model", run.path, "--set", "lora.rank=2"])
    #expect(twice.status == 1 && twice.errors.contains("rlhf merge --model"), "\(twice.errors)")
    let whole = try laboratory.rlhf("merge", "--model", "model", "--output", "x")
    #expect(whole.status == 1 && whole.errors.contains("nothing to merge"), "\(whole.errors)")
  }
}
