import Foundation
import Testing

/// A real server on this machine, written in Python, that answers as the test says.
///
/// It keeps what it was asked, a JSON line for each request, in `requests.jsonl`.
final class LocalServer {
  /// Its base address, up to `/v1`.
  let address: String
  private let process = Process()
  private let folder: URL

  /// Starts a server.
  ///
  /// - Parameter answering: Python that sets `status`, `headers` and `reply` (the assistant's text,
  ///   or a dictionary) from `user` (the last turn), `number` (of the request, from 0) and `path`.
  init(answering body: String) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("server-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = folder.appendingPathComponent("server.py")
    let indented = body.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    try Data(Self.program.replacing("    # ANSWER", with: indented).utf8).write(to: script)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script.path, folder.path]
    // Inherited pipes would keep whoever reads the tests' output waiting.
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    let portFile = folder.appendingPathComponent("port")
    let deadline = ContinuousClock.now + .seconds(60)
    var port = ""
    while port.isEmpty {
      guard process.isRunning, .now < deadline else { throw NoServer() }
      usleep(20_000)
      port = (try? String(contentsOf: portFile, encoding: .utf8)) ?? ""
    }
    address = "http://127.0.0.1:\(port)/v1"
  }

  deinit {
    // A child may have come to life with all other signals blocked, and would outlive the tests.
    kill(process.processIdentifier, SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  /// What it was asked.
  var requests: [[String: Any]] {
    let file = folder.appendingPathComponent("requests.jsonl")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
  }

  private struct NoServer: Error {}

  private static let program = """
    import http.server, json, os, sys, threading, time
    folder = sys.argv[1]
    lock = threading.Lock()
    count = 0
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *arguments): pass
        def do_POST(self):
            global count
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                number = count
                count += 1
                with open(folder + "/requests.jsonl", "a") as file:
                    file.write(json.dumps({"path": self.path, "body": body,
                        "key": self.headers.get("Authorization")}) + "\\n")
            path, user = self.path, body["messages"][-1]["content"]
            status, headers, reply = 200, {}, "C"
            self.answer(*respond(number, path, user, status, headers, reply))
        do_GET = do_POST
        def answer(self, status, headers, reply):
            if isinstance(reply, str):
                reply = {"choices": [{"message": {"role": "assistant", "content": reply}}]}
            data = json.dumps(reply).encode()
            self.send_response(status)
            for name, value in headers.items(): self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            try: self.wfile.write(data)
            except BrokenPipeError: pass
    def respond(number, path, user, status, headers, reply):
        # ANSWER
        return status, headers, reply
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with open(folder + "/port.part", "w") as file: file.write(str(server.server_port))
    os.rename(folder + "/port.part", folder + "/port")
    server.serve_forever()
    """
}
