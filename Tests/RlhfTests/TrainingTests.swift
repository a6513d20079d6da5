import Foundation
import Testing

@Suite("Training")
struct TrainingTests {
  @Test("by SFT writes a model, metrics and a record, and lowers the loss")
  func sft() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(laboratory.training("sft", output, steps: 20), in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("The model is in \(output.path)/model\nNext: rlhf reward"))
    let metrics = try laboratory.metrics(in: output)
    #expect(metrics.count == 21)
    #expect(metrics[0]["step"] == 0 && metrics[20]["step"] == 20)
    let (before, after) = (metrics[0]["eval_loss"] ?? 0, metrics[20]["eval_loss"] ?? .infinity)
    #expect(after < before - 0.2)
    #expect(try laboratory.status(in: output) == "finished")
    let files = try FileManager.default.contentsOfDirectory(
      atPath: output.appendingPathComponent("model").path)
    #expect(Set(files).isSuperset(of: ["config.json", "model.safetensors", "tokenizer.json"]))

    let again = try rlhf(
      laboratory.training("sft", output, steps: 20, ["--resume"]), in: laboratory.folder)
    #expect(again.status == 1 && again.errors.contains("is finished"), "\(again.errors)")
  }

  @Test("starts from random weights where the folder has none, the same for the same seed")
  func fromScratch() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    let plan = folder.appendingPathComponent("plan")
    try FileManager.default.copyItem(at: laboratory.path("model"), to: plan)
    try FileManager.default.removeItem(at: plan.appendingPathComponent("model.safetensors"))
    func weights(_ name: String, seed: Int) throws -> Data {
      let output = folder.appendingPathComponent(name)
      let result = try rlhf(
        laboratory.training(
          "sft", output, steps: 2,
          ["--model", plan.path, "--set", "from_scratch=true", "--set", "seed=\(seed)"]),
        in: laboratory.folder)
      #expect(result.status == 0, "\(result.errors)")
      return try Data(contentsOf: output.appendingPathComponent("model/model.safetensors"))
    }
    let first = try weights("first", seed: 1)
    #expect(try weights("again", seed: 1) == first)
    #expect(try weights("other", seed: 2) != first)
    let refused = try rlhf(
      laboratory.training("sft", folder.appendingPathComponent("x"), ["--model", plan.path]),
      in: laboratory.folder)
    #expect(refused.status == 1 && refused.errors.contains("from_scratch"), "\(refused.errors)")
  }

  @Test("goes from comparisons over a reward model to PPO, and by DPO alone")
  func preferences() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    func train(_ command: String, _ more: [String] = []) throws -> URL {
      let output = folder.appendingPathComponent(command)
      let result = try rlhf(
        laboratory.training(command, output, steps: 12, more), in: laboratory.folder)
      #expect(result.status == 0, "\(command): \(result.errors)")
      return output
    }
    let reward = try laboratory.metrics(in: train("reward"))
    #expect((reward.last?["eval_accuracy"] ?? 0) == 1)
    let model = folder.appendingPathComponent("reward/model").path
    let ppo = try train("ppo", ["--reward-model", model, "--set", "ppo.mini_batches=2"])
    let rollout = try laboratory.metrics(in: ppo).last ?? [:]
    #expect(rollout["objective/scores"] != nil && rollout["eval_objective/kl"] != nil)
    #expect(text(of: ppo.appendingPathComponent("notes.log")).contains("rollout 12, score"))
    let dpo = try laboratory.metrics(in: train("dpo"))
    #expect((dpo.last?["eval_rewards/margins"] ?? 0) > 0.01)
    #expect(dpo[0]["eval_rewards/margins"] == 0)
    let kto = try laboratory.metrics(in: train("kto"))
    #expect((kto.last?["eval_rewards/margins"] ?? 0) > 0.01)
    let orpo = try laboratory.metrics(
      in: train(
        "dpo",
        [
          "--overwrite", "--set", "dpo.losses=[odds_ratio]", "--set", "dpo.reference_free=true",
          "--set", "dpo.sft_weight=1",
        ]))
    #expect((orpo.last?["nll_loss"] ?? 99) < (orpo[1]["nll_loss"] ?? 0))

    let judged = try laboratory.rlhf(
      "evaluate", "--model", folder.appendingPathComponent("ppo/model").path, "--against", "model",
      "--prompts", "prompts.jsonl", "--judge", model, "--maximum-new-tokens", "6", "--json")
    #expect(judged.status == 0 && judged.output.contains("win_rate"), "\(judged.errors)")
  }

  @Test("stops where the loss is no number, and says at which step, on which rows")
  func notFinite() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(
      laboratory.training(
        "sft", output,
        [
          "--set", "sft.optimization.learning_rate=1e30", "--set",
          "sft.optimization.maximum_gradient_norm=0", "--set", "checkpoint_every=1",
        ]), in: laboratory.folder)
    #expect(result.status == 1 && result.complaints.count == 1, "\(result.errors)")
    for words in ["at step 2", "demonstrations.jsonl:", "checkpoints/step-000001"] {
      #expect(result.errors.contains(words), "\(words) in \(result.errors)")
    }
    #expect(try laboratory.status(in: output) == "failed")
  }

  @Test("takes conversations, which the chat template lays out")
  func conversations() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    let template = folder.appendingPathComponent("template.jinja")
    try Data(
      """
      {% for message in messages %}<|im_start|>{{ message.role }}
      {{ message.content }}<|im_end|>
      {% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
      {% endif %}
      """.utf8
    ).write(to: template)
    let tokenizer = folder.appendingPathComponent("tokenizer")
    let made = try laboratory.rlhf(
      "tokenizer", "train", "--input", "demonstrations.jsonl", "--vocabulary-size", "290",
      "--special", "<|im_end|>", "--special", "<|im_start|>", "--chat-template", template.path,
      "--output", tokenizer.path)
    #expect(made.status == 0, "\(made.errors)")
    let model = folder.appendingPathComponent("model")
    try TinyModel().write(to: model, tokenizerFrom: tokenizer)
    try FileManager.default.copyItem(
      at: tokenizer.appendingPathComponent("chat_template.jinja"),
      to: model.appendingPathComponent("chat_template.jinja"))
    let turn = #"{"role": "user", "content": "Sun?"}, {"role": "assistant", "content": "Warm."}"#
    let data = folder.appendingPathComponent("rows.jsonl")
    try Data(#"{"messages": [\#(turn)]}"#.utf8).write(to: data)
    let result = try rlhf(
      laboratory.training(
        "sft", folder.appendingPathComponent("run"), data: data.path, ["--model", model.path]),
      in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    let healthy = try laboratory.rlhf("doctor", "--model", model.path, "--data", data.path)
    #expect(healthy.status == 0, "\(healthy.output)")
    #expect(healthy.output.contains("✓ its chat template keeps prompts"))
    let talk = try laboratory.rlhf(
      "chat", "--model", model.path, "--system", "Be brief.", "--temperature", "0",
      "--maximum-new-tokens", "4", input: "Sun?\nAnd rain?\nAnd the wind and the snow?\n")
    #expect(talk.status == 0 && !talk.errors.contains("error"), "\(talk.errors)")
  }

  @Test("takes rankings, and a command for a reward")
  func others() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    let rankings = try rlhf(
      laboratory.training(
        "reward", folder.appendingPathComponent("reward"), data: "rankings.jsonl"),
      in: laboratory.folder)
    #expect(rankings.status == 0, "\(rankings.errors)")
    let command = "while read -r line; do echo '{\"reward\": 0.25}'; done"
    let output = folder.appendingPathComponent("ppo")
    let ppo = try rlhf(
      laboratory.training("ppo", output, ["--reward-command", command]), in: laboratory.folder)
    #expect(ppo.status == 0, "\(ppo.errors)")
    #expect(try laboratory.metrics(in: output).last?["objective/scores"] == 0.25)
  }
}
