import ArgumentParser
import Batches
import Datasets
import Generation
import Models
import Runs
import Scoring

/// Several completions of each prompt, in the order of a judge.
struct RejectionSampling {
  let open: OpenModel
  let judge: Judge
  let sampling: SamplingConfiguration
  /// Completions of each prompt.
  let count: Int
  /// What all draws follow from.
  let seed: UInt64
  /// Completions that are written together.
  let batchSize: Int

  /// Writes and ranks the completions of all prompts; stops at Ctrl-C without a trace.
  func ranked(_ prompts: [TokenizedPrompt]) throws -> [RankedEpisodes] {
    let draws = prompts.indices.flatMap { prompt in
      (0..<count).map { (prompt: prompt, seed: derivedSeed(seed, "prompt \(prompt) draw \($0)")) }
    }
    var episodes: [Episode] = []
    var scores: [Double] = []
    var progress = Progress(total: draws.count, unit: "completions", label: "best-of")
    Interruption.install()
    for part in draws.chunked(by: batchSize) {
      let asked = part.map { prompts[$0.prompt] }
      let completions = try generate(
        from: open.model, prompts: asked.map(\.tokens), sampling, seeds: part.map(\.seed),
        tokenizer: open.tokenizer)
      let written = zip(asked, completions).map { Episode($0, $1, open.tokenizer) }
      scores += try judge.scores(of: written)
      episodes += written
      progress.advance(to: episodes.count)
      if let status = Interruption.exitStatus {
        progress.finish()
        note("Stopped; nothing was written.")
        throw ExitCode(status)
      }
    }
    progress.finish()
    return prompts.indices.map { prompt in
      let own = (prompt * count)..<((prompt + 1) * count)
      return RankedEpisodes(Array(episodes[own]), scores: Array(scores[own]))
    }
  }
}
