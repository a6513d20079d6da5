import Datasets
import Evaluation
import Foundation
import Models
import Runs

/// The cards of a run's models.
struct RunCards {
  /// The run's folder.
  let folder: URL
  /// Evaluations made beside it.
  var evaluations: [CardEvaluation] = []

  /// Where a model may be, and what it is there.
  private var places: [(folder: URL, subject: ModelCard.Subject)] {
    [
      (folder.appendingPathComponent("model"), .final),
      (folder.appendingPathComponent("best"), .best),
    ].filter { FileManager.default.fileExists(atPath: $0.folder.path) }
  }

  /// Writes a card beside each of the run's models.
  ///
  /// - Returns: The files that were written, and those that a person wrote and that stay.
  @discardableResult
  func write() throws -> (written: [URL], kept: [URL]) {
    var (written, kept): ([URL], [URL]) = ([], [])
    let labelers = try labelerAgreement()
    for place in places {
      var card = try ModelCard(run: folder, place.subject)
      card.labelers = labelers
      card.evaluations = evaluations
      card.hasAdapters = hasAdapters(place.folder)
      let file = place.folder.appendingPathComponent("README.md")
      if try card.write(into: place.folder) { written.append(file) } else { kept.append(file) }
    }
    return (written, kept)
  }

  /// How far the labelers of the run's rows agree; nil where the rows are no comparisons, or have
  /// changed since.
  private func labelerAgreement() throws -> LabelerAgreement? {
    let card = try ModelCard(run: folder, .final)
    guard card.learnsFromComparisons, let data = card.unchangedData else { return nil }
    guard let rows = try? readComparisons(from: data, badRows: .skip).rows else { return nil }
    return LabelerAgreement(of: rows)
  }
}
