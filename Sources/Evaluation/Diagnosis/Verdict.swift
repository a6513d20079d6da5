/// What a run's metrics say about its health.
public enum Verdict: String, Codable, CaseIterable, Sendable {
  /// Nothing stands out.
  case healthy
  /// The reward rises because completions grow, and they are not better.
  case lengthHacking = "length_hacking"
  /// Completions of different prompts are alike, or say the same again and again.
  case templateCollapse = "template_collapse"
  /// The policy has next to no choice left in what it says.
  case modeCollapse = "mode_collapse"
  /// The policy has left the reference far behind.
  case klBlowUp = "kl_blow_up"
  /// The reward model judges texts unlike those that it learned from, and errs.
  case outOfDistribution = "out_of_distribution"
  /// The policy that is trained gives its own samples other probabilities than the sampler did.
  case samplerMismatch = "sampler_mismatch"
  /// Nothing is learned: no completion is better than another, or the weights do not move.
  case deadGradient = "dead_gradient"
  /// The gold judge's score falls while the reward rises.
  case overoptimization
}

extension Verdict {
  /// What to try, in one or two sentences.
  public var advice: String {
    switch self {
    case .healthy: "Go on."
    case .lengthHacking:
      "Go back to the last good checkpoint; price or free length (reward_shaping.length_penalty, "
        + "a reward model with a length head), and check how far the labels themselves follow "
        + "length."
    case .templateCollapse:
      "Read the samples for the phrase that is rewarded; collect comparisons with and without it, "
        + "or raise the price of KL."
    case .modeCollapse:
      "Raise the price of KL or an entropy bonus, lower the learning rate, and sample at "
        + "temperature 1."
    case .klBlowUp:
      "Raise kl_coefficient or let it follow kl_target, lower the learning rate, and compare the "
        + "gold scores before trusting a later checkpoint."
    case .outOfDistribution:
      "Have completions of the current policy compared and train the reward model on them too, or "
        + "take an ensemble by its worst case; stop here until then."
    case .samplerMismatch:
      "Take the old log probabilities from the graph that is trained, at the sampling temperature, "
        + "without dropout and without top-p or top-k."
    case .deadGradient:
      "Choose prompts that are neither always solved nor never, check that the reward tells "
        + "completions apart, and that the learning rate is not zero."
    case .overoptimization:
      "Stop and keep the checkpoint with the best gold score; then better or more comparisons, "
        + "an ensemble, or a higher price of KL."
    }
  }
}
