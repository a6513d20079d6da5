import ArgumentParser
import Foundation
import Runs

/// The options that every training command takes.
struct TrainingOptions: ParsableArguments {
  @Option(
    name: .customLong("config"), help: ArgumentHelp("A YAML file of values.", valueName: "recipe"))
  var recipe: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Replaces a value of the recipe; may be repeated.", valueName: "key=value"))
  var settings: [String] = []

  @Option(help: ArgumentHelp("The model to start from.", valueName: "folder"))
  var model: String?

  @Option(help: ArgumentHelp("Rows to learn from: .jsonl or .jsonl.gz.", valueName: "file"))
  var data: String?

  @Option(help: ArgumentHelp("Where the run and its model go.", valueName: "folder"))
  var output: String?

  @Option(help: "What all random numbers follow from.")
  var seed: UInt64?

  @Option(help: "cpu, cuda, cuda:1, mps, or auto.")
  var device: String?

  @Flag(help: "Goes on with the interrupted run in the output folder.")
  var resume = false

  @Flag(help: "Replaces an earlier run in the output folder.")
  var overwrite = false

  @Flag(help: "Leaves out and lists rows that cannot be used.")
  var skipBadRows = false

  /// Refuses flags that contradict each other.
  func validate() throws {
    if resume && overwrite { throw ValidationError("--resume and --overwrite exclude each other") }
  }
}

/// A flag that stands for a key of the recipe.
struct RecipeFlag {
  let name: String
  let key: String
  let value: String?

  /// Creates a flag that was perhaps not given.
  init(_ name: String, _ key: String, _ value: String?) {
    self.name = name
    self.key = key
    self.value = value
  }
}

extension TrainingOptions {
  /// Lays the recipe, the settings and the flags over the defaults, and says what differs.
  ///
  /// - Parameter flags: Those that only this command has.
  func configured<Keys: AlgorithmKeys>(
    _ keys: Keys.Type, _ flags: [RecipeFlag] = []
  ) throws -> Configured<Recipe<Keys>> {
    let all =
      flags + [
        RecipeFlag("--model", "model", model), RecipeFlag("--data", "data", data),
        RecipeFlag("--output", "output", output), RecipeFlag("--device", "device", device),
      ]
    let given = all.filter { $0.value != nil }
    var overrides = settings + given.map { "\($0.key)=\(($0.value ?? "").quotedForYAML)" }
    if let seed { overrides.append("seed=\(seed)") }
    if skipBadRows { overrides.append("skip_bad_rows=true") }
    let configured = try configure(
      Recipe<Keys>(), recipe: recipe.map(URL.init(fileURLWithPath:)), overrides: overrides)
    var origins = Dictionary(given.map { ($0.key, $0.name) }) { $1 }
    if seed != nil { origins["seed"] = "--seed" }
    if skipBadRows { origins["skip_bad_rows"] = "--skip-bad-rows" }
    show(configured.differences, origins)
    return configured
  }

  private func show(_ differences: [ConfigurationDifference], _ origins: [String: String]) {
    note("What differs from the defaults:")
    for difference in differences {
      let origin = origins[difference.key] ?? difference.origin
      let before = difference.defaultValue.isEmpty ? "nothing" : difference.defaultValue
      note("  \(difference.key) = \(difference.value)  (\(origin); by default \(before))")
    }
  }
}

extension String {
  /// The text as YAML, whatever is in it.
  var quotedForYAML: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? self
  }
}
