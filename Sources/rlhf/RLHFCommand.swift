import ArgumentParser
import Foundation
import Generation
import Runs

/// The version of the command.
let version = "0.1.0"

/// The command `rlhf`.
///
/// libtorch is opened only by the commands that compute, so that help is there at once.
@main
struct RLHFCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rlhf",
    abstract: "Trains language models from human feedback.",
    discussion: """
      The way: demonstrations → sft → comparisons → reward → ppo, grpo, rloo or online-dpo; or \
      sft → dpo without a reward model. Where people judge, label keeps what they say and loop ties it all together. Each \
      training command takes a recipe (--config), single values (--set key=value) and a few \
      flags, the latter lying over the former.
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(
        name: "Training",
        subcommands: [
          SFTCommand.self, RewardCommand.self, PPOCommand.self, GRPOCommand.self,
          RLOOCommand.self, DPOCommand.self, OnlineDPOCommand.self, KTOCommand.self,
        ]),
      CommandGroup(
        name: "Feedback",
        subcommands: [LabelCommand.self, AuditCommand.self, LoopCommand.self]),
      CommandGroup(
        name: "Model",
        subcommands: [
          GenerateCommand.self, BestOfCommand.self, ChatCommand.self, EvaluateCommand.self,
          FrontierCommand.self, MergeCommand.self, AverageCommand.self, CardCommand.self,
        ]),
      CommandGroup(name: "Looking", subcommands: [ReportCommand.self, WatchCommand.self]),
      CommandGroup(
        name: "Other",
        subcommands: [
          TokenizerCommand.self, PlanCommand.self, DoctorCommand.self, DemoCommand.self,
        ]),
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      do {
        if var command = command as? any AsyncParsableCommand {
          try await command.run()
        } else {
          try command.run()
        }
      } catch { end(error) }
    } catch {
      exit(withError: error)
    }
  }

  /// Ends the process with one sentence: status 64 for how it was called, 1 for all else.
  private static func end(_ error: any Error) -> Never {
    switch error {
    case is ConfigurationError, GenerationError.invalidSampling:
      say("error: \(error)", status: 64)
    case is ExitCode: exit(withError: error)
    // Requests for help and wrong usage are the parser's to report.
    case _ where exitCode(for: error) != .failure: exit(withError: error)
    default: say("error: \(sentence(about: error))", status: 1)
    }
  }

  private static func say(_ text: String, status: Int32) -> Never {
    note(text)
    Foundation.exit(status)
  }
}
