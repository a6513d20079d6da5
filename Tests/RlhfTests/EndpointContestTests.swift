import Foundation
import Testing

@Suite("A contest judged by an endpoint")
struct EndpointContestTests {
  /// A server that prefers the longer answer, and keeps the headers that it saw.
  private static let server = """
    import http.server, json, os, sys
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *arguments): pass
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with open(sys.argv[1] + "/keys", "a") as file:
                file.write(str(self.headers.get("Authorization")) + "\\n")
            user = body["messages"][-1]["content"]
            a = user.split("ANSWER A\\n")[1].split("\\n=")[0]
            b = user.split("ANSWER B\\n")[1].split("\\n=")[0]
            letter = "C" if len(a) == len(b) else "A" if len(a) > len(b) else "B"
            data = json.dumps({"choices": [{"message": {"content": letter}}]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with open(sys.argv[1] + "/part", "w") as file: file.write(str(server.server_port))
    os.rename(sys.argv[1] + "/part", sys.argv[1] + "/port")
    server.serve_forever()
    """

  @Test("takes the key from the environment alone, asks in both orders, and tells what it found")
  func endpoint() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    let other = folder.appendingPathComponent("other")
    try TinyModel(width: 32).write(to: other, tokenizerFrom: laboratory.path("tokenizer"))
    let script = folder.appendingPathComponent("server.py")
    try Data(Self.server.utf8).write(to: script)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script.path, folder.path]
    // Inherited pipes would keep whoever reads the tests' output waiting.
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    // A child may have come to life with all other signals blocked.
    defer { kill(process.processIdentifier, SIGKILL) }
    let deadline = ContinuousClock.now + .seconds(60)
    while text(of: folder.appendingPathComponent("port")).isEmpty {
      guard process.isRunning, .now < deadline else { throw Failure(description: "no server") }
      usleep(20_000)
    }
    let port = text(of: folder.appendingPathComponent("port"))
    let result = try rlhf(
      [
        "evaluate", "--model", "model", "--against", other.path, "--prompts", "prompts.jsonl",
        "--maximum-new-tokens", "8", "--judge-url", "http://127.0.0.1:\(port)/v1",
        "--judge-model", "wise", "--judge-key-variable", "WISE_KEY", "--json",
      ], in: laboratory.folder, shell: #"export WISE_KEY=sesame; exec "$@""#)
    #expect(result.status == 0, "\(result.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let found = object as? [String: Any] ?? [:]
    #expect((found["longer_wins"] as? [String: Any])?["value"] as? Double == 1)
    #expect((found["same_in_both_orders"] as? [String: Any])?["value"] as? Double == 1)
    let keys = text(of: folder.appendingPathComponent("keys")).split(separator: "\n")
    #expect(keys.count == 20 && keys.allSatisfy { $0 == "Bearer sesame" })
    #expect(!result.errors.contains("sesame") && !result.output.contains("sesame"))
  }
}
