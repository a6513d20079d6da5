import HTTPTypes
import Hummingbird
import NIOCore

extension SiteResponder {
  /// Returns an answer as it goes over the connection.
  func response(
    _ answer: SiteAnswer, _ reception: Reception, _ context: ConnectionContext
  ) -> Response {
    var headers = HTTPFields()
    func add(_ header: SiteAnswer.Header) {
      guard let name = HTTPField.Name(header.name) else { return }
      headers.append(HTTPField(name: name, value: header.value))
    }
    let fixed = SecurityHeaders.headers(
      isLasting: answer.isLasting, isSecure: site.configuration.isSecure)
    fixed.forEach(add)
    answer.headers.forEach(add)
    if let type = answer.contentType { headers[.contentType] = type }
    if reception.method == "POST", !reception.hasReadBody {
      // What was not read is not waited for either, but for a moment, so that the answer arrives.
      headers[.connection] = "close"
      _ = closing(context.channel, after: site.configuration.limits.farewell)
    }
    let text = ByteBuffer(string: answer.body)
    headers[.contentLength] = String(text.readableBytes)
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: headers,
      body: reception.method == "HEAD" ? ResponseBody() : body(text, context))
  }

  /// Whoever does not read the answer does not keep the connection.
  private func body(_ text: ByteBuffer, _ context: ConnectionContext) -> ResponseBody {
    let channel = context.channel
    let limit = site.configuration.limits.answer
    return ResponseBody(contentLength: text.readableBytes) { writer in
      let deadline = closing(channel, after: limit)
      defer { deadline.cancel() }
      try await writer.write(text)
      try await writer.finish(nil)
    }
  }
}
