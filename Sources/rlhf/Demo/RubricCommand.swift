import ArgumentParser
import DemoWorld
import Foundation

/// `rlhf demo rubric`: the demo's true preference as a reward command.
struct RubricCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rubric", abstract: "Judges replies of the demo's world by its rubric.",
    discussion: """
      Reads lines like {"prompt": …, "completion": …} and answers each with a line like \
      {"reward": 0.85, "helpful": 0.8, "harmless": 1, "honest": 1}. So it can stand wherever a \
      command judges: rlhf ppo --gold-command 'rlhf demo rubric'. To prompts of other worlds \
      everything scores 0.
      """)

  func run() throws {
    let decoder = JSONDecoder()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var number = 0
    while let line = readLine() {
      number += 1
      guard let request = try? decoder.decode(Request.self, from: Data(line.utf8)) else {
        throw RefusedInput(
          "line \(number) of the input is not an object with the texts prompt and completion")
      }
      let score = Rubric.score(request.completion, for: request.prompt)
      let answer = Answer(
        reward: score.total, helpful: score.helpful, harmless: score.harmless,
        honest: score.honest)
      // Each answer at once: who asks waits for it.
      FileHandle.standardOutput.write(try encoder.encode(answer) + Data("\n".utf8))
    }
  }

  private struct Request: Decodable {
    let prompt: String
    let completion: String
  }

  private struct Answer: Encodable {
    let reward: Double
    let helpful: Double
    let harmless: Double
    let honest: Double
  }
}
