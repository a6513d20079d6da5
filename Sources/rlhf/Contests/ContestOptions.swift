import ArgumentParser

/// How far a contest goes, and where it is kept.
struct ContestOptions: ParsableArguments {
  @Flag(help: "Asks prompt by prompt, and stops when enough is known.")
  var untilSure = false

  @Option(
    name: .customLong("output"),
    help: ArgumentHelp("Every pair with its verdicts, to be written.", valueName: "file.jsonl"))
  var outputFile: String?

  @Option(help: ArgumentHelp("People judge: puts blind pairs into this store.", valueName: "store"))
  var askPeople: String?

  @Option(help: ArgumentHelp("Reads what people judged in this store.", valueName: "store"))
  var people: String?

  @Option(help: ArgumentHelp("With people: what these pairs are called.", valueName: "name"))
  var batch: String?

  @Option(help: "With --ask-people: how many labelers judge each pair.")
  var overlap = 1

  func validate() throws {
    guard askPeople == nil || people == nil else {
      throw ValidationError("ask people with --ask-people first, and read with --people later")
    }
    guard batch == nil || askPeople != nil || people != nil else {
      throw ValidationError("--batch goes with --ask-people or --people")
    }
    guard !untilSure || (askPeople == nil && people == nil) else {
      throw ValidationError("--until-sure needs a judge that answers at once")
    }
    guard overlap > 0 else {
      throw ValidationError("--overlap is \(overlap) and must be at least 1")
    }
  }
}
