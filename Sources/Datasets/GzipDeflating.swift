import CZlib

/// Returns `bytes` as one gzip member.
func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
  var stream = z_stream()
  let gzip: Int32 = 16 + 15
  let usualMemory: Int32 = 8
  let status = deflateInit2_(
    &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip, usualMemory, Z_DEFAULT_STRATEGY,
    ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  guard status == Z_OK else { throw GzipProblem(reason: "zlib cannot start (\(status))") }
  defer { deflateEnd(&stream) }

  guard let inputCount = UInt32(exactly: bytes.count) else {
    throw GzipProblem(reason: "more than 4 GiB do not fit one gzip member")
  }
  var input = bytes
  let capacity = Int(deflateBound(&stream, UInt(bytes.count)))
  return try [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
    try input.withUnsafeMutableBufferPointer { buffer in
      stream.next_in = buffer.baseAddress
      stream.avail_in = inputCount
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(clamping: capacity)
      guard deflate(&stream, Z_FINISH) == Z_STREAM_END else {
        throw GzipProblem(reason: "zlib cannot compress the rows")
      }
      count = Int(stream.total_out)
    }
  }
}
