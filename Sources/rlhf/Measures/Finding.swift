import Evaluation
import Foundation
import HTML
import Statistics

/// Something that `rlhf evaluate` found out: a number, perhaps with an interval.
struct Finding {
  let name: String
  let estimate: Estimate?
  let value: Double
  let words: String

  /// A number without an interval.
  init(_ name: String, _ value: Double) {
    self.init(name: name, estimate: nil, value: value, words: readable(value))
  }

  /// A number with an interval.
  init(_ name: String, _ estimate: Estimate) {
    self.init(name: name, estimate: estimate, value: estimate.value, words: "\(estimate)")
  }

  private init(name: String, estimate: Estimate?, value: Double, words: String) {
    self.name = name
    self.estimate = estimate
    self.value = value
    self.words = words
  }

  /// Prints findings as a table for people, or as an object for programs.
  static func show(_ findings: [Finding], asJSON: Bool) throws {
    guard asJSON else { return print(table(findings).text(), terminator: "") }
    let values = Dictionary(findings.map { ($0.name, $0.json) }) { $1 }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    print(String(decoding: try encoder.encode(values), as: UTF8.self))
  }

  /// A row for each measure; those of a second model stand beside the first one's.
  private static func table(_ findings: [Finding]) -> Table {
    let others = findings.filter { $0.name.hasSuffix(suffix) }
    let beside = Dictionary(others.map { (String($0.name.dropLast(suffix.count)), $0.words) }) {
      $1
    }
    let rows = findings.filter { !$0.name.hasSuffix(suffix) }.map {
      [$0.name.replacing("_", with: " "), $0.words]
        + (others.isEmpty ? [] : [beside[$0.name] ?? ""])
    }
    return Table(
      headers: ["measure", "value"] + (others.isEmpty ? [] : ["against"]), rows: rows)
  }

  private static let suffix = "_against"

  private var json: FindingJSON {
    estimate.map(FindingJSON.estimate) ?? .number(value)
  }
}

/// A finding as a program reads it.
private enum FindingJSON: Encodable {
  case number(Double)
  case estimate(Estimate)

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .number(let value): try value.encode(to: encoder)
    case .estimate(let estimate): try estimate.encode(to: encoder)
    }
  }
}
