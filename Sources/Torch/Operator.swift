import CTorch

/// One argument of an operator.
enum Argument {
  case none
  case tensor(Tensor)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case integers([Int])
  case tensors([Tensor])
  case string(StaticString)
  case device(Device)
  case generator(Generator)
  case noNumbers

  static func optional(_ tensor: Tensor?) -> Argument { tensor.map(Argument.tensor) ?? .none }
  static func optional(_ number: Double?) -> Argument { number.map(Argument.number) ?? .none }
  static func dtype(_ dtype: DType) -> Argument { .integer(Int(dtype.rawValue)) }
}

/// An operator of ATen, found by its schema name and called through the dispatcher.
struct Operator: @unchecked Sendable {
  let name: StaticString
  private let handle: ct_operator

  init(_ name: StaticString, _ overload: StaticString = "") {
    guard let found = Operator(ifThere: name, overload) else { endProcess(saying: lastError()) }
    self = found
  }

  /// An operator that not every libtorch has; nil where it is missing.
  init?(ifThere name: StaticString, _ overload: StaticString = "") {
    self.name = name
    var found: ct_operator?
    let status = ct.operator_find(
      UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self),
      UnsafeRawPointer(overload.utf8Start).assumingMemoryBound(to: CChar.self), &found)
    guard status == CT_OK, let found else { return nil }
    handle = found
  }

  /// Calls the operator for its one result.
  @discardableResult
  func callAsFunction(_ arguments: Argument...) -> Tensor {
    withUnsafeTemporaryAllocation(of: ct_value.self, capacity: 1) { results in
      let count = call(arguments, into: results)
      guard count == 1, results[0].kind == CT_TENSOR, let handle = results[0].tensor else {
        fatalError("\(name) gave \(count) results where one tensor was due")
      }
      return Tensor(owning: handle)
    }
  }

  /// Calls the operator for all of its tensor results.
  func all(_ arguments: Argument..., upTo capacity: Int = 16) -> [Tensor] {
    withUnsafeTemporaryAllocation(of: ct_value.self, capacity: capacity) { results in
      let count = call(arguments, into: results)
      return results[..<count].compactMap { $0.tensor.map(Tensor.init(owning:)) }
    }
  }

  /// Calls an operator that gives nothing back.
  func run(_ arguments: Argument...) {
    withUnsafeTemporaryAllocation(of: ct_value.self, capacity: 4) { results in
      let count = call(arguments, into: results)
      for result in results[..<count] {
        if let handle = result.tensor { ct.tensor_release(handle) }
      }
    }
  }

  private func call(
    _ arguments: [Argument], into results: UnsafeMutableBufferPointer<ct_value>
  ) -> Int {
    var integerCount = 0
    var tensorCount = 0
    for argument in arguments {
      if case .integers(let list) = argument { integerCount += list.count }
      if case .tensors(let list) = argument { tensorCount += list.count }
    }
    // Lists are copied to the stack, where their addresses hold for the length of the call.
    let pools = (integers: integerCount, tensors: tensorCount)
    return withUnsafeTemporaryAllocation(of: Int64.self, capacity: pools.integers + 1) { integers in
      withUnsafeTemporaryAllocation(of: ct_tensor.self, capacity: pools.tensors + 1) { tensors in
        withUnsafeTemporaryAllocation(of: ct_value.self, capacity: arguments.count + 1) { values in
          pack(arguments, into: values, integers, tensors)
          var resultCount: Int32 = 0
          let status = ct.operator_call(
            handle, values.start, Int32(arguments.count), results.start,
            Int32(results.count), &resultCount)
          withExtendedLifetime(arguments) {}
          if status != CT_OK { fail(status, arguments) }
          return Int(resultCount)
        }
      }
    }
  }

  private func pack(
    _ arguments: [Argument], into values: UnsafeMutableBufferPointer<ct_value>,
    _ integers: UnsafeMutableBufferPointer<Int64>, _ tensors: UnsafeMutableBufferPointer<ct_tensor>
  ) {
    var nextInteger = integers.start
    var nextTensor = tensors.start
    for (index, argument) in arguments.enumerated() {
      var value = ct_value()
      switch argument {
      case .none: value.kind = CT_NONE
      case .tensor(let tensor):
        value.kind = CT_TENSOR
        value.tensor = tensor.handle
      case .integer(let integer):
        value.kind = CT_INTEGER
        value.integer = Int64(integer)
      case .number(let number):
        value.kind = CT_NUMBER
        value.number = number
      case .boolean(let flag):
        value.kind = CT_BOOLEAN
        value.integer = flag ? 1 : 0
      case .integers(let list):
        value.kind = CT_INTEGERS
        value.count = Int32(list.count)
        value.list = UnsafeRawPointer(nextInteger)
        for integer in list {
          nextInteger.initialize(to: Int64(integer))
          nextInteger += 1
        }
      case .tensors(let list):
        value.kind = CT_TENSORS
        value.count = Int32(list.count)
        value.list = UnsafeRawPointer(nextTensor)
        for tensor in list {
          nextTensor.initialize(to: tensor.handle)
          nextTensor += 1
        }
      case .string(let text):
        value.kind = CT_STRING
        value.list = UnsafeRawPointer(text.utf8Start)
      case .device(let device):
        value.kind = CT_DEVICE
        value.integer = Int64(device.kind.code)
        value.count = Int32(device.index)
      case .noNumbers: value.kind = CT_NO_NUMBERS
      case .generator(let generator):
        value.kind = CT_GENERATOR
        value.list = UnsafeRawPointer(generator.handle)
      }
      values.initializeElement(at: index, to: value)
    }
  }

  private func fail(_ status: ct_status, _ arguments: [Argument]) -> Never {
    if status == CT_OUT_OF_MEMORY { endOutOfMemory("\(name)") }
    let shapes = arguments.compactMap { argument -> String? in
      if case .tensor(let tensor) = argument { return "\(tensor.dtype) \(tensor.shape)" }
      return nil
    }
    fatalError("\(name) of \(shapes.joined(separator: ", ")): \(lastError())")
  }
}

extension UnsafeMutableBufferPointer {
  /// The address of the first element of a buffer that has room for one.
  var start: UnsafeMutablePointer<Element> {
    guard let baseAddress else { fatalError("a buffer of \(count) elements has no address") }
    return baseAddress
  }
}

/// The message of the last failure on this thread, on one line.
func lastError() -> String {
  String(cString: ct.last_error()).split(separator: "\n").first.map(String.init) ?? "unknown error"
}

/// Ends the process because there is no memory; what was saved before stays.
func endOutOfMemory(_ operation: String) -> Never {
  endProcess(
    saying: "out of memory in \(operation) (\(lastError())); use a smaller batch size, a shorter "
      + "maximum length or a smaller model, and go on from the last checkpoint with --resume")
}
