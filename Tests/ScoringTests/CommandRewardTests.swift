import Batches
import Datasets
import Foundation
import Scoring
import Testing

/// An episode with a prompt, a completion and one more column.
private func asked(_ completion: String) -> Episode {
  Episode(
    prompt: Prompt(.text("How many?\n"), columns: ["answer": #""72""#]), completion: completion,
    sequence: TokenizedSequence(tokens: [1, 2], completionStart: 1), isFinished: true)
}

@Suite("A reward command")
struct CommandRewardTests {
  @Test("gets prompt, completion and columns, and answers line by line")
  func answers() throws {
    let program = """
      import json, sys
      for line in sys.stdin:
          row = json.loads(line)
          right = row["prompt"] == "How many?\\n" and row["answer"] in row["completion"]
          print(json.dumps({"reward": 1.0 if right else -0.5}), flush=True)
      """
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "reward-\(UUID().uuidString).py")
    try Data(program.utf8).write(to: file)
    let reward = try CommandReward("exec python3 '\(file.path)'")
    #expect(try reward.scores(of: [asked("It is 72."), asked("“70”\n")]) == [1, -0.5])
    #expect(try reward.scores(of: [asked("72")]) == [1], "the same process goes on")
  }

  @Test("does not block when both pipes are full")
  func fullPipes() throws {
    let reward = try CommandReward(
      #"while read -r line; do echo "{\"reward\": 2, \"note\": \"$(printf %0200d 1)\"}"; done"#)
    let long = String(repeating: "x", count: 2_000)
    let scores = try reward.scores(of: (0..<200).map { _ in asked(long) })
    #expect(scores == Array(repeating: 2, count: 200))
  }

  @Test("that is silent is reported each second, and need not be waited for")
  func silence() throws {
    struct Impatience: Error {}
    var reported: [Int] = []
    let reward = try CommandReward("sleep 60") { seconds in
      reported.append(seconds)
      if seconds == 2 { throw Impatience() }
    }
    #expect(throws: Impatience.self) { try reward.scores(of: [asked("a")]) }
    #expect(reported == [1, 2])
  }

  @Test(
    "that misbehaves is named with what it said",
    arguments: [
      ("exit 3", "ended with status 3 after 0 of 1"),
      ("echo nonsense; cat >/dev/null", "‘nonsense’: it is not a JSON object"),
      (#"echo '{"score": 1}'; cat >/dev/null"#, "no finite number ‘reward’"),
      (#"echo '{"reward": null}'; cat >/dev/null"#, "null is for one of several"),
      ("/no/such/program", "ended with status 127"),
    ])
  func misbehaves(command: String, message: String) throws {
    let reward = try CommandReward(command)
    #expect {
      try reward.scores(of: [asked("a")])
    } throws: { error in
      "\(error)".contains(message) && "\(error)".contains(command)
    }
  }
}
