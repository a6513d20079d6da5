/// docs/benchmarks.md, as the command writes it.
struct Page {
  let machine: Machine
  let figures: [Figure]
  let options: Options

  var text: String {
    """
    # Benchmarks

    Written by `make bench BENCH=--write`, not by hand. Ours alone; `make bench-peers` runs others beside it.
    \(options.note.map { "\n\($0)\n" } ?? "")
    \(machine.lines.map { "* \($0.name): \($0.value)" }.joined(separator: "\n"))

    Each thing is done once without counting, then measured in \(options.rounds) rounds.

    | | \((FigureTable.heads + ["unit"]).joined(separator: " | ")) |
    |---|---:|---:|---:|---|
    \(figures.map(row).joined(separator: "\n"))

    ## What is measured

    * **add**: the sum of two tensors of one element, thrown away: the price of a call.
    * **a batch of SFT, rows × tokens**: ids to tensors, which is all that another thread could do ahead of a step.
    * **SFT, rows × tokens**: whole steps of `trainSFT`, forward, backward, clipping and AdamW, on rows of
      equal length, so that no token is padding.
    * **decoding**: `generate` at temperature 1, prompts of 32 tokens, 64 new ones for each; the tokens are
      the new ones, the time has the prompts in it.
    * **PPO, episodes × (prompt + new tokens)**: whole rollouts of `trainPPO`: sampling, reference, critic, and
      as many passes of updates of policy and critic. The reward is a function that takes no time.

    The models are Llamas with random weights:

    \(BenchmarkModel.allCases.map { "* \($0.description)" }.joined(separator: "\n"))

    """
  }

  private func row(_ figure: Figure) -> String {
    "| \(([figure.name] + figure.columns + [figure.unit]).joined(separator: " | ")) |"
  }
}
