import Foundation

/// What a run's folder knows of its model; whatever is missing or cut off is left out.
struct CardEvidence {
  /// An alarm that the diagnosis gave.
  struct Verdict: Equatable {
    let name: String
    let firstStep: Int
    let count: Int
    let evidence: [String]
    let action: String
  }

  let run: RunDescription
  /// Nil where nothing watched the run.
  let verdicts: [Verdict]?
  /// What best/gold.json holds.
  let gold: JSONTree?
  /// Lines of notes.log about rows that were left out.
  let skippedCount: Int

  init(run folder: URL) throws {
    run = try RunDescription(folder: folder)
    verdicts = lines(of: folder.appendingPathComponent("verdicts.jsonl")).map(groupedVerdicts(in:))
    gold = tree(in: folder.appendingPathComponent("best/gold.json"))
    let notes = text(of: folder.appendingPathComponent("notes.log")) ?? ""
    skippedCount = notes.split(separator: "\n").count { line in
      line.split(separator: " ").dropFirst().first == "skipped"
    }
  }

  /// The value of a setting by its path, as `lora.rank`.
  func setting(_ path: String) -> JSONTree? {
    path.split(separator: ".").reduce(run.record["configuration"]) { tree, key in
      tree?[String(key)]
    }
  }
}

extension JSONTree {
  /// The texts of a list.
  var texts: [String] {
    guard case .list(let elements) = self else { return [] }
    return elements.map(\.text)
  }
}

/// The JSON in a file; nil where there is none, or none that is whole.
func tree(in file: URL) -> JSONTree? {
  (try? Data(contentsOf: file)).flatMap { try? JSONDecoder().decode(JSONTree.self, from: $0) }
}

private func text(of file: URL) -> String? {
  (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
}

/// The whole lines of a file; nil where there is no file.
func lines(of file: URL) -> [JSONTree]? {
  guard let data = try? Data(contentsOf: file) else { return nil }
  let decoder = JSONDecoder()
  return data.split(separator: UInt8(ascii: "\n")).compactMap {
    try? decoder.decode(JSONTree.self, from: Data($0))
  }
}

/// Each verdict once, in the order in which they first came.
private func groupedVerdicts(in lines: [JSONTree]) -> [CardEvidence.Verdict] {
  var names: [String] = []
  var groups: [String: [JSONTree]] = [:]
  for line in lines {
    guard case .string(let name)? = line["verdict"] else { continue }
    if groups[name] == nil { names.append(name) }
    groups[name, default: []].append(line)
  }
  return names.compactMap { name in
    guard let group = groups[name], let first = group.first else { return nil }
    return CardEvidence.Verdict(
      name: name, firstStep: Int(first["step"]?.number ?? 0), count: group.count,
      evidence: first["evidence"]?.texts ?? [], action: first["action"]?.text ?? "log")
  }
}
