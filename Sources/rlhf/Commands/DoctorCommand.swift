import ArgumentParser
import Foundation

/// `rlhf doctor`: checks that everything a run needs is there and works.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Checks libtorch, the machine, a model and a data file.")

  @Option(help: ArgumentHelp("A model to check.", valueName: "folder"))
  var model: String?

  @Option(help: ArgumentHelp("Rows to check.", valueName: "file"))
  var data: String?

  @Option(help: ArgumentHelp("Where a run would go.", valueName: "folder"))
  var output = "."

  @Option(help: "The most tokens of a sequence; 512, or the model's positions if fewer.")
  var maximumLength: Int?

  @Flag(help: "Also measures how fast matrix products and memory are here.")
  var speed = false

  func run() throws {
    var examination = Examination()
    examination.checkEngine()
    if speed, examination.troubleCount == 0 { examination.measureSpeed() }
    examination.checkDisk(at: URL(fileURLWithPath: output))
    let patient = model.flatMap { examination.checkModel(in: URL(fileURLWithPath: $0)) }
    if let data {
      examination.checkRows(
        in: URL(fileURLWithPath: data), patient, maximumLength: maximumLength)
    }
    guard examination.troubleCount == 0 else {
      note("\(counted(examination.troubleCount, "thing")) to put right.")
      throw ExitCode(1)
    }
    print("All is well.")
  }
}
