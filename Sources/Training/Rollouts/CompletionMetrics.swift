import Batches
import Scoring

extension Averages {
  /// Adds how long completions are, and how many were cut off, under TRL's names.
  mutating func addLengths(of episodes: [Episode]) {
    let lengths = episodes.map { Double($0.sequence.completion.count) }
    let ended = zip(episodes, lengths).filter(\.0.isFinished).map(\.1)
    add(lengths: lengths, "length")
    add(lengths: ended, "terminated_length")
    add("completions/clipped_ratio", Double(episodes.count - ended.count), over: episodes.count)
  }

  private mutating func add(lengths: [Double], _ name: String) {
    add("completions/mean_\(name)", lengths.reduce(0, +), over: lengths.count)
    addLeast("completions/min_\(name)", lengths)
    addGreatest("completions/max_\(name)", lengths)
  }
}
