import CTorch
public import Foundation

/// A safetensors file, mapped into memory: its tensors share the file's pages and cost no copy.
///
/// Format: eight bytes of little-endian header length, a JSON header, then the elements.
public final class SafetensorsFile {
  private struct Entry {
    let dtype: DType
    let shape: [Int]
    let bytes: Range<Int>
  }

  private let mapping: Mapping
  private let entries: [String: Entry]
  private let dataStart: Int
  private let path: String
  /// The strings under `__metadata__`.
  public let metadata: [String: String]

  /// Maps a file and checks its header against its size.
  ///
  /// - Throws: `TorchError.file` when it cannot be opened, `TorchError.malformed` when it is cut off
  ///   or not a safetensors file.
  public init(_ url: URL) throws(TorchError) {
    path = url.path
    mapping = try Mapping(of: path)
    let (header, dataStart) = try SafetensorsFile.header(of: mapping, path)
    self.dataStart = dataStart
    metadata = header["__metadata__"] as? [String: String] ?? [:]
    var entries: [String: Entry] = [:]
    for (name, value) in header where name != "__metadata__" {
      entries[name] = try SafetensorsFile.entry(
        name, value, dataByteCount: mapping.count - dataStart, path)
    }
    self.entries = entries
  }

  /// The names of all tensors, sorted.
  public var names: [String] { entries.keys.sorted() }

  /// The shape of a tensor, or nil when there is none of that name.
  public func shape(of name: String) -> [Int]? { entries[name]?.shape }

  /// The type of a tensor's elements, or nil when there is none of that name.
  public func dtype(of name: String) -> DType? { entries[name]?.dtype }

  /// A tensor over the mapped file.
  ///
  /// What is written into it is private to this process: the file stays as it is. While the tensor
  /// lives, the file must neither be written to in place nor cut short; a new file of its name does no harm.
  ///
  /// - Throws: `TorchError.malformed` when there is no tensor of that name.
  public func tensor(named name: String) throws(TorchError) -> Tensor {
    guard let entry = entries[name] else {
      throw .malformed(path: path, reason: "it has no tensor ‘\(name)’")
    }
    let start = dataStart + entry.bytes.lowerBound
    // The format aligns nothing; libtorch needs elements at multiples of their size.
    if start % entry.dtype.byteCount != 0 || entry.bytes.isEmpty { return copied(entry, at: start) }
    let context = Unmanaged.passRetained(mapping).toOpaque()
    var made: ct_tensor?
    let status = ct.tensor_wrap(
      UnsafeMutableRawPointer(mutating: mapping.start + start), entry.shape.map(Int64.init),
      Int32(entry.shape.count), entry.dtype.rawValue, context,
      { context in Unmanaged<Mapping>.fromOpaque(context).release() }, &made)
    guard status == CT_OK, let made else {
      Unmanaged<Mapping>.fromOpaque(context).release()
      throw .malformed(path: path, reason: "‘\(name)’: \(lastError())")
    }
    return Tensor(owning: made)
  }

  /// Gives back the memory that holds a tensor's part of the file; read again, it comes from the file.
  ///
  /// Only for a tensor that nobody has written into.
  public func releasePages(of name: String) {
    guard let entry = entries[name] else { return }
    mapping.release((dataStart + entry.bytes.lowerBound)..<(dataStart + entry.bytes.upperBound))
  }

  private func copied(_ entry: Entry, at start: Int) -> Tensor {
    let bytes = UnsafeRawBufferPointer(start: mapping.start + start, count: entry.bytes.count)
    return Tensor.copying(bytes, shape: entry.shape, entry.dtype)
  }

  private static func header(
    of mapping: Mapping, _ path: String
  ) throws(TorchError) -> ([String: Any], Int) {
    guard mapping.count >= 8 else {
      throw .malformed(path: path, reason: "it has \(mapping.count) bytes")
    }
    let stated = UInt64(littleEndian: mapping.start.loadUnaligned(as: UInt64.self))
    guard stated <= UInt64(mapping.count - 8) else {
      throw .malformed(
        path: path,
        reason: "its header should have \(stated) bytes and the file has "
          + "\(mapping.count - 8) after it")
    }
    let length = Int(stated)
    let text = Data(bytes: mapping.start + 8, count: length)
    guard let header = (try? JSONSerialization.jsonObject(with: text)) as? [String: Any] else {
      throw .malformed(path: path, reason: "its header is not JSON")
    }
    return (header, 8 + length)
  }

  private static func entry(
    _ name: String, _ value: Any, dataByteCount: Int, _ path: String
  ) throws(TorchError) -> Entry {
    guard let fields = value as? [String: Any], let typeName = fields["dtype"] as? String,
      let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int],
      offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1],
      shape.allSatisfy({ $0 >= 0 })
    else { throw .malformed(path: path, reason: "the header's entry ‘\(name)’ is not whole") }
    guard let dtype = DType.allCases.first(where: { $0.safetensorsName == typeName }) else {
      throw .malformed(path: path, reason: "‘\(name)’ has the unsupported type \(typeName)")
    }
    guard offsets[1] <= dataByteCount else {
      throw .malformed(
        path: path,
        reason: "‘\(name)’ ends at byte \(offsets[1]) of the data and the file has "
          + "\(dataByteCount)")
    }
    var elementCount = 1
    for size in shape {
      let (product, overflows) = elementCount.multipliedReportingOverflow(by: size)
      guard !overflows else { throw .malformed(path: path, reason: "‘\(name)’ is too large") }
      elementCount = product
    }
    guard elementCount == (offsets[1] - offsets[0]) / dtype.byteCount,
      (offsets[1] - offsets[0]) % dtype.byteCount == 0
    else {
      throw .malformed(
        path: path,
        reason: "‘\(name)’ of shape \(shape) does not have "
          + "\(offsets[1] - offsets[0]) bytes")
    }
    return Entry(dtype: dtype, shape: shape, bytes: offsets[0]..<offsets[1])
  }
}
