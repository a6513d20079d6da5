import Evaluation

/// The metrics of a made-up run, every signal a function of the step, with noise that a seed fixes.
struct SyntheticRun {
  var steps = 60
  var goldEvery = 5
  /// Whether a gold judge scores the rounds.
  var hasGold = true
  var seed: UInt64 = 1

  /// What each is at a share of the run from 0 to 1.
  var reward: (Double) -> Double = { 2 * $0 }
  var gold: (Double) -> Double = { 0.5 + 0.3 * $0 }
  var lookahead: (Double) -> Double = { 0.8 - 0.2 * $0 }
  var goldKL: (Double) -> Double = { 3 * $0 * $0 }
  var metrics: (Double) -> [String: Double] = { _ in [:] }

  /// The rows, those of gold rounds beside those of steps.
  var rows: [(step: Int, metrics: [String: Double])] {
    var random = Noise(state: seed)
    return (0...steps).flatMap { step -> [(step: Int, metrics: [String: Double])] in
      let share = Double(step) / Double(steps)
      var rows: [(step: Int, metrics: [String: Double])] = []
      if step > 0 { rows.append((step, training(at: share, &random))) }
      if step % goldEvery == 0 { rows.append((step, goldRound(at: share, &random))) }
      return rows
    }
  }

  private func training(at share: Double, _ random: inout Noise) -> [String: Double] {
    let found = [
      "objective/scores": reward(share) + random.next(0.1), "objective/kl": 3 * share,
      "completions/mean_length": 10 + 4 * share + random.next(0.3), "grad_norm": 1,
      "val/ratio": 1 + random.next(0.01), "policy/approxkl_avg": 0.01,
      "policy/entropy_avg": 0.6 - 0.3 * share, "lr": 1e-4, "text/distinct_2": 0.2,
      "text/template": 0.1 + 0.05 * share, "text/repetition": 0.02, "reward/deviation": 0.5,
      "reward/length_slope": 0.02, "reward/length_correlation": 0.2,
    ]
    return found.merging(metrics(share)) { $1 }
  }

  private func goldRound(at share: Double, _ random: inout Noise) -> [String: Double] {
    let score = gold(share) + random.next(0.02)
    var row = ["gold/reward": reward(share), "gold/kl": goldKL(share)]
    guard hasGold else { return row }
    row["gold/score"] = score
    row["gold/score_lower"] = score - 0.04
    row["gold/score_upper"] = score + 0.04
    row["gold/lookahead"] = lookahead(share) + random.next(0.04)
    row["gold/lookahead_error"] = 0.04
    return row
  }

  /// What a diagnosis says of it.
  func alarms(_ configuration: DiagnosisConfiguration = DiagnosisConfiguration()) -> [Alarm] {
    var diagnosis = Diagnosis(configuration)
    return rows.flatMap { diagnosis.alarms(on: $0.metrics, at: $0.step) }
  }
}

/// About normal: the sum of twelve draws of a linear congruential generator.
struct Noise {
  var state: UInt64

  mutating func next(_ deviation: Double) -> Double {
    var sum = -6.0
    for _ in 0..<12 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      sum += Double(state >> 40) / Double(1 << 24)
    }
    return sum * deviation
  }
}
