import Batches
import Datasets
import Scoring

/// An episode whose prompt's row has other columns, each as JSON text.
func episode(_ completion: String, _ columns: [String: String] = [:], line: Int = 7) -> Episode {
  Episode(
    prompt: Prompt(.text("?"), source: RowSource(file: "rows", line: line), columns: columns),
    completion: completion, sequence: TokenizedSequence(tokens: [1, 2], completionStart: 1),
    isFinished: true)
}
