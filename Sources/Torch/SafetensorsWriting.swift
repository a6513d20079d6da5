public import Foundation

/// Writes tensors into a safetensors file: under a temporary name, flushed to disk, then renamed, so
/// that the file is whole or not there.
///
/// - Parameter metadata: Strings for the header; `transformers` wants a `format`.
/// - Throws: `TorchError.file` when the disk is full or the folder cannot be written; a file that
///   was there before is then untouched.
public func writeSafetensors(
  _ tensors: [(name: String, tensor: Tensor)], to url: URL,
  metadata: [String: String] = ["format": "pt"]
) throws(TorchError) {
  let temporary = url.deletingLastPathComponent()
    .appendingPathComponent(".\(url.lastPathComponent).\(getpid()).new").path
  do throws(TorchError) {
    try writeFile(tensors, header(of: tensors, metadata), to: temporary)
    guard rename(temporary, url.path) == 0 else { throw systemError("cannot be renamed", url.path) }
  } catch {
    unlink(temporary)
    throw error
  }
}

/// The JSON header, padded so that the data starts where a mapped file can be computed with as it is.
private func header(
  of tensors: [(name: String, tensor: Tensor)], _ metadata: [String: String]
) throws(TorchError) -> Data {
  var entries: [String: Any] = metadata.isEmpty ? [:] : ["__metadata__": metadata]
  var offset = 0
  for (name, tensor) in tensors {
    let end = offset + tensor.count * tensor.dtype.byteCount
    entries[name] =
      [
        "dtype": tensor.dtype.safetensorsName, "shape": tensor.shape,
        "data_offsets": [offset, end],
      ]
      as [String: Any]
    offset = end
  }
  guard var text = try? JSONSerialization.data(withJSONObject: entries, options: .sortedKeys) else {
    throw .file(path: "safetensors header", reason: "the metadata is not text")
  }
  text.append(Data(repeating: UInt8(ascii: " "), count: -(text.count + 8) & (Tensor.alignment - 1)))
  return text
}

private func writeFile(
  _ tensors: [(name: String, tensor: Tensor)], _ header: Data, to path: String
) throws(TorchError) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw systemError("cannot be made", path) }
  defer { close(descriptor) }
  var length = UInt64(header.count).littleEndian
  var failure = withUnsafeBytes(of: &length) { writeAll($0, to: descriptor) }
  failure = failure ?? header.withUnsafeBytes { writeAll($0, to: descriptor) }
  for (_, tensor) in tensors where failure == nil {
    failure = tensor.withBytes { writeAll($0, to: descriptor) }
  }
  if failure == nil, fsync(descriptor) != 0 { failure = errno }
  if let failure {
    errno = failure
    throw systemError("cannot be written", path)
  }
}

/// Writes every byte; gives the error number when it cannot.
private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
  var rest = bytes[...]
  while !rest.isEmpty {
    let part = UnsafeRawBufferPointer(rebasing: rest)
    let written = write(descriptor, part.baseAddress, part.count)
    if written < 0 && errno == EINTR { continue }
    guard written > 0 else { return errno == 0 ? EIO : errno }
    rest = rest.dropFirst(written)
  }
  return nil
}

private func systemError(_ what: String, _ path: String) -> TorchError {
  .file(
    path: path,
    reason: "\(what): \(String(cString: strerror(errno))); free space or choose another folder")
}
