import Foundation
import Testing
import Torch

@Suite("Safetensors")
struct SafetensorsTests {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func written() throws -> URL {
    let file = folder.appendingPathComponent("a.safetensors")
    try writeSafetensors(
      [
        ("flags", Tensor([true, false, true])),
        ("weights", Tensor([1.5, -2, 3, 0.25] as [Float], shape: [2, 2])),
        ("half", Tensor([1, 2, 3] as [Float]).to(.bfloat16)),
        ("none", Tensor([] as [Float], shape: [0, 4])),
        ("ids", Tensor([1, 2, 3])),
      ], to: file, metadata: ["format": "pt", "step": "12"])
    return file
  }

  @Test("are read as they were written, at odd offsets too")
  func roundTrip() throws {
    let file = try SafetensorsFile(written())
    #expect(file.names == ["flags", "half", "ids", "none", "weights"])
    #expect(file.metadata["step"] == "12")
    #expect(try file.tensor(named: "flags").array(Bool.self) == [true, false, true])
    #expect(try file.tensor(named: "weights").array(Float.self) == [1.5, -2, 3, 0.25])
    #expect(file.dtype(of: "half") == .bfloat16)
    #expect(try file.tensor(named: "half").floats == [1, 2, 3])
    #expect(try file.tensor(named: "none").shape == [0, 4])
    #expect(try file.tensor(named: "ids").array(Int.self) == [1, 2, 3])
  }

  @Test("live as long as their last tensor")
  func lifetime() throws {
    var file: SafetensorsFile? = try SafetensorsFile(written())
    let weights = try #require(try file?.tensor(named: "weights"))
    file = nil
    #expect(weights.sum().value == 2.75)
  }

  @Test("that are cut off are refused wherever the cut is")
  func truncated() throws {
    let whole = try Data(contentsOf: written())
    for length in stride(from: 0, to: whole.count, by: 13) {
      let cut = folder.appendingPathComponent("cut-\(length)")
      try whole.prefix(length).write(to: cut)
      #expect(throws: TorchError.self) { try SafetensorsFile(cut) }
    }
  }

  @Test(
    "that lie about their contents are refused",
    arguments: [
      #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
      #"{"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#,
      #"{"w":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}}"#,
      #"{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
      #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
      #"{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#,
      #"{"w":7}"#, #"[1]"#, "not JSON",
    ])
  func lies(header: String) throws {
    let file = folder.appendingPathComponent("lie.safetensors")
    var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    data.append(Data(header.utf8))
    data.append(Data(count: 8))
    try data.write(to: file)
    #expect(throws: TorchError.self) { try SafetensorsFile(file) }
  }

  @Test("that are missing are named in the error")
  func missing() {
    let file = folder.appendingPathComponent("nothing.safetensors")
    #expect {
      try SafetensorsFile(file)
    } throws: { error in
      "\(error)".contains("nothing.safetensors") && "\(error)".contains("No such file")
    }
  }

  @Test("leave the old file and no other when the new one cannot be written")
  func fullDisk() throws {
    let nowhere = folder.appendingPathComponent("no-such-folder/a.safetensors")
    #expect(throws: TorchError.self) {
      try writeSafetensors([("w", Tensor.zeros([2]))], to: nowhere)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
