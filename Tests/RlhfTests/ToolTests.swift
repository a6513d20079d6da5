import Foundation
import Testing

@Suite("The tokenizer command")
struct TokenizerCommandTests {
  @Test("decodes what it encoded, from arguments and from standard input")
  func roundTrip() throws {
    let laboratory = try Laboratory.shared()
    let words = "Tell me of the naïve snow! 雪"
    let ids = try laboratory.rlhf("tokenizer", "encode", "--model", "tokenizer", words)
    #expect(ids.status == 0, "\(ids.errors)")
    let back = try laboratory.rlhf(
      "tokenizer", "decode", "--model", "tokenizer", input: ids.output)
    #expect(back.output == words + "\n")
    let shown = try laboratory.rlhf(
      "tokenizer", "encode", "--model", "tokenizer", "--tokens", input: "snow\n")
    #expect(shown.output.contains("\t\"s"), "\(shown.output)")
  }

  @Test("says how large a tokenizer is, and does not write over one")
  func inspection() throws {
    let laboratory = try Laboratory.shared()
    let result = try laboratory.rlhf("tokenizer", "inspect", "--model", "tokenizer")
    #expect(result.output.contains(/tokens +300/))
    #expect(result.output.contains("ends texts       0 <|endoftext|>"))
    let again = try laboratory.rlhf(
      "tokenizer", "train", "--input", "prompts.jsonl", "--vocabulary-size", "270", "--output",
      "tokenizer")
    #expect(again.status == 1 && again.errors.contains("--overwrite"))
    let small = try laboratory.rlhf(
      "tokenizer", "train", "--input", "demonstrations.jsonl", "--vocabulary-size", "7",
      "--output", "small")
    #expect(small.status == 1 && small.errors.contains("257"), "\(small.errors)")
  }
}

@Suite("The doctor")
struct DoctorTests {
  @Test("finds a healthy model and healthy rows well")
  func healthy() throws {
    let result = try Laboratory.shared().rlhf(
      "doctor", "--model", "model", "--data", "demonstrations.jsonl")
    #expect(result.status == 0, "\(result.output)")
    for words in [
      "✓ libtorch 2.", "✓ matrix products", "✓ texts end with token 0", "• no chat template",
      "✓ 10 rows to use", "10 of 10 completions teach the end", "All is well.",
    ] {
      #expect(result.output.contains(words), "\(words)")
    }
  }

  @Test("measures products and memory where asked")
  func speed() throws {
    let result = try Laboratory.shared().rlhf("doctor", "--speed")
    #expect(result.status == 0 && result.output.contains("FLOP/s in float32 on"))
    #expect(result.output.contains("bytes/s read on"))
    #expect(result.output.contains("FLOP/s in bfloat16 on"))
    #expect(!(try Laboratory.shared().rlhf("doctor").output.contains("FLOP/s")))
  }

  @Test("names what is broken, and ends with status 1")
  func broken() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    try TinyModel(broken: "model.norm.weight").write(to: folder)
    let data = folder.appendingPathComponent("rows.jsonl")
    try Data((laboratory.good + "\n{\n").utf8).write(to: data)
    let result = try laboratory.rlhf("doctor", "--model", folder.path, "--data", data.path)
    #expect(result.status == 1)
    for words in ["✗ ", "model.norm.weight", "tokenizer.json", "1 row cannot be used"] {
      #expect(result.output.contains(words), "\(words) in \(result.output)")
    }
  }

  @Test("says what to do without libtorch")
  func withoutEngine() throws {
    let result = try rlhf(
      ["doctor"], in: temporaryFolder(), shell: "LIBCTORCH=/none exec \"$@\"")
    #expect(result.status == 1 && result.output.contains("✗ libtorch is not installed"))
    #expect(result.output.contains("Scripts/fetch-libtorch"))
  }
}
