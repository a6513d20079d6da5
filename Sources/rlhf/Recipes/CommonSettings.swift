import NeuralNetworks
import Runs
import Training

/// The keys that the recipes of all training commands have.
struct CommonSettings: Codable, Sendable, Equatable {
  /// The folder of the model to start from.
  var model = ""
  /// The file of rows, JSON lines, which may be compressed with gzip.
  var data = ""
  /// The folder of the run, and of the model that comes out.
  var output = ""
  /// What all random numbers follow from.
  var seed: UInt64 = 42
  /// `cpu`, `cuda`, `cuda:1`, `mps`, or `auto` for the best there is.
  var device = "auto"
  /// Threads of one operation on the CPU; 0 for as many as there are cores.
  var threads = 0
  /// The most tokens of a sequence, prompt and completion together.
  var maximumLength = 512
  /// The share of rows to measure with instead of learning from them, split by prompt.
  var heldOutFraction = 0.05
  /// Steps between measurements on the held-out rows; 0 measures only at the start and the end.
  var evaluateEvery = 100
  /// Steps between checkpoints; 0 saves none on the way.
  var checkpointEvery = 200
  /// How many checkpoints stay.
  var keepCheckpoints = 2
  /// Whether rows that cannot be used are left out and listed, instead of refused.
  var skipBadRows = false
  /// Whether the metrics are also written for TensorBoard, into the run's folder.
  var tensorboard = true
  /// Whether a run that cannot have the memory it needs is refused, and one that may not is warned of.
  var memoryCheck = true
  /// The most memory that the run is to take, in GiB; 0 for what the machine has left.
  var memoryLimit = 0.0
  /// Which maps learn a change of low rank instead of new weights.
  var lora = LoRAConfiguration()

  /// Refuses values that make no sense.
  func validate() throws {
    for (key, value, what) in [
      ("model", model, "FOLDER"), ("data", data, "FILE"), ("output", output, "FOLDER"),
    ] where value.isEmpty {
      throw ConfigurationError(
        "\(key) is not given; pass --\(key) \(what), or write it in a recipe")
    }
    try require(threads >= 0, "threads", threads, "at least 0")
    try require(maximumLength > 1, "maximum_length", maximumLength, "at least 2")
    try require(
      (0..<1).contains(heldOutFraction), "held_out_fraction", heldOutFraction, "at least 0, below 1"
    )
    try require(evaluateEvery >= 0, "evaluate_every", evaluateEvery, "at least 0")
    try require(checkpointEvery >= 0, "checkpoint_every", checkpointEvery, "at least 0")
    try require(keepCheckpoints > 0, "keep_checkpoints", keepCheckpoints, "at least 1")
    try require(memoryLimit >= 0, "memory_limit", memoryLimit, "at least 0")
    try lora.validate()
  }

  private func require(
    _ isFine: Bool, _ key: String, _ value: some CustomStringConvertible, _ due: String
  ) throws {
    guard isFine else { throw ConfigurationError("\(key) is \(value) and must be \(due)") }
  }
}
