import Datasets
import DemoWorld
import Scoring

/// The demo world's written rubric as a judge: its true preference, with its three axes.
struct RubricReward: Reward {
  func scores(of episodes: [Episode]) throws -> [Double] {
    try detailedScores(of: episodes).totals
  }

  func detailedScores(of episodes: [Episode]) throws -> Scores {
    let found = episodes.map { episode in
      let prompt: String =
        if case .text(let text) = episode.prompt.content { text } else { "" }
      return Rubric.score(episode.completion, for: prompt)
    }
    let parts: [(String, Double, KeyPath<RubricScore, Double>)] = [
      ("helpful", 0.6, \.helpful), ("harmless", 0.2, \.harmless), ("honest", 0.2, \.honest),
    ]
    return Scores(
      totals: found.map(\.total),
      parts: parts.map { name, weight, path in
        PartialScores(name: name, weight: weight, values: found.map { $0[keyPath: path] })
      })
  }
}
