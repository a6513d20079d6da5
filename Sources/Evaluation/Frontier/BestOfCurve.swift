public import Foundation
import Runs
public import Statistics

/// What the best of n completions by a judge scores, for n from 1, by that judge and by a gold one.
///
/// The baseline beside a run: the same frontier without a single step of training.
public struct BestOfCurve: Sendable, Codable, Equatable {
  /// The best of n.
  public struct Point: Sendable, Codable, Equatable {
    /// How many completions it is the best of.
    public let n: Int
    /// The most that it can differ from the model, in nats: log n − (n − 1)/n.
    public let kl: Double
    /// What the judge that chooses is expected to say.
    public let reward: Estimate
    /// What the gold judge is expected to say.
    public let gold: Estimate?

    /// The root of the KL.
    public var distance: Double { kl.squareRoot() }
  }

  /// The model that writes.
  public let model: String
  /// The judge that chooses.
  public let judge: String
  /// The judge that does not.
  public let goldJudge: String?
  /// How many prompts were continued.
  public let promptCount: Int
  /// The best of 1, 2, 3 and so on.
  public let points: [Point]
  /// Where the curve of the gold scores is highest, in √nats, with the interval over prompts;
  /// nil where no peak is predicted.
  public let peakDistance: Estimate?
  /// Why no peak is predicted.
  public let refusal: String?

  enum CodingKeys: String, CodingKey {
    case model, judge, points, refusal
    case goldJudge = "gold_judge"
    case promptCount = "prompts"
    case peakDistance = "peak_distance"
  }

  /// Averages what is expected of each prompt's completions, prompts being what varies.
  ///
  /// - Parameters:
  ///   - bounds: The KL of the best of 1, 2, 3 …
  ///   - rewards: For each prompt what the judge is expected to say of the best of 1, 2, 3 …
  ///   - gold: For each prompt what the gold judge is expected to say; nil where there is none.
  public init(
    model: String, judge: String, goldJudge: String?, bounds: [Double], rewards: [[Double]],
    gold: [[Double]]?
  ) {
    for (prompt, row) in (rewards + (gold ?? [])).enumerated() {
      precondition(row.count == bounds.count, "prompt \(prompt) has \(row.count) numbers")
    }
    self.model = model
    self.judge = judge
    self.goldJudge = goldJudge
    promptCount = rewards.count
    points = bounds.indices.map { index in
      Point(
        n: index + 1, kl: bounds[index], reward: meanEstimate(of: rewards.map { $0[index] }),
        gold: gold.map { rows in meanEstimate(of: rows.map { $0[index] }) })
    }
    let peak = gold.map { BestOfPeak(bounds: bounds, gold: $0) }
    peakDistance = peak?.distance
    refusal = peak?.refusal
  }

  /// The curve of the gold scores.
  ///
  /// - Throws: As `FrontierRun.prediction(_:)` does. The interval of its peak is not to be used:
  ///   the points share their completions. ``peakDistance`` has one that is.
  public func prediction() throws -> OveroptimizationFit {
    guard let start = points.first?.gold else { throw FrontierRefusal.noGold }
    return try fittedOveroptimization(
      to: points.compactMap { point in
        point.gold.map {
          OveroptimizationPoint(distance: point.distance, gain: $0.value - start.value)
        }
      }, as: .bestOfN)
  }

  /// Reads a curve.
  ///
  /// - Throws: `EvaluationError` when the file is none.
  public init(reading file: URL) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    guard let data = FileManager.default.contents(atPath: file.path),
      let curve = try? decoder.decode(BestOfCurve.self, from: data)
    else { throw EvaluationError.malformedCurve(file.path) }
    self = curve
  }

  /// Writes the curve as JSON: all of it, or nothing.
  ///
  /// - Throws: `RunError` when the file cannot be written.
  public func write(to file: URL) throws {
    try writeAtomically(try frontierJSON(self), to: file)
  }
}

/// Returns a value as JSON, with numbers that JSON lacks as their names, like in `metrics.jsonl`.
func frontierJSON(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
  return try encoder.encode(value) + Data("\n".utf8)
}
