import Datasets

/// The samples of one run or several, put side by side by their prompts.
struct RunSamples {
  let runs: [RunDescription]
  let names: [String]

  /// The sheet; nil where no run kept samples.
  var sheet: SampleSheet? {
    let prompts = orderedPrompts
    guard !prompts.isEmpty else { return nil }
    let rows = prompts.prefix(limit).map(row).filter { !$0.replies.isEmpty }
    let lead =
      runs.count == 1
      ? "The first round, the one with the best true score, and the last. "
      : "What each run began with, and how each ended. "
    let rest = prompts.count > limit ? " Shown are \(limit) of \(prompts.count) prompts." : ""
    return SampleSheet(
      rows: rows, note: lead + "Underlined words were not in the first reply." + rest)
  }

  private var limit: Int { 64 }

  /// All prompts, in the order they first come.
  private var orderedPrompts: [Content] {
    var seen: Set<Content> = []
    return runs.flatMap(\.samples).map(\.prompt).filter { seen.insert($0).inserted }
  }

  private func row(_ prompt: Content) -> SampleSheet.Row {
    runs.count == 1 ? rowOfRounds(prompt) : rowOfRuns(prompt)
  }

  /// One run: its first round, its best and its last; of those between a few.
  private func rowOfRounds(_ prompt: Content) -> SampleSheet.Row {
    let rounds = rounds(of: runs[0], prompt)
    guard let first = rounds.first, let last = rounds.last else {
      return SampleSheet.Row(prompt: prompt, replies: [])
    }
    let shown = [first.step, bestStep ?? last.step, last.step]
    let inner = rounds.filter { !shown.contains($0.step) }
    let few = (0..<min(4, inner.count)).map { inner[$0 * inner.count / min(4, inner.count)] }
    return SampleSheet.Row(
      prompt: prompt,
      replies: rounds.filter { shown.contains($0.step) }.map { reply($0, name(of: $0), nil) },
      between: few.map { reply($0, "Step \($0.step)", nil) })
  }

  private func name(of sample: RunSample) -> String {
    let word = sample.step == 0 ? "Before, step 0" : "Step \(sample.step)"
    return sample.step == bestStep ? word + ", best" : word
  }

  /// The round with the best mean of the true score, if the run measured one.
  private var bestStep: Int? {
    let means = Dictionary(grouping: runs[0].samples.filter { $0.gold?.isFinite == true }) {
      $0.step
    }
    .mapValues { samples in samples.reduce(0) { $0 + ($1.gold ?? 0) } / Double(samples.count) }
    return means.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }

  /// Several runs: what they began with, where that was sampled, and how each ended.
  private func rowOfRuns(_ prompt: Content) -> SampleSheet.Row {
    let all = runs.map { rounds(of: $0, prompt) }
    let start = all.lazy.compactMap { $0.first { $0.step == 0 } }.first
    let begun = start.map { [reply($0, "Before, step 0", nil)] } ?? []
    let ends = all.enumerated().compactMap { index, rounds -> SampleSheet.Reply? in
      guard let last = rounds.last, last.step > 0 || start == nil else { return nil }
      return reply(last, "\(names[index]), step \(last.step)", index)
    }
    return SampleSheet.Row(prompt: prompt, replies: begun + ends)
  }

  /// A run's samples of a prompt by step; of a step that was sampled twice, the later one.
  private func rounds(of run: RunDescription, _ prompt: Content) -> [RunSample] {
    var bySteps: [Int: RunSample] = [:]
    for sample in run.samples where sample.prompt == prompt { bySteps[sample.step] = sample }
    return bySteps.values.sorted { $0.step < $1.step }
  }

  private func reply(_ sample: RunSample, _ name: String, _ color: Int?) -> SampleSheet.Reply {
    SampleSheet.Reply(
      name, sample.completion, gold: sample.gold, reward: sample.reward, kl: sample.kl,
      tokenCount: sample.tokenCount, isFinished: sample.isFinished, colorIndex: color)
  }
}
