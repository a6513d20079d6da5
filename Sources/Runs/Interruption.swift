import Foundation
import Synchronization

/// Whether somebody asked the process to stop.
///
/// The first Ctrl-C, or a termination signal, sets a flag that loops look at between steps, so that
/// they can save and leave. Another Ctrl-C ends the process at once, with exit status 130.
public enum Interruption {
  /// Whether a signal to stop has come.
  public static var isRequested: Bool { signalNumber.load(ordering: .relaxed) != 0 }

  /// The exit status that tells a shell which signal ended the process, nil when none came.
  public static var exitStatus: Int32? {
    let number = signalNumber.load(ordering: .relaxed)
    return number == 0 ? nil : 128 + number
  }

  /// Begins to listen for the signals.
  public static func install() {
    // Touched here so that a handler never has to make it.
    signalNumber.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] { signal(number, noteSignal) }
  }
}

private let signalNumber = Atomic<Int32>(0)

/// Does only what a signal handler may: an atomic exchange, `write` and `_exit`.
private func noteSignal(_ number: Int32) {
  let earlier = signalNumber.exchange(number, ordering: .relaxed)
  if earlier != 0 && number == SIGINT { _exit(130) }
  if earlier != 0 { return }
  let message: StaticString = "\nStopping after this step; press Ctrl-C again to stop at once.\n"
  _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
}
