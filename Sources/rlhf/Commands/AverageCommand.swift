import ArgumentParser
import Foundation
import Models
import Runs
import Tokenizers

/// `rlhf average`: writes the mean of the weights of several models.
struct AverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "average", abstract: "Makes one model of the mean of several models' weights.",
    discussion: """
      The models must have been trained from one: policies, or reward models (WARM). All weigh \
      the same. Whole models alone: make them of adapters with rlhf merge first.
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The models, at least two.", valueName: "folder"))
  var models: [String]

  @Option(help: ArgumentHelp("Where their mean goes.", valueName: "folder"))
  var output: String

  @Option(help: "cpu, cuda, cuda:1, mps, or auto.")
  var device = "cpu"

  @Flag(help: "Replaces what is in the output folder.")
  var overwrite = false

  func validate() throws {
    guard models.count > 1 else {
      throw ValidationError("--models names \(models.count) folder; give at least two")
    }
  }

  func run() throws {
    let folders = models.map { URL(fileURLWithPath: $0) }
    let output = URL(fileURLWithPath: output)
    if !overwrite { try refuseExisting(output) }
    for folder in folders where hasAdapters(folder) {
      throw RefusedInput(
        "\(displayed(folder)) has adapters; make a whole model of it with rlhf merge --model "
          + "\(displayed(folder)) --output FOLDER")
    }
    let device = try openDevice(named: device)
    let tokenizer = try commonTokenizer(of: folders)
    let average = try WeightAverage(of: folders, on: device)
    try replaceFolderAtomically(at: output) { folder in
      try average.save(to: folder)
      try tokenizer.save(to: folder)
    }
    print("The mean of \(models.count) models is in \(displayed(output))")
  }

  /// The tokenizer of the first model, which all others must have.
  private func commonTokenizer(of folders: [URL]) throws -> Tokenizer {
    let first = try matchingTokenizer(in: folders[0], ModelConfiguration(folder: folders[0]))
    for folder in folders.dropFirst() {
      let other = try matchingTokenizer(in: folder, ModelConfiguration(folder: folder))
      let ids = 0..<max(first.vocabularySize, other.vocabularySize)
      guard let id = ids.first(where: { first.token(for: $0) != other.token(for: $0) }) else {
        continue
      }
      throw RefusedInput(
        "token \(id) is ‘\(first.token(for: id) ?? "nothing")’ in \(displayed(folders[0])) and "
          + "‘\(other.token(for: id) ?? "nothing")’ in \(displayed(folder)); models that are "
          + "averaged must have one tokenizer")
    }
    return first
  }
}
