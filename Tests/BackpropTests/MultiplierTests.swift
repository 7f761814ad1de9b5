import Testing

@testable import Backprop

/// Products of matrices against the sum that defines them, for sizes on both sides of every limit.
@Suite struct MultiplierTests {
  struct Shape: CustomTestStringConvertible {
    let m, n, k: Int
    var testDescription: String { "\(m) × \(k) · \(k) × \(n)" }
  }

  static let shapes = [
    Shape(m: 1, n: 8, k: 1), Shape(m: 3, n: 16, k: 5), Shape(m: 4, n: 24, k: 7), Shape(m: 5, n: 32, k: 9),
    Shape(m: 10, n: 40, k: 33), Shape(m: 65, n: 56, k: 72), Shape(m: 10, n: 256, k: 129),
    Shape(m: 127, n: 72, k: 257), Shape(m: 131, n: 24, k: 513), Shape(m: 263, n: 136, k: 31),
    Shape(m: 258, n: 16, k: 256), Shape(m: 1030, n: 8, k: 300),
    Shape(m: 383, n: 24, k: 383), Shape(m: 384, n: 40, k: 384), Shape(m: 639, n: 16, k: 639),
  ]

  @Test(arguments: shapes, [1, 2, 3])
  func products(_ shape: Shape, threads: Int) {
    // Sums of k terms less than 1, in another order.
    let terms = Double(shape.k)
    expectProducts(shape, .double, threads: threads, within: 2.3e-16 * (terms * terms + 1)) {
      $0.uniform(-1, 1)
    }
    // Factors rounded to 24 bits, and sums of at most 384 terms.
    expectProducts(shape, .single, threads: threads, within: 6e-8 * terms * (min(terms, 384) + 3)) {
      $0.uniform(-1, 1)
    }
  }

  /// Sums of integers less than 2²⁴ are exact in either precision.
  @Test(arguments: shapes, [Precision.double, .single])
  func productsOfIntegers(_ shape: Shape, precision: Precision) {
    expectProducts(shape, precision, threads: 1, within: 0) { Double($0.below(201) - 100) }
  }

  private func expectProducts(
    _ shape: Shape, _ precision: Precision, threads: Int, within tolerance: Double,
    _ number: (inout RandomGenerator) -> Double
  ) {
    let (m, n, k) = (shape.m, shape.n, shape.k)
    var generator = RandomGenerator(seed: UInt64(m * n * k))
    let crew = threads > 1 ? Crew(members: threads) : nil
    let multiplier = Multiplier([(m: m, n: n, k: k)], precision: precision, crew: crew)
    for aIsByColumns in [false, true] {
      for adding in [false, true] {
        let aStride = (aIsByColumns ? m : k).paddedToLanes
        let a = Buffer(count: aStride * (aIsByColumns ? k : m))
        let b = Buffer(count: k * n)
        // The memory next to c must not change.
        let cStride = n + 8
        let c = Buffer(count: m * cStride)
        for place in 0..<a.count { a.numbers[place] = number(&generator) }
        for place in 0..<b.count { b.numbers[place] = number(&generator) }
        for place in 0..<c.count { c.numbers[place] = 0.5 }
        multiplier.multiply(
          MatrixProduct(
            m: m, n: n, k: k, a: a.numbers, aRow: aIsByColumns ? 1 : aStride,
            aColumn: aIsByColumns ? aStride : 1,
            b: b.numbers, bRow: n, c: c.numbers, cRow: cStride), adding: adding)
        var largest = 0.0
        for row in 0..<m {
          for column in 0..<n {
            var sum = adding ? 0.5 : 0
            for term in 0..<k {
              sum +=
                a.numbers[aIsByColumns ? term * aStride + row : row * aStride + term]
                * b.numbers[term * n + column]
            }
            largest = max(largest, abs(sum - c.numbers[row * cStride + column]))
          }
          for column in n..<cStride { #expect(c.numbers[row * cStride + column] == 0.5) }
        }
        #expect(largest <= tolerance)
      }
    }
  }
}
