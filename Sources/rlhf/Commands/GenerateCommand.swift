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

  @Option(help: "Completions that are written side by side; as some end, others begin.")
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
    var sampling = try options.configuration()
    sampling.batchSize = batchSize
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

    var lines: [CompletionLine?] = Array(repeating: nil, count: repeated.count)
    var endedCount = 0
    var shownCount = 0
    var progress = Progress(
      total: repeated.count, unit: "completions", label: "generate",
      output: target == nil ? .none : .automatic)
    _ = try generate(
      from: open.model, prompts: repeated.map(\.tokens), sampling, using: generator,
      tokenizer: open.tokenizer,
      onCompletion: { row, completion in
        lines[row] = CompletionLine(repeated[row], completion, open.tokenizer)
        endedCount += 1
        progress.advance(to: endedCount)
        // In the order of the prompts, each as soon as it and those before it have ended.
        while target == nil, shownCount < lines.count, let line = lines[shownCount] {
          line.show()
          shownCount += 1
        }
      })
    guard let target else { return }
    progress.finish()
    try writeAtomically(try CompletionLine.json(lines.compactMap { $0 }), to: target)
    print("\(counted(lines.count, "completion")) written to \(displayed(target))")
  }
}
