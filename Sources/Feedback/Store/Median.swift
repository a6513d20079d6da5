/// How many of the latest loans a median of times looks at, so that lending stays quick.
let medianSampleCount = 301

/// Returns the middle one of some numbers, the lower one of two.
func median(_ numbers: [Int]) -> Int? {
  numbers.isEmpty ? nil : numbers.sorted()[(numbers.count - 1) / 2]
}
