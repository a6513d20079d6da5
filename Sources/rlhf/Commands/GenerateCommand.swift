import ArgumentParser
import Batches
import Datasets
import Foundation
import Generation
import Models
import Runs
import Torch

/// `rlhf generate`: writes completions of prompts.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Writes completions of prompts.",
    discussion: "The same seed gives the same completions, however many go together.")

  @Option(help: ArgumentHelp("The model.", valueName: "folder"))
  var model: String

  @Option(help: ArgumentHelp("Prompts: .jsonl or .jsonl.gz.", valueName: "file"))
  var prompts: String?

  @Option(help: ArgumentHelp("A prompt; may be repeated.", valueName: "text"))
  var prompt: [String] = []

  @Option(help: "Completions of each prompt.")
  var count = 1

  @Option(help: "Completions that are written together.")
  var batchSize = 32

  @Option(help: ArgumentHelp("Writes JSON lines here instead of text.", valueName: "file"))
  var output: String?

  @Flag(help: "Leaves out prompts that cannot be used.")
  var skipBadRows = false

  @Flag(help: "Replaces the output file.")
  var overwrite = false

  @OptionGroup var options: SamplingOptions

  func validate() throws {
    guard (prompts == nil) != prompt.isEmpty else {
      throw ValidationError("give prompts, either --prompts FILE or --prompt TEXT")
    }
    guard count > 0 else { throw ValidationError("--count is \(count) and must be at least 1") }
    guard batchSize > 0 else {
      throw ValidationError("--batch-size is \(batchSize) and must be at least 1")
    }
  }

  func run() throws {
    let sampling = try options.configuration()
    let target = output.map { URL(fileURLWithPath: $0) }
    if let target, !overwrite { try refuseExisting(target) }
    let open = try OpenModel(folder: URL(fileURLWithPath: model), device: options.device)
    let policy: BadRowPolicy = skipBadRows ? .skip : .refuse
    let asked =
      try prompts.map { try readPrompts(from: URL(fileURLWithPath: $0), badRows: policy) }
      ?? Loaded(rows: prompt.map { Prompt(.text($0)) })
    let tokenized = try open.sequences.prompts(asked.rows, badRows: policy)
    for row in asked.skipped + tokenized.skipped { note("skipped: \(row.report)") }
    let repeated = tokenized.rows.flatMap { Array(repeating: $0, count: count) }
    let generator = Generator(seed: options.seed, on: open.model.device)

    var lines: [CompletionLine] = []
    var progress = Progress(
      total: repeated.count, unit: "completions", label: "generate",
      output: target == nil ? .none : .automatic)
    // Weights are rounded once for all parts.
    try open.model.whileDecoding(rowCount: batchSize, precision: sampling.weightPrecision) {
      for part in repeated.chunked(by: batchSize) {
        let completions = try generate(
          from: open.model, prompts: part.map(\.tokens), sampling, using: generator,
          tokenizer: open.tokenizer)
        let written = zip(part, completions).map { CompletionLine($0, $1, open.tokenizer) }
        if target == nil { for line in written { line.show() } }
        lines += written
        progress.advance(to: lines.count)
      }
    }
    guard let target else { return }
    progress.finish()
    try writeAtomically(try CompletionLine.json(lines), to: target)
    print("\(counted(lines.count, "completion")) written to \(displayed(target))")
  }
}
