import Foundation
import Testing

@testable import Runs

/// Sends this process a signal, and waits until one has come.
private func interrupt(_ number: Int32) {
  kill(getpid(), number)
  for _ in 0..<500 where !Interruption.isRequested { usleep(10_000) }
  // The thread that runs a handler may be another one.
  usleep(100_000)
}

@Suite("An interruption")
struct InterruptionTests {
  @Test("first sets a flag, whichever signal it is")
  func setsFlag() async {
    await #expect(processExitsWith: .exitCode(42)) {
      Interruption.install()
      guard !Interruption.isRequested, Interruption.exitStatus == nil else { exit(1) }
      interrupt(SIGTERM)
      interrupt(SIGTERM)
      exit(Interruption.isRequested && Interruption.exitStatus == 143 ? 42 : 2)
    }
  }

  @Test("by a second Ctrl-C ends the process at once")
  func endsProcess() async {
    await #expect(processExitsWith: .exitCode(130)) {
      Interruption.install()
      interrupt(SIGINT)
      guard Interruption.isRequested else { exit(1) }
      interrupt(SIGINT)
      exit(2)
    }
  }
}
