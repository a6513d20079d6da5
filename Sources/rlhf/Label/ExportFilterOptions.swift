import ArgumentParser
import Feedback

/// Which judgements are exported.
struct ExportFilterOptions: ParsableArguments {
  @Flag(help: "One row for what the judgements of a task have in common, not one for each.")
  var majority = false

  @Flag(help: "Adds the strength of each preference, 1 to 3, as its margin.")
  var margins = false

  @Option(help: "Ties: drop, or half to keep them as equal ranks.")
  var ties = ExportFilter.Ties.drop

  @Option(help: "Only preferences at least so strong: 1 slightly, 2 clearly, 3 much.")
  var leastStrength: Int?

  @Flag(help: "Also judgements that came late and were not needed any more.")
  var includeSurplus = false

  @Flag(help: "Also judgements of models and rules, not only people's.")
  var includeMachines = false

  @Flag(help: "With --format sft, also completions that were ranked best.")
  var bestRanked = false

  @Flag(help: "Names the models that wrote the completions.")
  var nameModels = false

  @Flag(
    help: ArgumentHelp(
      "Conversations as text (“Human: …”, “Assistant:”), for a model without a chat template."))
  var transcripts = false

  @Option(help: ArgumentHelp("Only tasks of a batch; may be repeated.", valueName: "number"))
  var batch: [Int64] = []

  func validate() throws {
    guard leastStrength.map((1...3).contains) ?? true else {
      throw ValidationError("--least-strength is \(leastStrength ?? 0) and must be from 1 to 3")
    }
    guard batch.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("--batch is \(batch) and must be numbers from 1 on")
    }
  }

  /// The filter that they make.
  var filter: ExportFilter {
    ExportFilter(
      ties: ties, counting: majority ? .majority : .everyJudgement, leastStrength: leastStrength,
      hasMargins: margins, includesSurplus: includeSurplus, includesMachines: includeMachines,
      includesBestRanked: bestRanked, namesModels: nameModels, writesTranscripts: transcripts,
      batches: batch.map { Identifier<TaskBatch>($0) })
  }
}
