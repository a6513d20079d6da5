public import Foundation
import Runs
import Statistics

extension CardEvidence {
  /// The files that the run read.
  var inputs: [(path: String, bytes: String, hash: String)] {
    guard case .list(let inputs)? = run.record["inputs"] else { return [] }
    return inputs.map {
      ($0["path"]?.text ?? "", $0["bytes"]?.text ?? "", $0["sha256"]?.text ?? "")
    }
  }

  /// The numbers of rows that were not learned from, from the run's end or its last record of them.
  var heldOutResults: [(name: String, words: String)] {
    heldOut.sorted { $0.key < $1.key }.map { (String($0.key.dropFirst(5)), readable($0.value)) }
  }

  private var heldOut: [String: Double] {
    let summary = (run.record["summary"]?.members ?? []).compactMap { member in
      member.value.number.map { (member.key, $0) }
    }
    let last = run.metrics.last { $0.values.keys.contains { $0.hasPrefix("eval_") } }
    let found = summary.isEmpty ? last?.values ?? [:] : Dictionary(summary) { $1 }
    return found.filter { $0.key.hasPrefix("eval_") }
  }

  /// The accuracy of a reward model on held-out pairs, where their number is known.
  var accuracy: Estimate? {
    guard run.record["command"]?.text == "reward", let share = heldOut["eval_accuracy"],
      let pairs = heldOut["eval_pairs"], pairs >= 1, (0...1).contains(share)
    else { return nil }
    return proportion((share * pairs).rounded(), of: Int(pairs))
  }

  /// What a manifest beside the data says of people's judgements; nil where there is none.
  var provenance: String? {
    guard let data = setting("data")?.text, !data.isEmpty else { return nil }
    let file = URL(fileURLWithPath: data)
    guard
      let manifest = tree(
        in: file.deletingLastPathComponent().appendingPathComponent("manifest.json")),
      case .list(let files)? = manifest["files"]
    else { return nil }
    let own = files.first { $0["name"]?.text == file.lastPathComponent }
    let hash = inputs.first {
      URL(fileURLWithPath: $0.path).lastPathComponent == file.lastPathComponent
    }?
    .hash
    guard let own, let hash, own["sha256"]?.text == hash else {
      return "A manifest lies beside the rows, and is about other contents."
    }
    return exportDescription(manifest, own)
  }

  private func exportDescription(_ manifest: JSONTree, _ file: JSONTree) -> String {
    func number(_ tree: JSONTree, _ key: String) -> String {
      tree[key]?.text ?? "an unknown number of"
    }
    let labelers = manifest["labelers"]?.members.count ?? 0
    let guidelines = manifest["guidelines"]?.texts.count ?? 0
    return markdown(
      "Exported from a store of people's judgements: \(number(file, "row_count")) rows "
        + "on \(number(file, "prompt_count")) prompts in this file, from "
        + "\(number(manifest, "exported_judgement_count")) of "
        + "\(number(manifest, "judgement_count")) judgements by \(labelers) labelers "
        + "under \(guidelines) versions of the guideline. The hash agrees with the manifest.")
  }
}

extension ModelCard {
  /// Whether the run learned from comparisons, which may say who judged.
  public var learnsFromComparisons: Bool { ["reward", "dpo", "kto"].contains(command) }

  /// The file of rows, if it still is what the run read.
  public var unchangedData: URL? {
    guard let data = evidence.setting("data")?.text, !data.isEmpty else { return nil }
    let file = URL(fileURLWithPath: data)
    guard let hash = try? sha256(of: file),
      evidence.inputs.contains(where: { $0.hash == hash })
    else { return nil }
    return file
  }
}
