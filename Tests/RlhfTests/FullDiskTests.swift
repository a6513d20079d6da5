import Foundation
import Testing

@Suite("A full disk")
struct FullDiskTests {
  @Test("ends the run with one sentence, and what was saved before is whole")
  func limitedFiles() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    // Files larger than 20 blocks of 512 bytes fail to grow, as on a full disk; weights are larger.
    let result = try rlhf(
      laboratory.training("sft", output), in: laboratory.folder,
      shell: "trap '' XFSZ; ulimit -f 20; exec \"$@\"")
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.complaints.count == 1 && result.errors.contains("model.safetensors"))
    #expect(try laboratory.status(in: output) == "failed")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: output.path).sorted()
        .filter { !$0.hasPrefix("events.out.tfevents.") } == ["metrics.jsonl", "run.json"])
  }

  @Test(
    "of a real file system leaves a run that goes on once there is room", .enabled(if: canMount))
  func smallFileSystem() throws {
    let laboratory = try Laboratory.shared()
    let disk = try temporaryFolder()
    #expect(shell("mount -t tmpfs -o size=400k tmpfs \(disk.path)") == 0)
    defer { _ = shell("umount \(disk.path)") }
    let output = disk.appendingPathComponent("run")
    func train(_ more: String...) throws -> CommandResult {
      let settings = ["--set", "checkpoint_every=1", "--set", "keep_checkpoints=9"]
      return try rlhf(
        laboratory.training("sft", output, steps: 9, settings + more), in: laboratory.folder)
    }
    let full = try train()
    #expect(full.status == 1 && full.complaints.count == 1, "\(full.errors)")
    #expect(full.errors.contains("pace"), "\(full.errors)")
    let checkpoints = output.appendingPathComponent("checkpoints").path
    let saved = try FileManager.default.contentsOfDirectory(atPath: checkpoints)
    #expect(!saved.isEmpty && saved.allSatisfy { $0.hasPrefix("step-") }, "\(saved)")
    #expect(shell("mount -o remount,size=4m \(disk.path)") == 0)
    let resumed = try train("--resume")
    #expect(resumed.status == 0, "\(resumed.errors)")
  }
}

private func shell(_ line: String) -> Int32 {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/bin/sh")
  process.arguments = ["-c", line + " 2>/dev/null"]
  guard (try? process.run()) != nil else { return -1 }
  process.waitUntilExit()
  return process.terminationStatus
}

/// Whether this process may mount a file system; most may not.
private let canMount: Bool = {
  guard getuid() == 0, let folder = try? temporaryFolder() else { return false }
  return shell("mount -t tmpfs -o size=4k tmpfs \(folder.path) && umount \(folder.path)") == 0
}()
