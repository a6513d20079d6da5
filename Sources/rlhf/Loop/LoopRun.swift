import ArgumentParser
import Datasets
import Feedback
import Foundation
import Models
import Runs

/// A loop in its folder: what is there is not made again.
struct LoopRun {
  let settings: LoopConfiguration
  let folder: URL
  private(set) var record: LoopRecord

  /// Begins a loop, or goes on with the one in the folder.
  init(_ configured: Configured<LoopConfiguration>, resuming: Bool) throws {
    settings = configured.value
    folder = URL(fileURLWithPath: settings.output)
    let configuration = String(decoding: configured.json, as: UTF8.self)
    let earlier = try LoopRecord.read(from: folder)
    switch (earlier, resuming) {
    case (nil, true):
      throw RefusedInput("\(displayed(folder)) holds no loop; leave out --resume to begin one")
    case (.some, false):
      throw RefusedInput("\(displayed(folder)) holds a loop; pass --resume to go on with it")
    default: break
    }
    if let earlier, earlier.configuration != configuration {
      note("The configuration is another one than when the loop began; what is done stays.")
    }
    record = earlier ?? LoopRecord(configuration: configuration)
    record.configuration = configuration
  }

  /// Goes round until all rounds are made, or judgements are missing.
  mutating func run() throws {
    // Before people are asked for anything.
    _ = try ModelConfiguration(folder: URL(fileURLWithPath: settings.model))
    if record.rounds.isEmpty { try prepareStore() }
    try record.write(to: folder)
    for number in 1...settings.rounds {
      if record.rounds.count < number { record.rounds.append(LoopRecord.Round(number: number)) }
      var round = record.rounds[number - 1]
      if round.isDone { continue }
      note("round \(number) of \(settings.rounds)")
      try advance(&round)
    }
    let policy = displayed(policy(after: settings.rounds))
    print("The policy after \(counted(settings.rounds, "round")) is in \(policy)")
    print(
      "Next: rlhf evaluate --model \(policy) --against \(settings.model) --prompts FILE --judge RM")
  }

  private mutating func advance(_ round: inout LoopRecord.Round) throws {
    if round.batch == nil {
      try writeCandidates(&round)
      try keep(round)
    }
    if round.exportHash == nil {
      try awaitJudgements(&round)
      try export(&round)
      try keep(round)
    }
    try trainRewardModel(round)
    try movePolicy(round)
    round.isDone = true
    try keep(round)
  }

  /// Writes down how far a round is.
  mutating func keep(_ round: LoopRecord.Round) throws {
    record.rounds[round.number - 1] = round
    try record.write(to: folder)
  }

  /// Where the store is.
  var storeFolder: URL {
    settings.store.isEmpty
      ? folder.appendingPathComponent("store") : URL(fileURLWithPath: settings.store)
  }

  /// The folder of a round.
  func folder(of round: Int) -> URL { folder.appendingPathComponent("round-\(round)") }

  /// The policy after a round; before the first, the model to start from.
  func policy(after round: Int) -> URL {
    round == 0
      ? URL(fileURLWithPath: settings.model)
      : folder(of: round).appendingPathComponent("ppo/model")
  }
}
