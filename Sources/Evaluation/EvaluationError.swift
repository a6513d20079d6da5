/// What can go wrong when a run is reported on.
public enum EvaluationError: Error, CustomStringConvertible, Equatable, Sendable {
  /// The folder holds no run.
  case notARun(String)
  /// A run's record is not what it should be.
  case malformedRecord(String)
  /// A file is not the curve that the best of n completions makes.
  case malformedCurve(String)
  /// A file holds no evaluation.
  case noEvaluation(String)

  /// One sentence that says what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notARun(let folder):
      "\(folder) holds neither run.json nor metrics.jsonl; pass the folder of a run"
    case .malformedRecord(let file):
      "\(file) is not a run's record; restore it, or delete it to see the metrics alone"
    case .malformedCurve(let file):
      "\(file) is not a curve of the best of n; write one with `rlhf best-of … --curve FILE`"
    case .noEvaluation(let file):
      "\(file) holds no evaluation; pass what rlhf evaluate --json printed, or what its --output wrote"
    }
  }
}
