/// Turns tokens back into text, step by step.
struct TokenDecoder: Sendable {
  /// One step, over the tokens that the steps before it made.
  enum Step: Sendable {
    /// Puts this before each token but the first.
    case separate([UInt8])
    /// Reads tokens spelled in the byte alphabet, and makes one token of them all.
    case byteLevel
    /// Reads tokens such as `<0x0A>`.
    case byteFallback
    /// Makes one token of them all.
    case fuse
    case replace([UInt8], with: [UInt8])
    /// Drops a character at the ends of each token, up to so many times.
    case strip([UInt8], start: Int, end: Int)
    /// Writes marks as spaces again; where words got a mark put before them, the first goes.
    case metaspace(Metaspace)

    var fuses: Bool {
      switch self {
      case .fuse, .byteLevel: true
      default: false
      }
    }
  }

  let steps: [Step]
}
