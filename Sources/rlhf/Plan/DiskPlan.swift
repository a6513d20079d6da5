import Foundation
import Training

/// What a run writes.
struct DiskPlan {
  /// Bytes of one checkpoint: weights that learn, their moments, and the loop's state.
  let checkpointBytes: Int
  /// How many are there at most: those that are kept, and the one that is being written.
  let checkpointCount: Int
  /// Bytes of the model that comes out.
  let modelBytes: Int
  /// How many come out: the last, and perhaps the best.
  let modelCount: Int
  /// Bytes that are free where the run goes; nil where nobody says.
  let free: Int?

  init(_ models: [PlannedModel], _ common: CommonSettings, keepsBest: Bool) {
    let learners = models.filter(\.learns)
    checkpointBytes = learners.reduce(0) { $0 + 3 * $1.gradientBytes }
    checkpointCount = common.checkpointEvery > 0 ? common.keepCheckpoints + 1 : 1
    modelBytes = learners.first?.gradientBytes ?? 0
    modelCount = keepsBest ? 2 : 1
    free = freeBytes(at: URL(fileURLWithPath: common.output))
  }

  /// All that may be there at once.
  var total: Int { checkpointBytes * checkpointCount + modelBytes * modelCount }
}

/// Bytes that are free on the disk of a folder, or of the nearest one above it.
private func freeBytes(at folder: URL) -> Int? {
  var place = folder.standardizedFileURL
  while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
    place.deleteLastPathComponent()
  }
  let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place.path)
  return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
}
