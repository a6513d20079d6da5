import Foundation
import Torch

/// Measures this package: calls of the engine, batches, SFT, decoding and PPO.
@main
struct Bench {
  static func main() {
    do {
      let options = try Options(CommandLine.arguments.dropFirst())
      guard !options.wantsHelp else { return print(Options.help) }
      try loadLibtorch()
      let machine = Machine()
      print(
        machine.lines.map { "\($0.name): \($0.value)" }.joined(separator: "\n"), terminator: "\n\n")
      var table = FigureTable()
      table.printHead()
      try measureOperators(rounds: options.rounds) { table.add($0) }
      try measureBatches(rounds: options.rounds) { table.add($0) }
      for model in BenchmarkModel.allCases {
        try measureSFT(of: model, rounds: options.rounds) { table.add($0) }
        try measureDecoding(of: model, rounds: options.rounds) { table.add($0) }
      }
      try measurePPO(of: .nano, rounds: options.rounds) { table.add($0) }
      guard options.writes else { return }
      let page = Page(machine: machine, figures: table.figures, options: options)
      try page.text.write(toFile: options.page, atomically: true, encoding: .utf8)
      print("\nwritten: \(options.page)")
    } catch {
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      exit(1)
    }
  }
}
