import ArgumentParser
import Feedback
import Foundation
import LabelingWeb

/// `rlhf label serve`: shows tasks to labelers.
struct LabelServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Starts the web app in which people judge.",
    discussion: """
      It can be reached from this machine only. For others, let a proxy with TLS stand before it, \
      and say so with --trusted-proxy; without, another --host is refused. Ctrl-C ends it within \
      ten seconds; what was answered with “saved” is on the disk in any case.

      With --model and --model-b, labelers may also chat with the two models, which answer side by \
      side without saying which is which.
      """)

  @OptionGroup var store: StoreArgument

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on.")
  var port = 8080

  @Flag(help: "A proxy in front does TLS, and alone reaches this port.")
  var trustedProxy = false

  @Option(help: ArgumentHelp("A model to chat with.", valueName: "folder"))
  var model: String?

  @Option(help: ArgumentHelp("The other one.", valueName: "folder"))
  var modelB: String?

  @OptionGroup var sampling: SamplingOptions

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port is \(port) and must be from 1 to 65535, or 0 for any")
    }
    guard (model == nil) == (modelB == nil) else {
      throw ValidationError("--model and --model-b go together: a chat has two models")
    }
  }

  func run() async throws {
    let opened = try store.opened()
    let partner = try model.map { first in
      try TwoCheckpoints(
        URL(fileURLWithPath: first), URL(fileURLWithPath: modelB ?? first),
        sampling.configuration(), seed: sampling.seed, device: sampling.device)
    }
    let server = try LabelingServer(
      store: opened,
      configuration: ServerConfiguration(host: host, port: port, trustsProxy: trustedProxy),
      chat: partner)
    let host = host.contains(":") ? "[\(host)]" : host
    try await server.run { port in
      note("Labelers are served at http://\(host):\(port); Ctrl-C ends it.")
    }
  }
}
