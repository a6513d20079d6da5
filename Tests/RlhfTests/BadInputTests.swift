import Foundation
import Testing

/// A row of the table of bad input: how it comes about, and what the command says of it.
struct BadInput: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Words that must be in the sentence.
  let words: [String]
  /// Spoils something in a folder of the test's own; returns arguments that come last.
  let spoil: @Sendable (Laboratory, URL) throws -> [String]
  var command = "sft"

  static let table = [
    BadInput(testDescription: "a data file that is not there", words: ["none.jsonl", "check"]) {
      _, folder in ["--data", folder.appendingPathComponent("none.jsonl").path]
    },
    BadInput(testDescription: "a data file that ends too early", words: ["cut.jsonl.gz"]) {
      _, folder in
      let file = folder.appendingPathComponent("cut.jsonl.gz")
      try Data([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0x56]).write(to: file)
      return ["--data", file.path]
    },
    BadInput(testDescription: "malformed JSON", words: ["rows.jsonl:2", "malformed JSON"]) {
      try rows([$0.good, #"{"prompt": "a", "completion": }"#], in: $1)
    },
    BadInput(testDescription: "a wrong column", words: ["rows.jsonl:1", "completion"]) {
      try rows([#"{"prompt": "a", "answer": " b"}"#], in: $1)
    },
    BadInput(testDescription: "an empty completion", words: ["rows.jsonl:2", "completion"]) {
      try rows([$0.good, #"{"prompt": "a", "completion": ""}"#], in: $1)
    },
    BadInput(
      testDescription: "a prompt longer than the context",
      words: ["rows.jsonl:2", "the prompt has", "48", "--skip-bad-rows"]
    ) {
      let long = String(repeating: "q z ", count: 200)
      return try rows([$0.good, #"{"prompt": "\#(long)", "completion": " b"}"#], in: $1)
    },
    BadInput(testDescription: "a model that is not there", words: ["nowhere", "config.json"]) {
      _, _ in ["--model", "nowhere"]
    },
    BadInput(
      testDescription: "weights that are not numbers", words: ["model.norm.weight", "finite"]
    ) {
      let folder = $1.appendingPathComponent("broken")
      try TinyModel(broken: "model.norm.weight")
        .write(to: folder, tokenizerFrom: $0.path("tokenizer"))
      return ["--model", folder.path]
    },
    BadInput(testDescription: "weights that end too early", words: ["model.safetensors"]) {
      let folder = $1.appendingPathComponent("cut")
      try TinyModel().write(to: folder, tokenizerFrom: $0.path("tokenizer"))
      let file = folder.appendingPathComponent("model.safetensors")
      try Data(contentsOf: file).prefix(9000).write(to: file)
      return ["--model", folder.path]
    },
    BadInput(testDescription: "a model without a tokenizer", words: ["tokenizer.json"]) {
      let folder = $1.appendingPathComponent("mute")
      try TinyModel().write(to: folder)
      return ["--model", folder.path]
    },
    BadInput(
      testDescription: "a tokenizer with more tokens than the model", words: ["299", "290"]
    ) {
      let folder = $1.appendingPathComponent("small")
      try TinyModel(vocabularySize: 290).write(to: folder, tokenizerFrom: $0.path("tokenizer"))
      return ["--model", folder.path]
    },
    BadInput(
      testDescription: "a reward model of another vocabulary", words: ["300", "310", "tokenizer"],
      spoil: {
        let folder = $1.appendingPathComponent("other")
        try TinyModel(vocabularySize: 310, isScalar: true)
          .write(to: folder, tokenizerFrom: $0.path("tokenizer"))
        return ["--reward-model", folder.path]
      }, command: "ppo"),
    BadInput(
      testDescription: "a language model for a reward model", words: ["LlamaForCausalLM"],
      spoil: { _, _ in ["--reward-model", "model"] }, command: "ppo"),
    BadInput(
      testDescription: "a reward command that ends", words: ["false", "status"],
      spoil: { _, _ in ["--reward-command", "false"] }, command: "ppo"),
    BadInput(testDescription: "sequences longer than the positions", words: ["100", "64"]) {
      _, _ in ["--set", "maximum_length=100"]
    },
    BadInput(testDescription: "a device that is not there", words: ["cuda:77"]) {
      _, _ in ["--device", "cuda:77"]
    },
  ]
}

extension Laboratory {
  /// A row that nothing is wrong with.
  var good: String { #"{"prompt": "Tell me:", "completion": " gladly."}"# }
}

private func rows(_ lines: [String], in folder: URL) throws -> [String] {
  let file = folder.appendingPathComponent("rows.jsonl")
  try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
  return ["--data", file.path, "--set", "held_out_fraction=0"]
}

@Suite("Bad input")
struct BadInputTests {
  @Test("is answered with one sentence and status 1", arguments: BadInput.table)
  func sentence(input: BadInput) throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    let output = folder.appendingPathComponent("run")
    let last = try input.spoil(laboratory, folder)
    let result = try rlhf(
      laboratory.training(input.command, output, last), in: laboratory.folder)
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.complaints.count == 1, "\(result.errors)")
    for word in input.words {
      #expect(result.complaints.first?.contains(word) == true, "\(word) in \(result.errors)")
    }
    for word in ["Fatal error", "Stack dump", "Backtrace", "NSError", "(null)"] {
      #expect(!result.errors.contains(word))
    }
    #expect(result.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: output.appendingPathComponent("model").path))
  }

  @Test("an output folder that holds something is left as it is")
  func existingOutput() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder()
    let file = output.appendingPathComponent("thesis.txt")
    try Data("years of work".utf8).write(to: file)
    for more in [[], ["--overwrite"]] {
      let result = try rlhf(laboratory.training("sft", output, more), in: laboratory.folder)
      #expect(result.status == 1)
      #expect(result.complaints.count == 1 && result.errors.contains("not empty"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: output.path) == ["thesis.txt"])
      #expect(text(of: file) == "years of work")
    }
  }

  @Test("rows that cannot be used are left out and listed when asked")
  func skipping() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    let bad = [laboratory.good, "{", #"{"prompt": "a", "completion": ""}"#, laboratory.good]
    let data = try rows(bad, in: folder)
    let output = folder.appendingPathComponent("run")
    let result = try rlhf(
      laboratory.training("sft", output, data + ["--skip-bad-rows"]), in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("2 rows to learn from, 0 held out, 2 skipped"))
    let notes = text(of: output.appendingPathComponent("notes.log"))
    #expect(notes.contains("rows.jsonl:2") && notes.contains("rows.jsonl:3"))
  }
}
