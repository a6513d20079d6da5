/// An agreement that others published, to be read beside one's own.
public struct PublishedAgreement: Sendable, Codable, Equatable {
  /// What was measured.
  public enum Measure: String, Sendable, Codable, CaseIterable {
    /// The share of pairs ordered alike.
    case agreement
    /// Cohen's or Fleiss' κ.
    case kappa
  }

  /// Who published it, and where.
  public let source: String
  /// Who was compared with whom.
  public let between: String
  /// What was measured.
  public let measure: Measure
  /// The number; of a range the middle.
  public let value: Double
  /// What the source puts behind ±; nil where it says nothing.
  public let plusMinus: Double?
  /// The least and the largest of several; nil where there is one.
  public let range: ClosedRange<Double>?
  /// What one must know to compare it; empty where nothing.
  public let note: String
}

extension PublishedAgreement: CustomStringConvertible {
  /// The number as printed: `72.6 ± 1.5 %`, `72–83 %` or `κ 0.54`.
  public var description: String {
    func percent(_ share: Double) -> String {
      let places = (share * 100).rounded() == (share * 1000).rounded() / 10 ? 0 : 1
      return decimal(share * 100, places: places)
    }
    if measure == .kappa { return "κ \(decimal(value, places: 2))" }
    if let range { return "\(percent(range.lowerBound))–\(percent(range.upperBound)) %" }
    return percent(value) + (plusMinus.map { " ± \(percent($0))" } ?? "") + " %"
  }
}

/// How far people agree with each other, as published.
///
/// No model can be measured better by labels than the labelers agree.
public enum HumanCeilings {
  /// All figures, those of one source together.
  public static let all: [PublishedAgreement] = [
    figure(instructGPT, "training labelers among themselves", 0.726, plusMinus: 0.015),
    figure(instructGPT, "held-out labelers among themselves", 0.773, plusMinus: 0.013),
    figure(
      instructGPT, "reward model with labelers it was not trained on", 0.696, plusMinus: 0.009,
      note: "72.4 ± 0.4 % with labelers it was trained on"),
    figure(summaries, "labelers with researchers", 0.77, plusMinus: 0.02),
    figure(summaries, "researchers among themselves", 0.73, plusMinus: 0.04),
    figure(
      "Helpful and harmless, Bai et al. 2022 (arXiv:2204.05862)", "crowd with researchers", 0.63,
      note: "about"),
    figure(judging, "people among themselves", 0.81, note: "without ties"),
    figure(
      judging, "people among themselves", 0.63,
      note: "with ties, as cited by LLMBar (arXiv:2310.07641)"),
    figure(judging, "GPT-4 with people", 0.85, note: "without ties"),
    figure(arena, "crowd with experts", range: 0.72...0.83),
    figure(arena, "experts among themselves", range: 0.794...0.898),
    figure(
      "AlpacaFarm, Dubois et al. 2023 (arXiv:2305.14387)", "crowd workers among themselves", 0.66,
      note: "16 of 34 passed a screening at 70 % agreement with the authors"),
    figure("LLMBar, Zeng et al. 2023 (arXiv:2310.07641)", "experts among themselves", 0.94),
    PublishedAgreement(
      source: "FairEval, Wang et al. 2023 (arXiv:2305.17926)", between: "people among themselves",
      measure: .kappa, value: 0.54, plusMinus: nil, range: nil, note: ""),
  ]

  private static let instructGPT = "InstructGPT, Ouyang et al. 2022 (arXiv:2203.02155)"
  private static let summaries =
    "Learning to summarize, Stiennon et al. 2020 (arXiv:2009.01325)"
  private static let judging = "MT-Bench, Zheng et al. 2023 (arXiv:2306.05685)"
  private static let arena = "Chatbot Arena, Chiang et al. 2024 (arXiv:2403.04132)"

  private static func figure(
    _ source: String, _ between: String, _ value: Double, plusMinus: Double? = nil,
    note: String = ""
  ) -> PublishedAgreement {
    PublishedAgreement(
      source: source, between: between, measure: .agreement, value: value, plusMinus: plusMinus,
      range: nil, note: note)
  }

  private static func figure(
    _ source: String, _ between: String, range: ClosedRange<Double>
  ) -> PublishedAgreement {
    PublishedAgreement(
      source: source, between: between, measure: .agreement,
      value: (range.lowerBound + range.upperBound) / 2, plusMinus: nil, range: range, note: "")
  }
}
