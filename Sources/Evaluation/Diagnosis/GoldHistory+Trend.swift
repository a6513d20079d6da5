import Foundation
import Statistics

extension GoldHistory {
  /// What the gold judge's scores say of the way so far.
  enum Trend {
    /// There is no gold judge, or only one round.
    case unknown
    /// The last round is not clearly below the best.
    case notFalling
    /// It is, by a test that taken alone would be weak.
    case falling(Fall)

    /// Whether nothing is known.
    var isUnknown: Bool {
      if case .unknown = self { return true }
      return false
    }

    /// Whether the score is known not to fall.
    var isFine: Bool {
      if case .notFalling = self { return true }
      return false
    }

    /// The fall, where there is one.
    var fall: Fall? {
      if case .falling(let fall) = self { return fall }
      return nil
    }
  }

  /// How far the gold score is below its best, and how far the reward rose meanwhile.
  struct Fall {
    let best: Round
    let last: Round
    /// The fall, and its standard error.
    let size: Double
    let error: Double
    /// Among how many earlier rounds the best was found.
    let earlierCount: Int

    /// The fall in standard errors, less what the best of equal rounds may owe to luck.
    ///
    /// The best of n normal values lies at most √(2·log n) deviations above their mean in
    /// expectation, and the error of a difference is √2 deviations. Zero where no error is known.
    var strength: Double {
      guard error > 0 else { return size > 0 && error == 0 ? .infinity : 0 }
      return size / error - log(Double(earlierCount)).squareRoot()
    }

    /// How far the reward rose since the best round, on the same prompts.
    var rewardRise: Double? {
      guard let before = best.reward, let now = last.reward else { return nil }
      return now - before
    }

    /// A sentence with the numbers.
    var sentence: String {
      "The gold score fell from \(readable(best.score)) (step \(best.step)) to "
        + "\(readable(last.score)) (step \(last.step)), \(decimal(min(strength, 99), places: 1)) "
        + "standard errors more than chance allows the best."
    }
  }

  /// The fall since the best round: the last round against it, or the last two against the best two
  /// neighbours before, whichever is the clearer.
  var fall: Fall? {
    guard let last = rounds.last, let best = rounds.dropLast().max(by: { $0.score < $1.score })
    else { return nil }
    let unpaired = (best.error * best.error + last.error * last.error).squareRoot()
    var falls = [
      Fall(
        best: best, last: last, size: last.fall?.value ?? best.score - last.score,
        error: last.fall?.error ?? unpaired, earlierCount: rounds.count - 1)
    ]
    if let smoothed = last.smoothedFall {
      falls.append(
        Fall(
          best: best, last: last, size: smoothed.value, error: smoothed.error,
          earlierCount: max(1, rounds.count - 3)))
    }
    return falls.max { $0.strength < $1.strength }
  }

  /// The way so far.
  ///
  /// - Parameter strength: From how many standard errors on a fall counts.
  func trend(_ strength: Double) -> Trend {
    guard let fall else { return .unknown }
    return fall.size > 0 && fall.strength >= strength ? .falling(fall) : .notFalling
  }

  /// By which factor the KL grew since the round before; 1 where it is not known.
  var klGrowth: Double {
    guard rounds.count > 1, let now = rounds.last?.kl, let before = rounds.dropLast().last?.kl,
      before > 0
    else { return 1 }
    return now / before
  }
}
