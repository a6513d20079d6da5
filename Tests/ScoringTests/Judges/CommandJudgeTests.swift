import Foundation
import Scoring
import Testing

private func pair(_ first: String, _ second: String) -> EpisodePair {
  EpisodePair(
    first: episode(first, ["answer": #""b""#]), second: episode(second, ["answer": #""b""#]))
}

@Suite("A command that judges pairs")
struct CommandJudgeTests {
  @Test("gets prompt, both completions and columns, and answers line by line")
  func answers() throws {
    let program = """
      import json, sys
      for line in sys.stdin:
          row = json.loads(line)
          right = [text == row["answer"] for text in row["completions"]]
          best = None if right[0] == right[1] else right.index(True)
          print(json.dumps({"best": best}), flush=True)
      """
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "judge-\(UUID().uuidString).py")
    try Data(program.utf8).write(to: file)
    let judge = try CommandJudge("exec python3 '\(file.path)'")
    let pairs = [pair("a", "b"), pair("b", "a"), pair("a", "“c”\n"), pair("b", "b")]
    #expect(try judge.verdicts(on: pairs) == [.second, .first, .tie, .tie])
    #expect(try judge.verdicts(on: [pair("b", "")]) == [.first], "the same process goes on")
  }

  @Test(
    "that misbehaves is named with what it said",
    arguments: [#"{"best": 2}"#, #"{"best": "0"}"#, #"{"reward": 1}"#])
  func misbehaves(answer: String) throws {
    let judge = try CommandJudge("echo '\(answer)'; cat >/dev/null")
    #expect {
      try judge.verdicts(on: [pair("a", "b")])
    } throws: { "\($0)".contains(answer) && "\($0)".contains("0, 1 or null") }
  }
}
