import ArgumentParser
import Runs
import Torch

/// `rlhf plan`: says what a run will take before it is begun.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Says what a run will take: memory, time and disk.",
    discussion: """
      rlhf plan takes the name of a training command and all of its options. Nothing is written: two \
      steps on your rows are made in a folder that is thrown away, for the time that they take \
      (--no-probe leaves that out). Where memory will not suffice, the change that makes it fit is \
      named.
      """,
    subcommands: [
      PlanSFT.self, PlanReward.self, PlanPPO.self, PlanGRPO.self, PlanRLOO.self, PlanDPO.self,
      PlanOnlineDPO.self, PlanKTO.self,
    ])
}

/// The options that only `rlhf plan` has.
struct PlanOptions: ParsableArguments {
  @Flag(help: "Makes no steps to measure the time of.")
  var noProbe = false

  @Flag(help: "Prints JSON.")
  var json = false
}

extension PlanOptions {
  /// Plans a run and prints what comes out.
  ///
  /// - Parameter flags: Those that only this command has.
  func plan<Keys: PlannedKeys>(
    _: Keys.Type, _ options: TrainingOptions, _ flags: [RecipeFlag] = []
  ) throws {
    var options = options
    // A plan has no output, but where it will be says which disk is meant.
    if options.output == nil { options.settings.insert("output=\".\"", at: 0) }
    let recipe = try options.configured(Keys.self, flags)
    let ground = try Groundwork(recipe.value, hashing: false)
    if ground.device != .cpu {
      note("Memory is planned for the CPU; on \(ground.device) a GPU's own needs are not known.")
    }
    let rows = try recipe.value.own.plannedRows(ground)
    let plan = try RunPlan(
      recipe.value, rows, processBytes: processBytesAtWork(on: ground.device))
    let probe = noProbe || !plan.fits ? nil : try StepProbe(recipe.value, json: recipe.json)
    print(
      json
        ? try PlanJSON(plan, probe).text()
        : PlanReport(plan: plan, probe: probe).text, terminator: json ? "\n" : "")
  }
}
