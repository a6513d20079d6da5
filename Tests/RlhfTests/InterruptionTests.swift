import Foundation
import Testing

@Suite("An interrupted run")
struct InterruptionTests {
  @Test(
    "goes on from where it was saved and ends with the very weights of one that was not",
    arguments: [("sft", SIGKILL), ("sft", SIGINT), ("ppo", SIGKILL), ("dpo", SIGTERM)])
  func goesOn(command: String, signal: Int32) throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    let steps = command == "sft" ? 300 : command == "dpo" ? 120 : 30
    let (whole, parted) = (
      folder.appendingPathComponent("whole"), folder.appendingPathComponent("parted")
    )
    func arguments(_ output: URL, _ more: [String] = []) -> [String] {
      laboratory.training(
        command, output, steps: steps,
        ["--set", "checkpoint_every=5", "--set", "evaluate_every=7"] + more)
    }
    let uninterrupted = try rlhf(arguments(whole), in: laboratory.folder)
    #expect(uninterrupted.status == 0, "\(uninterrupted.errors)")

    let running = try RunningCommand(arguments(parted), in: laboratory.folder)
    let checkpoints = parted.appendingPathComponent("checkpoints").path
    while running.isRunning && !holdsCheckpoint(checkpoints) { usleep(500) }
    running.send(signal)
    let stopped = running.finish()
    #expect(stopped.status == 128 + signal, "\(stopped.errors)")
    if signal != SIGKILL {
      #expect(try laboratory.status(in: parted) == "interrupted")
      #expect(stopped.errors.contains("go on with:\n  rlhf \(command) "))
      #expect(stopped.errors.contains(" --resume\n") && stopped.complaints.isEmpty)
    }

    let resumed = try rlhf(arguments(parted, ["--resume"]), in: laboratory.folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(!resumed.errors.contains("\(command): 0/"), "it began at the checkpoint")
    #expect(try laboratory.weights(in: parted) == laboratory.weights(in: whole))
    #expect(try laboratory.metrics(in: parted) == laboratory.metrics(in: whole))
  }

  @Test("cannot be gone on with in an empty folder")
  func nothingThere() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(
      laboratory.training("sft", output, ["--resume"]), in: laboratory.folder)
    #expect(result.status == 1 && result.errors.contains("holds no run to resume"))
  }
}

private func holdsCheckpoint(_ path: String) -> Bool {
  (try? FileManager.default.contentsOfDirectory(atPath: path))?
    .contains { $0.hasPrefix("step-") } ?? false
}
