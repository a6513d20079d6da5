import ArgumentParser
import Evaluation
import Foundation

/// `rlhf card`: writes the cards of a run's models anew.
struct CardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card", abstract: "Writes a model's card from the evidence of its run.",
    discussion: """
      Every training command writes a card, README.md in the form of Hugging Face, beside its model. \
      This command writes it again, with what was found since: win rates (what rlhf evaluate --json \
      printed, or the pairs of its --output), verdicts, the gold judge. A card that a person wrote or \
      changed stays as it is.
      """)

  @Argument(help: ArgumentHelp("The run.", valueName: "run"))
  var folder: String

  @Option(
    name: .customLong("evaluation"), parsing: .upToNextOption,
    help: ArgumentHelp("Evaluations of its model.", valueName: "file"))
  var evaluations: [String] = []

  func run() throws {
    var cards = RunCards(folder: URL(fileURLWithPath: folder))
    cards.evaluations = try evaluations.map { try CardEvaluation(file: URL(fileURLWithPath: $0)) }
    let (written, kept) = try cards.write()
    for file in written { print("The card is in \(displayed(file))") }
    for file in kept {
      note("\(displayed(file)) was written or changed by a person, and stays as it is.")
    }
    guard !(written + kept).isEmpty else {
      throw RefusedInput(
        "\(displayed(cards.folder)) has no model yet; a card is written beside one")
    }
  }
}
