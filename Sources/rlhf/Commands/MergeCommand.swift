import ArgumentParser
import Foundation
import Models
import Runs
import Tokenizers

/// `rlhf merge`: writes what adapters learned into the weights of a whole model.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Makes a whole model of adapters and their base.",
    discussion: """
      A folder with adapters, in the format of PEFT, names the model that it belongs to. Merged, \
      the two compute the same up to rounding; by how much they differ is printed.
      """)

  @Option(help: ArgumentHelp("The adapters.", valueName: "folder"))
  var model: String

  @Option(help: ArgumentHelp("Where the whole model goes.", valueName: "folder"))
  var output: String

  @Option(help: "cpu, cuda, cuda:1, mps, or auto.")
  var device = "cpu"

  @Flag(help: "Replaces what is in the output folder.")
  var overwrite = false

  func run() throws {
    let folder = URL(fileURLWithPath: model)
    let output = URL(fileURLWithPath: output)
    if !overwrite { try refuseExisting(output) }
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw RefusedInput("there is no folder \(displayed(folder)); check the path")
    }
    guard hasAdapters(folder) else {
      throw RefusedInput(
        "\(displayed(folder)) has no adapter_config.json, so there is nothing to merge; name the "
          + "folder that a run with lora.rank wrote")
    }
    let device = try openDevice(named: device)
    let tokenizer = try matchingTokenizer(in: folder, ModelConfiguration(folder: folder))
    let (difference, save) = try merged(in: folder, on: device)
    try replaceFolderAtomically(at: output) { folder in
      try save(folder)
      try tokenizer.save(to: folder)
    }
    print(
      "The largest difference of \(difference.what): \(String(format: "%.2g", difference.value))")
    print("The model is in \(displayed(output))")
  }
}
