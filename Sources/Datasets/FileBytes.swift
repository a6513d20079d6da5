import Foundation

/// Calls `body` with the file's bytes, piece by piece, inflated if the file is gzip's.
func forEachPiece(of file: URL, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
  let handle = try openForReading(file)
  defer { try? handle.close() }
  do {
    var piece = try nextPiece(of: handle, file)
    let isGzip = file.pathExtension.lowercased() == "gz" || piece.starts(with: [0x1f, 0x8b])
    let inflater = isGzip ? try GzipInflater() : nil
    while !piece.isEmpty {
      if let inflater {
        try inflater.inflate(piece, body)
      } else {
        try body(piece[...])
      }
      piece = try nextPiece(of: handle, file)
    }
    try inflater?.finish()
  } catch let problem as GzipProblem {
    throw DatasetError.damaged(file: file.relativePath, reason: problem.reason)
  }
}

private func openForReading(_ file: URL) throws -> FileHandle {
  let path = file.relativePath
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else {
    throw DatasetError.unreadable(file: path, reason: "there is no such file")
  }
  guard !isFolder.boolValue else {
    throw DatasetError.unreadable(file: path, reason: "it is a folder")
  }
  guard let handle = try? FileHandle(forReadingFrom: file) else {
    throw DatasetError.unreadable(file: path, reason: "the system refuses to open it")
  }
  return handle
}

private func nextPiece(of handle: FileHandle, _ file: URL) throws -> [UInt8] {
  do {
    return try [UInt8](handle.read(upToCount: 1 << 18) ?? Data())
  } catch {
    throw DatasetError.unreadable(
      file: file.relativePath, reason: "reading broke off (\(error.localizedDescription))")
  }
}
