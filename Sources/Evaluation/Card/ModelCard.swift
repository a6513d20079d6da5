public import Foundation

/// A model's card: a README.md in the form of Hugging Face, written from what its run left behind.
///
/// What is not in the run's folder, and was not handed over, is said to be unknown.
public struct ModelCard {
  /// Which of a run's models it is about.
  public enum Subject: Sendable, Equatable {
    /// The one that came out.
    case final
    /// The one that the gold judge liked best.
    case best
    /// One on the way.
    case checkpoint(step: Int)
  }

  let evidence: CardEvidence
  let subject: Subject
  let name: String
  /// How far the labelers of the data agree, where that was found.
  public var labelers: LabelerAgreement?
  /// Evaluations that were made beside the run.
  public var evaluations: [CardEvaluation] = []
  /// Whether its folder holds adapters, and not a whole model.
  public var hasAdapters = false

  /// Reads a run's folder.
  ///
  /// - Throws: `EvaluationError` when it is none.
  public init(run folder: URL, _ subject: Subject) throws {
    evidence = try CardEvidence(run: folder)
    self.subject = subject
    name = folder.standardizedFileURL.lastPathComponent
  }

  /// The command that made it, as in `ppo`.
  var command: String { evidence.run.record["command"]?.text ?? "unknown" }

  /// The file's text, without the line that says who wrote it.
  public var text: String {
    let parts = [
      frontMatter, heading, whatWasRun, data, agreement, results, winRates, gold, failures, limits,
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var frontMatter: String {
    let isScalar = command == "reward"
    var lines = ["---", "library_name: \(hasAdapters ? "peft" : "transformers")"]
    if let base = evidence.setting("model")?.text, !base.isEmpty {
      lines.append("base_model: \(yamlScalar(base))")
    }
    lines += [
      "pipeline_tag: \(isScalar ? "text-classification" : "text-generation")", "tags:",
      "- rlhf", "- swift-rlhf", "- \(yamlScalar(command))",
    ]
    if isScalar { lines.append("- reward-model") }
    if hasAdapters { lines.append("- lora") }
    return (lines + ["---"]).joined(separator: "\n")
  }

  private var heading: String {
    let which =
      switch subject {
      case .final: "what came out"
      case .best: "the one that the gold judge liked best"
      case .checkpoint(let step): "step \(step), on the way"
      }
    let version = evidence.run.record["versions"]?["rlhf"]?.text ?? "of unknown version"
    let status = evidence.run.record["status"]?.text ?? "unknown"
    return """
      # \(markdown(name))

      \(kind), made by `rlhf` \(markdown(version)) from \(markdown(base)). Of this run it is \(which). \
      All of this page is taken from the files of the run (status when it was written: \
      \(markdown(status))); nobody has looked it over.
      """
  }

  private var base: String { evidence.setting("model")?.text ?? "an unknown model" }

  private var kind: String {
    switch command {
    case "sft": "A language model fine-tuned on demonstrations"
    case "reward": "A reward model, which gives a text one number"
    case "ppo": "A language model moved towards a reward by PPO"
    case "grpo", "rloo": "A language model moved towards a reward by \(command.uppercased())"
    case "dpo": "A language model trained on comparisons by DPO or a relative of it"
    case "online-dpo": "A language model trained on comparisons of its own completions"
    case "kto": "A language model trained on completions that were judged one by one"
    default: "A model"
    }
  }

  private var whatWasRun: String {
    let facts = evidence.run.facts.map { [$0.key, $0.value] }
    let settings = evidence.run.settings.map { [$0.key, $0.value] }
    return """
      ## What was run

      \(markdownTable(["", ""], facts))

      <details><summary>All settings</summary>

      \(markdownTable(["setting", "value"], settings))

      </details>
      """
  }
}
