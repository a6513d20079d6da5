import CTorch
import Foundation

/// Opens libtorch, if that has not happened yet.
///
/// Call it once at the start of a program: everything else in this module opens libtorch on first
/// use and ends the program when it cannot.
///
/// libCTorch.so is looked for at the path in the environment variable `LIBCTORCH`; beside the
/// executable; and in a folder `.libtorch` beside the executable or above it.
///
/// - Throws: `TorchError.libraryNotFound` or `TorchError.libraryNotLoaded`.
public func loadLibtorch() throws(TorchError) {
  _ = try Library.opened.get()
}

/// The version of the libtorch that is loaded, as `2.13.0`.
public var libtorchVersion: String { String(cString: ct.libtorch_version()) }

/// The number of threads that one operation may use on the CPU.
///
/// Set it on the thread that trains: OpenMP keeps it per thread.
public var threadCount: Int {
  get { Int(ct.thread_count()) }
  set { ct.set_thread_count(Int32(newValue)) }
}

/// The table of functions of libCTorch.so.
var ct: ct_functions {
  @inline(__always) unsafeAddress { UnsafePointer(Library.functions) }
}

enum Library {
  nonisolated(unsafe) static let functions: UnsafePointer<ct_functions> = {
    do { return try opened.get().table } catch { endProcess(saying: "\(error)") }
  }()

  struct Table: @unchecked Sendable { let table: UnsafePointer<ct_functions> }

  static let opened: Result<Table, TorchError> = {
    let places = candidates()
    guard let path = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      return .failure(.libraryNotFound(places))
    }
    var message = [CChar](repeating: 0, count: 1024)
    guard let table = ctorch_open(path, &message, message.count) else {
      let text = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      return .failure(.libraryNotLoaded(path: path, reason: String(decoding: text, as: UTF8.self)))
    }
    return .success(Table(table: table))
  }()

  /// Where libCTorch.so may be, best first.
  private static func candidates() -> [String] {
    if let named = ProcessInfo.processInfo.environment["LIBCTORCH"], !named.isEmpty {
      return [named]
    }
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    var folder = executable.deletingLastPathComponent()
    var places = [folder.appendingPathComponent("libCTorch.so").path]
    while true {
      places.append(folder.appendingPathComponent(".libtorch/libCTorch.so").path)
      let parent = folder.deletingLastPathComponent()
      if parent.path == folder.path { return places }
      folder = parent
    }
  }
}

/// Ends the process with one sentence and status 1: for what the world does to us where nothing can
/// be thrown.
func endProcess(saying sentence: String) -> Never {
  FileHandle.standardError.write(Data("error: \(sentence)\n".utf8))
  exit(1)
}
