/// What can go wrong between this module and the world.
///
/// Misuse (shapes or types that do not fit) is not here: it traps with both shapes in the message.
public enum TorchError: Error, Equatable, CustomStringConvertible {
  /// libCTorch.so is at none of these paths.
  case libraryNotFound([String])
  /// libCTorch.so is there and does not load.
  case libraryNotLoaded(path: String, reason: String)
  /// libtorch has no device like this one.
  case deviceNotAvailable(String)
  /// A file could not be opened, read or written.
  case file(path: String, reason: String)
  /// A safetensors file whose contents are not as the format says.
  case malformed(path: String, reason: String)

  /// One sentence: what, where, and what to do.
  public var description: String {
    switch self {
    case .libraryNotFound(let places):
      let first = places.prefix(3).joined(separator: ", ")
      return "libtorch is not installed: there is no libCTorch.so at \(first)"
        + (places.count > 3 ? " or above" : "")
        + "; run Scripts/fetch-libtorch, or set LIBCTORCH to the path of the library"
    case .libraryNotLoaded(let path, let reason):
      return "\(path) does not load: \(reason); run Scripts/fetch-libtorch again"
    case .deviceNotAvailable(let device):
      return "there is no device \(device) here; use cpu, or a libtorch that has it"
    case .file(let path, let reason):
      return "\(path): \(reason)"
    case .malformed(let path, let reason):
      return "\(path) is not a whole safetensors file: \(reason); fetch or write it again"
    }
  }
}
