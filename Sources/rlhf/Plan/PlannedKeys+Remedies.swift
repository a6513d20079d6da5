import Models
import NeuralNetworks
import Training

extension PlannedKeys {
  /// Changes that most commands know, the least harmful first: smaller passes change no result, a
  /// smaller rollout or shorter texts do, adapters train something else, and four bits round.
  ///
  /// - Parameters:
  ///   - passes: Rows of a forward pass now.
  ///   - rollouts: Prompts of a rollout now, where texts are written.
  ///   - sideBySide: Settings that write fewer completions side by side, where texts are written.
  ///   - lengths: Settings that make texts shorter.
  ///   - knowsAdapters: Whether the command takes adapters with these settings.
  ///   - knowsFourBits: Whether it takes weights in four bits.
  func usualRemedies(
    _ common: CommonSettings, passes: Int, rollouts: Int? = nil, sideBySide: [String] = [],
    lengths: [String],
    knowsAdapters: Bool = true, knowsFourBits: Bool = true
  ) -> [[String]] {
    let key = Self.optimizationKey
    let smallerPasses = halvings(of: passes).map { "\(key).micro_batch_size=\($0)" }
    let smallest = smallerPasses.suffix(1)
    let smallerRollouts = rollouts.map { rows in
      halvings(of: rows).map { ["\(key).batch_size=\($0)", "\(key).micro_batch_size=1"] }
    }
    var found = smallerPasses.map { [$0] }
    found += sideBySide.map { smallest + [$0] }
    if keepsReferenceAnswers { found += [["reference_cache=FOLDER"]] }
    found += (smallerRollouts ?? [])
    found += lengths.map { smallest + [$0] }
    guard common.lora.rank == 0, knowsAdapters else { return found }
    let adapters = ["lora.rank=16"]
    found += [adapters] + smallerPasses.map { adapters + [$0] }
    found += lengths.map { adapters + smallest + [$0] }
    return found + (knowsFourBits ? [adapters + smallest + ["lora.quantizes_base=true"]] : [])
  }

  /// Whether what the reference says can be found before, so that it need not be there.
  private var keepsReferenceAnswers: Bool {
    switch self {
    case let keys as DPOKeys: keys.referenceCache.isEmpty && !keys.dpo.referenceFree
    case let keys as KTOKeys: keys.referenceCache.isEmpty
    default: false
    }
  }
}

/// Halves, quarters and so on, down to 1.
func halvings(of count: Int) -> [Int] {
  var found: [Int] = []
  var rest = count
  while rest > 1 {
    rest = (rest + 1) / 2
    found.append(rest)
  }
  return found
}

extension CommonSettings {
  /// Shorter sequences, as settings.
  var shorterLengths: [String] {
    [maximumLength * 3 / 4, maximumLength / 2, maximumLength / 4].filter { $0 > 1 }
      .map { "maximum_length=\($0)" }
  }
}
