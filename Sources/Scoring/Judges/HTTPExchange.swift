import Dispatch
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One request and its reply, by Foundation's client.
///
/// Redirects are not followed, cookies and caches not kept, and a reply of more than a megabyte is
/// refused. A task with a completion handler would follow redirects, headers and all, and so this
/// is a delegate.
final class HTTPExchange: NSObject, URLSessionDataDelegate {
  /// What a server replied.
  struct Reply: Sendable {
    let status: Int
    /// After how many seconds to try again, where the server says so.
    let retryAfter: Double?
    let body: Data
  }

  /// Why there is no reply.
  struct Problem: Error, CustomStringConvertible {
    let description: String
    /// Whether another attempt may go better.
    let mayPass: Bool
  }

  private struct State {
    var body = Data()
    var response: HTTPURLResponse?
    var isTooLong = false
    var result: Result<Reply, any Error>?
  }

  private static let longestBody = 1 << 20
  private let state = Mutex(State())
  private let isDone = DispatchSemaphore(value: 0)

  /// Sends a request and waits for the reply, on the thread that asks.
  ///
  /// Foundation works on threads of its own: nothing waits for one of Swift's tasks, whose threads
  /// may all be waiting here.
  ///
  /// - Throws: `Problem`.
  static func reply(to request: URLRequest, timeout: TimeInterval) throws -> Reply {
    let settings = URLSessionConfiguration.ephemeral
    settings.timeoutIntervalForRequest = timeout
    settings.timeoutIntervalForResource = timeout
    settings.httpShouldSetCookies = false
    settings.urlCache = nil
    let exchange = HTTPExchange()
    let session = URLSession(configuration: settings, delegate: exchange, delegateQueue: nil)
    defer { session.finishTasksAndInvalidate() }
    session.dataTask(with: request).resume()
    exchange.isDone.wait()
    guard let result = exchange.state.withLock({ $0.result }) else {
      throw Problem(description: "there was no reply", mayPass: true)
    }
    return try result.get()
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    state.withLock { $0.response = response }
    completionHandler(nil)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let isTooLong = state.withLock { state in
      state.body.append(data)
      state.isTooLong = state.body.count > Self.longestBody
      return state.isTooLong
    }
    if isTooLong { dataTask.cancel() }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    let response = task.response as? HTTPURLResponse
    state.withLock { state in
      state.result = Self.result(
        state.response ?? response, state.body, isTooLong: state.isTooLong, error)
    }
    isDone.signal()
  }

  private static func result(
    _ response: HTTPURLResponse?, _ body: Data, isTooLong: Bool, _ error: (any Error)?
  ) -> Result<Reply, any Error> {
    if isTooLong {
      return .failure(Problem(description: "its reply is longer than a megabyte", mayPass: false))
    }
    if let error, response.map({ !(300..<400).contains($0.statusCode) }) ?? true {
      return .failure(Problem(error))
    }
    guard let response else {
      return .failure(Problem(description: "there was no reply", mayPass: true))
    }
    let wait = response.value(forHTTPHeaderField: "Retry-After").flatMap(Double.init)
    return .success(Reply(status: response.statusCode, retryAfter: wait, body: body))
  }
}

extension HTTPExchange.Problem {
  /// Says what became of a connection.
  init(_ error: any Error) {
    let code = (error as? URLError)?.code
    let lasting: [URLError.Code] = [
      .unsupportedURL, .badURL, .cannotFindHost, .cannotConnectToHost, .secureConnectionFailed,
      .serverCertificateUntrusted, .serverCertificateHasUnknownRoot, .serverCertificateHasBadDate,
    ]
    let words =
      switch code {
      case .timedOut: "it did not reply in time"
      case .cannotFindHost: "there is no such host"
      case .cannotConnectToHost: "it does not accept connections; check that it runs"
      default: error.localizedDescription
      }
    self.init(description: words, mayPass: code.map { !lasting.contains($0) } ?? true)
  }
}
