import ArgumentParser
import Foundation
import Scoring

/// Who judges a contest of two models.
struct JudgeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A reward model that judges.", valueName: "folder"))
  var judge: String?

  @Option(help: ArgumentHelp("A shell command that scores completions.", valueName: "command"))
  var judgeCommand: String?

  @Option(help: ArgumentHelp("A shell command that compares two.", valueName: "command"))
  var pairCommand: String?

  @Option(
    name: .customLong("judge-url"),
    help: ArgumentHelp("A server that speaks as OpenAI's: http://…/v1.", valueName: "url"))
  var judgeAddress: String?

  @Option(help: ArgumentHelp("With --judge-url: the model there.", valueName: "name"))
  var judgeModel: String?

  @Option(help: ArgumentHelp("With --judge-url: where the key is, if any.", valueName: "variable"))
  var judgeKeyVariable = "OPENAI_API_KEY"

  @Option(help: ArgumentHelp("With --judge-url: what else requests say.", valueName: "json"))
  var judgeSettings = #"{"temperature": 0, "max_tokens": 16}"#

  @Option(help: ArgumentHelp("With --judge-url: what makes an answer better.", valueName: "text"))
  var judgeQuestion: String?

  @Option(help: "With --judge-url: requests at once.")
  var judgeParallel = 4

  @Flag(help: "The demo world's rubric judges.")
  var judgeDemo = false

  /// The judges that were named.
  var named: [String] {
    [
      judge.map { _ in "--judge" }, judgeCommand.map { _ in "--judge-command" },
      pairCommand.map { _ in "--pair-command" }, judgeAddress.map { _ in "--judge-url" },
      judgeDemo ? "--judge-demo" : nil,
    ].compactMap { $0 }
  }

  func validate() throws {
    guard named.count < 2 else {
      throw ValidationError(
        "\(named.joined(separator: " and ")) exclude each other; give one judge")
    }
    guard (judgeAddress == nil) == (judgeModel == nil) else {
      throw ValidationError("--judge-url and --judge-model go together")
    }
    guard judgeParallel > 0 else {
      throw ValidationError("--judge-parallel is \(judgeParallel) and must be at least 1")
    }
  }

  /// Opens the judge.
  func opened(device: String, batchSize: Int) throws -> any ContestJudge {
    if let pairCommand {
      let judge = try CommandJudge(pairCommand, onSilence: patience(with: pairCommand))
      return ComparingJudge("‘\(pairCommand)’", judge)
    }
    if let judgeAddress, let judgeModel {
      let key = ProcessInfo.processInfo.environment[judgeKeyVariable]
      let endpoint = try ChatEndpoint(
        judgeAddress, model: judgeModel, key: key?.isEmpty == true ? nil : key,
        settings: judgeSettings)
      let judge = EndpointJudge(endpoint, question: judgeQuestion, width: judgeParallel)
      return ComparingJudge("\(judgeModel) at \(judgeAddress)", judge) { judge.unclearCount }
    }
    if judgeDemo { return ScoringJudge(Judge("the demo's rubric", RubricReward())) }
    return ScoringJudge(
      try Judge(model: judge, command: judgeCommand, device: device, batchSize: batchSize))
  }
}
