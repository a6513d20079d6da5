public import Datasets
public import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A server of chat completions that speaks as OpenAI's does: vLLM, llama.cpp, or a company's.
///
/// The key is sent to this server alone: redirects are refused, and a key goes in clear only to
/// this machine. A request that is refused for now (429, 500, 502, 503, 504, or a broken connection)
/// is made again, each time after twice as long, or after what the server says.
public struct ChatEndpoint: Sendable {
  /// Where it is, as it is named in messages; without the key.
  public let name: String
  private let url: URL
  private let model: String
  private let key: String?
  private let settings: String
  private let timeout: TimeInterval
  private let attemptCount: Int

  /// Creates an endpoint; nothing is sent yet.
  ///
  /// - Parameters:
  ///   - address: Its base, such as `http://127.0.0.1:8000/v1`.
  ///   - model: The name that it has there.
  ///   - key: Nil where it wants none.
  ///   - settings: A JSON object of what else each request says.
  ///   - timeout: How many seconds a reply may take.
  ///   - attemptCount: How often a request is made before it fails.
  /// - Throws: `RewardError.endpointFailed` for an address or settings that cannot be meant.
  public init(
    _ address: String, model: String, key: String? = nil,
    settings: String = #"{"temperature": 0, "max_tokens": 16}"#, timeout: TimeInterval = 120,
    attemptCount: Int = 5
  ) throws {
    func refused(_ reason: String) -> RewardError { .endpointFailed(address, reason: reason) }
    guard let base = URL(string: address), let host = base.host(),
      ["http", "https"].contains(base.scheme), base.user == nil, base.query == nil,
      base.fragment == nil
    else { throw refused("it must be an address like http://127.0.0.1:8000/v1") }
    if key != nil, base.scheme == "http", !["127.0.0.1", "localhost", "::1"].contains(host) {
      throw refused(
        "a key is sent by https only, save to this machine; use https, or unset the key")
    }
    guard (try? JSONSerialization.jsonObject(with: Data(settings.utf8))) is [String: Any] else {
      throw refused("the settings ‘\(settings)’ are not a JSON object")
    }
    name = address
    url = base.appending(path: "chat/completions")
    self.model = model
    self.key = key
    self.settings = settings
    self.timeout = timeout
    self.attemptCount = attemptCount
  }

  /// Sends turns, and returns the text of the answer.
  ///
  /// - Throws: `RewardError.endpointFailed`.
  public func answer(to messages: [Message]) throws -> String {
    let request = try request(messages)
    var delay = 0.5
    for attempt in 1... {
      let failure: Failure
      do {
        let reply = try HTTPExchange.reply(to: request, timeout: timeout)
        guard let problem = problem(with: reply) else { return try text(in: reply.body) }
        failure = problem
      } catch let error as HTTPExchange.Problem {
        failure = Failure(reason: "\(error)", mayPass: error.mayPass)
      }
      guard failure.mayPass, attempt < attemptCount else {
        let often = attempt > 1 ? " (\(attempt) times)" : ""
        throw RewardError.endpointFailed(name, reason: failure.reason + often)
      }
      Thread.sleep(forTimeInterval: failure.wait ?? delay)
      delay *= 2
    }
    preconditionFailure("the last attempt returns or throws")
  }

  private func request(_ messages: [Message]) throws -> URLRequest {
    var body = try JSONSerialization.jsonObject(with: Data(settings.utf8)) as? [String: Any] ?? [:]
    body["model"] = model
    body["messages"] = messages.map { ["role": $0.role, "content": $0.content] }
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.httpBody = try JSONSerialization.data(withJSONObject: body, options: .sortedKeys)
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
    return request
  }
}

extension ChatEndpoint {
  private struct Failure {
    let reason: String
    let mayPass: Bool
    var wait: Double?
  }

  private func problem(with reply: HTTPExchange.Reply) -> Failure? {
    let said = excerpt(of: String(decoding: reply.body.prefix(2000), as: UTF8.self))
    let words = ": ‘\(key.map { said.replacing($0, with: "…") } ?? said)’"
    switch reply.status {
    case 200..<300: return nil
    case 300..<400:
      return Failure(
        reason: "it points elsewhere (status \(reply.status)), and prompts and keys go only to the "
          + "address that was given; give the one it points to", mayPass: false)
    case 401, 403:
      let hint = key == nil ? "it wants a key, and was given none" : "it does not accept the key"
      return Failure(reason: "\(hint) (status \(reply.status))" + words, mayPass: false)
    case 429, 500, 502, 503, 504:
      return Failure(
        reason: "status \(reply.status)" + words, mayPass: true,
        wait: reply.retryAfter.map { min(60, max(0, $0)) })
    default:
      return Failure(
        reason: "status \(reply.status)" + words + "; check address and model", mayPass: false)
    }
  }

  private func text(in body: Data) throws -> String {
    let object = (try? JSONSerialization.jsonObject(with: body)) as? [String: Any]
    let choices = object?["choices"] as? [[String: Any]]
    let message = choices?.first?["message"] as? [String: Any]
    guard let text = message?["content"] as? String else {
      let said = excerpt(of: String(decoding: body.prefix(2000), as: UTF8.self))
      throw RewardError.endpointFailed(
        name, reason: "its reply has no text at choices[0].message.content: ‘\(said)’")
    }
    return text
  }
}

/// Returns the beginning of a stranger's text in one line, without characters that command a terminal.
func excerpt(of text: String) -> String {
  let scalars = text.unicodeScalars.prefix(200).map { scalar -> Unicode.Scalar in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: " "
    default: scalar
    }
  }
  return String(String.UnicodeScalarView(scalars))
}
