import Foundation
import Testing

@testable import Runs

private enum Schedule: String, Codable, CaseIterable { case linear, cosine, constant }

private enum Warmth: String, Codable { case cold, hot }

private enum Controller: Codable, Equatable {
  case fixed(beta: Double)
  case adaptive(target: Double, horizon: Int)
  case none
}

private struct Stage: Codable, Equatable {
  var rewardWeight = 1.0
  var stepCount = 10
}

private struct Loop: Codable, Equatable {
  var beta = 0.05
  var useKLPenalty = true
  var controller = Controller.fixed(beta: 0.1)
  var k1Estimator = false
}

private struct Sample: ValidatedConfiguration, Equatable {
  var learningRate = 1e-4
  var batchSize = 8
  var seed: UInt64 = 1
  var small: Int8 = 3
  var name = "base"
  var schedule = Schedule.linear
  var warmth = Warmth.cold
  var dropout: Float = 0.1
  var beta1 = 0.9
  var maximumGradientNorm = 1.0
  var stopTexts = ["END"]
  var stages = [Stage(), Stage()]
  var mixture = ["humanEval": 1.0]
  var ppo = Loop()

  func validate() throws {
    guard batchSize > 0 else {
      throw ConfigurationError("batch_size must be positive, is \(batchSize)")
    }
  }
}

private func configured(_ recipe: String, _ overrides: [String] = []) throws -> Configured<Sample> {
  try withTemporaryFolder { folder in
    let file = folder.appendingPathComponent("recipe.yaml")
    try Data(recipe.utf8).write(to: file)
    return try configure(Sample(), recipe: file, overrides: overrides)
  }
}

private func complaint(_ recipe: String, _ overrides: [String] = []) -> String {
  let sentence = message { _ = try configured(recipe, overrides) } ?? "no error"
  // The temporary folder's own name says nothing.
  return sentence.replacing(#/^\S*/recipe.yaml/#, with: "recipe.yaml")
}

@Suite("Configuring")
struct ConfigureTests {
  @Test("keeps the defaults where nobody says otherwise")
  func keepsDefaults() throws {
    let configured = try configure(Sample(), recipe: nil, overrides: [])
    #expect(configured.value == Sample())
    #expect(configured.differences.isEmpty)
  }

  @Test("lays the recipe over the defaults, and flags over the recipe")
  func laysInOrder() throws {
    let configured = try configured(
      "learning_rate: 1e-5\nbatch_size: 4\nppo:\n  beta: 1\n", ["ppo.beta=0.2", "ppo.beta=0.3"])
    #expect(configured.value.learningRate == 1e-5)
    #expect(configured.value.ppo.beta == 0.3)
    #expect(
      configured.differences == [
        .init(key: "batch_size", defaultValue: "8", value: "4", origin: "recipe.yaml"),
        .init(key: "learning_rate", defaultValue: "0.0001", value: "1e-05", origin: "recipe.yaml"),
        .init(key: "ppo.beta", defaultValue: "0.05", value: "0.3", origin: "--set"),
      ])
  }

  @Test("does not call a default a difference when a recipe repeats it")
  func repeatedDefault() throws {
    #expect(try configured("batch_size: 8\nppo: {beta: 0.05}").differences.isEmpty)
  }

  @Test(
    "reads numbers as YAML 1.2 has them",
    arguments: [
      ("1e-5", 1e-5), ("1E-5", 1e-5), ("-2.5e+3", -2500), ("3", 3), (".5", 0.5), ("1.", 1),
      ("0x10", 16), (".inf", .infinity), ("-.inf", -.infinity),
    ])
  func readsNumbers(text: String, expected: Double) throws {
    #expect(try configured("learning_rate: \(text)").value.learningRate == expected)
  }

  @Test("reads no, on, off and y as texts", arguments: ["no", "on", "off", "y", "nan", "1_000"])
  func readsWords(text: String) throws {
    #expect(try configured("name: \(text)").value.name == text)
  }

  @Test("reads quoted texts, block texts and comments")
  func readsTexts() throws {
    #expect(try configured("name: \"007\" # a comment").value.name == "007")
    #expect(try configured("name: 'null'").value.name == "null")
    #expect(try configured("name: |\n  two\n  lines\n").value.name == "two\nlines\n")
  }

  @Test("takes whole numbers of any width", arguments: ["18446744073709551615"])
  func readsWideIntegers(text: String) throws {
    #expect(try configured("seed: \(text)").value.seed == UInt64.max)
    #expect(try configured("batch_size: 1e3").value.batchSize == 1000)
  }

  @Test("replaces lists and dictionaries whole")
  func replacesLists() throws {
    let configured = try configured(
      """
      stop_texts: [a, "no"]
      stages:
        - {reward_weight: 2, step_count: 5}
      mixture: {my_data: 0.5, otherData: 1}
      """)
    #expect(configured.value.stopTexts == ["a", "no"])
    #expect(configured.value.stages == [Stage(rewardWeight: 2, stepCount: 5)])
    #expect(configured.value.mixture == ["my_data": 0.5, "otherData": 1])
  }

  @Test(
    "reads enumerations with payloads",
    arguments: [
      ("{adaptive: {target: 6, horizon: 100}}", Controller.adaptive(target: 6, horizon: 100)),
      ("{fixed: {beta: 1}}", .fixed(beta: 1)), ("none", .none),
    ])
  fileprivate func readsPayloads(yaml: String, expected: Controller) throws {
    let configured = try configured("ppo: {controller: \(yaml)}")
    #expect(configured.value.ppo.controller == expected)
    #expect(configured.differences.map(\.key).allSatisfy { $0.hasPrefix("ppo.controller") })
  }

  @Test(
    "leaves everything as it is for an empty recipe or section", arguments: ["", "# x", "ppo:"])
  func emptyRecipe(recipe: String) throws {
    #expect(try configured(recipe).value == Sample())
  }

  @Test("writes JSON that is again a recipe with the same values")
  func jsonIsARecipe() throws {
    let first = try configured(
      "ppo: {use_kl_penalty: false, k1_estimator: true}\nname: \"tab\\t\\\"quote\\\" é 🙂\"",
      ["maximum_gradient_norm=.inf"])
    let json = String(decoding: first.json, as: UTF8.self)
    #expect(json.contains("\"use_kl_penalty\": false"))
    #expect(json.contains("\"dropout\": 0.1\n") || json.contains("\"dropout\": 0.1,"))
    let again = try configured(json)
    #expect(again.value == first.value)
    #expect(again.json == first.json)
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: first.json) }
  }

  @Test(
    "refuses what it cannot use, and says what to do",
    arguments: [
      ("learning_rte: 1", "recipe.yaml:1: learning_rte is not a key; did you mean learning_rate?"),
      (
        "\nlearningRate: 1", "recipe.yaml:2: learningRate is not a key; did you mean learning_rate?"
      ),
      (
        "use_kl_penalty: true",
        "recipe.yaml:1: use_kl_penalty is not a key; did you mean ppo.use_kl_penalty?"
      ),
      ("ppo:\n  bta: 1", "recipe.yaml:2: bta is not a key of ppo; did you mean beta?"),
      (
        "ppo:\n  zzzzzz: 1",
        "recipe.yaml:2: zzzzzz is not a key of ppo; its keys are beta, controller, "
      ),
      (
        "learning_rate: fast",
        "recipe.yaml:1: learning_rate must be a number, not the text \"fast\""
      ),
      (
        "learning_rate: '1'",
        "recipe.yaml:1: learning_rate must be a number, not the text \"1\"; leave out the quotes"
      ),
      ("learning_rate: .nan", "recipe.yaml:1: learning_rate must be a number, not the number nan"),
      ("learning_rate: null", "recipe.yaml:1: learning_rate must be a number, not nothing"),
      ("batch_size: 1.5", "recipe.yaml:1: batch_size must be an integer, not the number 1.5"),
      ("batch_size: true", "recipe.yaml:1: batch_size must be an integer, not true"),
      (
        "ppo:\n  use_kl_penalty: no",
        "recipe.yaml:2: ppo.use_kl_penalty must be true or false, not the text \"no\"; write false"
      ),
      ("name: 7", "recipe.yaml:1: name must be text, not the integer 7; put it in quotes"),
      ("name: [a]", "recipe.yaml:1: name must be text, not a list"),
      ("stop_texts: a", "recipe.yaml:1: stop_texts must be a list, not the text \"a\""),
      (
        "ppo: 3",
        "recipe.yaml:1: ppo must be keys with values (beta, controller, k1_"
      ),
      (
        "schedule: cosin",
        "recipe.yaml:1: schedule cannot be \"cosin\", only one of linear, cosine, c"
      ),
      (
        "stages: [{reward_wait: 1}]",
        "recipe.yaml:1: reward_wait is not a key of stages; did you mean reward_weight?"
      ),
      ("- 1", "recipe.yaml:1: the configuration must be keys with values"),
      ("batch_size: 0", "batch_size must be positive, is 0"),
      ("stages: [{reward_weight: 1}]", "recipe.yaml: stages[0].step_count is missing"),
      ("warmth: tepid", "recipe.yaml: warmth is not usable: "),
      ("seed: -1", "recipe.yaml:1: seed must be an integer in 0...18446744073709551615, not -1"),
      ("small: 300", "recipe.yaml:1: small must be an integer in -128...127, not 300"),
      ("name: [a\nb: 2", "recipe.yaml:2: not valid YAML: "),
      ("name: a\nname: b", "recipe.yaml: the key name is there twice; keep one"),
      ("\tname: a", "recipe.yaml:1: not valid YAML"),
    ])
  func refuses(recipe: String, expected: String) {
    #expect(complaint(recipe).hasPrefix(expected))
  }

  @Test(
    "refuses overrides it cannot use",
    arguments: [
      ("ppo.bta=1", "--set ppo.bta=1: bta is not a key of ppo; did you mean beta?"),
      ("beta", "--set beta: write it as key.path=value"),
      ("batch_size=", "--set batch_size=: batch_size must be an integer, not nothing"),
      (
        "batch_size.x=1",
        "--set batch_size.x=1: batch_size must be an integer, not keys with values"
      ),
      ("name=[", "--set name=[: not valid YAML"),
    ])
  func refusesOverrides(override: String, expected: String) {
    #expect(complaint("", [override]).hasPrefix(expected))
  }

  @Test("suggests the near case, or lists the keys when none is near")
  func suggests() {
    #expect(complaint("schedule: cosin").hasSuffix("constant; did you mean cosine?"))
    #expect(complaint("ppo: {zzzzzz: 1}").hasSuffix("controller, k1_estimator, use_kl_penalty"))
  }

  @Test("names a recipe that is not there")
  func missingRecipe() {
    let sentence = message {
      _ = try configure(Sample(), recipe: URL(fileURLWithPath: "/nowhere/x.yaml"), overrides: [])
    }
    #expect(sentence == "cannot read the recipe /nowhere/x.yaml: No such file or directory")
  }

  @Test("refuses keys that decoding would pass over, in a list without a default")
  func ignoredKeys() {
    struct Bare: Codable { var stages: [Stage] = [] }
    let sentence = message {
      _ = try configure(
        Bare(), recipe: nil, overrides: ["stages=[{reward_weight: 1, step_count: 2, odd: 3}]"])
    }
    #expect(sentence == "--set: stages.odd is not a key; leave it out")
  }

  @Test(
    "spells Swift names in snake case",
    arguments: [
      ("learningRate", "learning_rate"), ("useKLPenalty", "use_kl_penalty"), ("topK", "top_k"),
      ("beta1", "beta1"), ("adamBeta2", "adam_beta2"), ("k1Estimator", "k1_estimator"),
      ("float32Matmul", "float32_matmul"), ("klURL", "kl_url"), ("already_snake", "already_snake"),
    ])
  func spellsSnakeCase(name: String, expected: String) {
    #expect(snakeCase(name) == expected)
  }
}

@Suite("The nearest word")
struct NearestTests {
  @Test(
    "is the one with the fewest edits, if any is near",
    arguments: [
      ("learning_rte", "learning_rate"), ("LEARNING_RATE", "learning_rate"), ("btea", "beta"),
      ("bet", "beta"), ("zzz", nil), ("", nil), ("gama", "gamma"),
    ])
  func isNearest(word: String, expected: String?) {
    #expect(nearest(word, among: ["gamma", "beta", "learning_rate"]) == expected)
  }

  @Test("is nothing among nothing")
  func amongNothing() {
    #expect(nearest("a", among: []) == nil)
  }
}
