/// Turns tokens back into bytes.
enum TokenDecoder: Equatable, Sendable {
  /// Tokens are spelled in the byte alphabet.
  case byteLevel
  /// Tokens are text, with this between them.
  case joined(separator: String)

  /// The bytes of a token.
  func bytes(of token: [UInt8], isFirst: Bool) -> [UInt8] {
    switch self {
    case .byteLevel: ByteAlphabet.bytes(spelledBy: token) ?? token
    case .joined(let separator): isFirst ? token : Array(separator.utf8) + token
    }
  }
}
