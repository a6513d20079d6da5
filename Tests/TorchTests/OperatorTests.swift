import Testing
import Torch

@Suite("Operations")
struct OperatorTests {
  init() { threadCount = 1 }

  @Test("spread a row over a matrix, as broadcasting says")
  func broadcasting() {
    let matrix = Tensor([1, 2, 3, 4] as [Float], shape: [2, 2])
    let row = Tensor([10, 20] as [Float])
    #expect((matrix + row).floats == [11, 22, 13, 24])
    #expect((1 - matrix).floats == [0, -1, -2, -3])
    #expect((6 / matrix).floats == [6, 3, 2, 1.5])
  }

  @Test("compare and choose by place")
  func choice() {
    let values = Tensor([-1, 0, 2] as [Float])
    let isPositive = values .> 0
    #expect(isPositive.array(Bool.self) == [false, false, true])
    #expect((values .< 0).array(Bool.self) == [true, false, false])
    #expect((values .<= 0).array(Bool.self) == [true, true, false])
    #expect(values.filled(with: 9, unless: isPositive).floats == [9, 9, 2])
    #expect(values.replaced(by: -values, unless: isPositive).floats == [1, 0, 2])
  }

  @Test("reduce over one dimension or all")
  func reduction() {
    let matrix = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
    #expect(matrix.sum(along: 1).floats == [6, 15])
    #expect(matrix.mean(along: 0).floats == [2.5, 3.5, 4.5])
    #expect(matrix.max(along: 1, keepingDimension: true).shape == [2, 1])
    #expect(matrix.argmax(along: 1).integers == [2, 2])
    #expect(matrix.cumulativeSum(along: 1).floats == [1, 3, 6, 4, 9, 15])
    #expect(matrix.sum().value == 21)
  }

  @Test(
    "see a number that is not finite, wherever it stands",
    arguments: [DType.float32, .bfloat16, .float16, .float64], [1, 37, 100_000])
  func finiteness(dtype: DType, count: Int) {
    let sound = Tensor.normal([count], using: Generator(seed: 1)).to(dtype)
    #expect(sound.isFinite)
    for number in [Double.nan, .infinity, -.infinity] {
      for place in [0, count / 2, count - 1] {
        let tensor = sound.copy()
        tensor.slice(place..<place + 1, along: 0).fill(number)
        #expect(!tensor.isFinite)
      }
    }
    #expect(Tensor.zeros([0], dtype).isFinite)
    #expect(Tensor([3, 4] as [Int]).isFinite)
  }

  @Test("take, put and order by index")
  func indexing() {
    let matrix = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
    #expect(matrix.gathered(along: 1, at: Tensor([2, 0], shape: [2, 1])).floats == [3, 4])
    #expect(matrix.rows(at: Tensor([1, 1])).floats == [4, 5, 6, 4, 5, 6])
    #expect(matrix.slice(1..<3, along: 1).floats == [2, 3, 5, 6])
    #expect(matrix.largest(2).values.floats == [3, 2, 6, 5])
    #expect(Tensor([true, false, true]).indicesOfTrue().integers == [0, 2])
    let sums = Tensor.zeros([2]).adding(Tensor([1, 2, 4] as [Float]), at: Tensor([0, 1, 0]))
    #expect(sums.floats == [5, 2])
  }

  @Test("attend causally as the formula says, with shared key heads")
  func attentionFormula() {
    let generator = Generator(seed: 3)
    let queries = Tensor.normal([2, 4, 5, 8], using: generator)
    let keys = Tensor.normal([2, 2, 5, 8], using: generator)
    let values = Tensor.normal([2, 2, 5, 8], using: generator)
    let fast = attention(queries: queries, keys: keys, values: values, .causal)

    let isSeen = Tensor.ones([5, 5], .bool).lowerTriangle()
    let products = queries.matmul(keys.repeated(2, along: 1).transposed(-1, -2)) / 8.0.squareRoot()
    let weights = products.filled(with: -.infinity, unless: isSeen).softmax(along: -1)
    let slow = weights.matmul(values.repeated(2, along: 1))
    #expect((fast - slow).absolute().max().value < 1e-6)
  }

  @Test("bound the scores of attention, and give zeros to who sees nothing")
  func cappedAttention() {
    let generator = Generator(seed: 4)
    let queries = Tensor.normal([1, 4, 3, 8], using: generator)
    let keys = Tensor.normal([1, 2, 3, 8], using: generator)
    let values = Tensor.normal([1, 2, 3, 8], using: generator)
    func attend(_ pattern: AttentionPattern, softcap: Double?) -> Tensor {
      attention(
        queries: queries, keys: keys, values: values, pattern, scale: 0.7, softcap: softcap)
    }
    func distance(_ first: Tensor, _ second: Tensor) -> Double {
      (first - second).absolute().max().value
    }
    let sees = Tensor([false, false, false, true, true, false, false, true, true], shape: [3, 3])
    let patterns: [AttentionPattern] = [.causal, .full, .allowed(sees.reshaped([1, 1, 3, 3]))]
    for pattern in patterns {
      // A bound that nothing comes near changes nothing.
      #expect(distance(attend(pattern, softcap: 1e5), attend(pattern, softcap: nil)) < 1e-5)
    }
    let capped = attend(patterns[2], softcap: 0.5)
    #expect(capped.select(0, along: 2).absolute().max().value == 0)
    // By hand, the last query of the last head, which sees the last two keys.
    let query = queries.select(3, along: 1).select(2, along: 1)
    let seen = keys.select(1, along: 1).slice(1..<3, along: 1)
    let products = (seen * query.unsqueezed(1)).sum(along: -1) * 0.7
    let weights = ((products / 0.5).tanh() * 0.5).softmax(along: -1).unsqueezed(-1)
    let due = (weights * values.select(1, along: 1).slice(1..<3, along: 1)).sum(along: 1)
    #expect(distance(capped.select(3, along: 1).select(2, along: 1), due) < 1e-6)
    #expect(Tensor([Float(3)]).softcapped(at: nil).floats == [3])
    #expect(abs(Tensor([Float(3)]).softcapped(at: 2).value - 1.8102965) < 1e-6)
  }

  @Test("end the process with operator and both shapes where shapes do not fit")
  func misuse() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3]).matmul(Tensor.zeros([4, 5]))
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("matmul"))
    #expect(message.contains("[2, 3]") && message.contains("[4, 5]"))
  }

  @Test("say in one sentence that memory is out, with status 1")
  func outOfMemory() async {
    let result = await #expect(
      processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([1 << 50])
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("out of memory") && message.contains("smaller batch"))
  }
}
