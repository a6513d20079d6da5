import CZlib

/// Why compressed data cannot be read on.
struct GzipProblem: Error {
  var reason: String
}

/// Inflates gzip data piece by piece, several members in a row included.
final class GzipInflater {
  // zlib keeps the stream's address, so the stream must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isBetweenMembers = false
  private var output = [UInt8](repeating: 0, count: 1 << 16)

  init() throws {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let gzipOnly: Int32 = 16 + 15
    let status = inflateInit2_(
      stream, gzipOnly, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw GzipProblem(reason: "zlib cannot start (\(status))") }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Inflates `input`, which goes on where the last piece ended.
  func inflate(_ input: [UInt8], _ body: (ArraySlice<UInt8>) throws -> Void) throws {
    var input = input
    try input.withUnsafeMutableBufferPointer { buffer in
      stream.pointee.next_in = buffer.baseAddress
      stream.pointee.avail_in = UInt32(buffer.count)
      defer { stream.pointee.next_in = nil }
      repeat {
        if isBetweenMembers, try !beginMember() { return }
        try body(output[..<step()])
      } while stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0
    }
  }

  /// Checks that the data ended where a member does.
  func finish() throws {
    guard isBetweenMembers else {
      throw GzipProblem(reason: "the gzip data end too early")
    }
  }

  /// Skips the zeros that pad some archives, and says whether another member follows.
  private func beginMember() throws -> Bool {
    while stream.pointee.avail_in > 0, stream.pointee.next_in.pointee == 0 {
      stream.pointee.next_in += 1
      stream.pointee.avail_in -= 1
    }
    guard stream.pointee.avail_in > 0 else { return false }
    guard inflateReset(stream) == Z_OK else { throw GzipProblem(reason: "zlib cannot restart") }
    isBetweenMembers = false
    return true
  }

  /// Fills `output` as far as the input goes, and returns how far that is.
  private func step() throws -> Int {
    let status = output.withUnsafeMutableBufferPointer { buffer in
      stream.pointee.next_out = buffer.baseAddress
      stream.pointee.avail_out = UInt32(buffer.count)
      return CZlib.inflate(stream, Z_NO_FLUSH)
    }
    switch status {
    case Z_STREAM_END: isBetweenMembers = true
    // NB: zlib says Z_BUF_ERROR when it merely has nothing to do.
    case Z_OK, Z_BUF_ERROR: break
    default:
      let words = stream.pointee.msg.map { String(cString: $0) } ?? "status \(status)"
      throw GzipProblem(reason: "the gzip data are corrupt (\(words))")
    }
    return output.count - Int(stream.pointee.avail_out)
  }
}
