import Evaluation
import Foundation
import Models

extension TrainingSession {
  /// Writes the cards of the run's models.
  ///
  /// A run that is done is not undone by a page about it.
  func writeCards() {
    do { try RunCards(folder: folder).write() } catch {
      rlhf.note("No card was written: \(sentence(about: error))")
    }
  }

  /// Writes the card of a checkpoint, where there is enough to write about.
  func writeCard(of subject: ModelCard.Subject, into model: URL) {
    guard var card = try? ModelCard(run: folder, subject) else { return }
    card.hasAdapters = hasAdapters(model)
    _ = try? card.write(into: model)
  }

  /// Takes a card that a person wrote over into the folder that replaces the model's.
  func keepCard(of model: URL, in folder: URL) throws {
    let old = model.appendingPathComponent("README.md")
    guard !ModelCard.mayReplace(old) else { return }
    try FileManager.default.copyItem(at: old, to: folder.appendingPathComponent("README.md"))
  }
}
