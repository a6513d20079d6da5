import HTML
import Runs
import Statistics

/// The few numbers of a run that a reader wants first.
struct RunHeadline {
  let run: RunDescription

  /// What to look for: its name, and the metrics that may hold it, the best first.
  static let wanted: [(title: String, metrics: [String])] = [
    ("True score", ["gold/score"]),
    ("Reward", ["objective/scores", "reward", "eval_reward"]),
    ("Wins over the start", ["gold/win_rate"]),
    ("KL to the reference", ["objective/kl", "gold/kl", "kl"]),
    ("Tokens per completion", ["completions/mean_length", "gold/length"]),
    ("Loss", ["eval_loss", "loss"]),
    (
      "Ordered as people do",
      [
        "eval_accuracy", "eval_rewards/accuracies", "accuracy",
        "rewards/accuracies",
      ]
    ),
  ]

  /// The numbers at the end, and what they were at the start.
  var tiles: [Report.Tile] {
    var tiles = [Report.Tile("Status", status, steps)]
    for (title, metrics) in Self.wanted {
      guard let name = metrics.first(where: { !finite($0).isEmpty }) else { continue }
      tiles.append(tile(title, finite(name)))
    }
    return tiles
  }

  private func tile(_ title: String, _ points: [Chart.Point]) -> Report.Tile {
    guard let first = points.first, let last = points.last else { return .init(title, "–") }
    var details: [String] = []
    if let lower = last.lower, let upper = last.upper, lower.isFinite, upper.isFinite {
      details.append("95%: \(readable(lower)) to \(readable(upper))")
    }
    if last.x != first.x { details.append("\(readable(first.y)) at step \(readable(first.x))") }
    return .init(title, readable(last.y), details.joined(separator: "; "))
  }

  /// The last value of a metric among those wanted, in words.
  func value(of metrics: [String]) -> String {
    metrics.lazy.compactMap { finite($0).last }.first.map { readable($0.y) } ?? "–"
  }

  private func finite(_ name: String) -> [Chart.Point] { run.points(of: name).filter(\.isFinite) }

  /// How far it has come.
  var status: String {
    switch run.record["status"] {
    case .string("finished"): "finished"
    case .string("failed"): "failed"
    case .string("interrupted"): "interrupted"
    case .string("running"): "running"
    default: "unknown"
    }
  }

  private var steps: String {
    run.metrics.last.map { "\($0.step) steps, \(duration(run.cost.seconds))" } ?? "no step yet"
  }
}
