/// A penalty over weights laid out as in `WeightLayout`, computed eight weights at a time.
final class PenaltyRows {
  /// Where the weights of a sum are.
  private struct Block {
    /// Places in the list of all weights: whole rows, padding included.
    let start: Int
    let end: Int
    /// The distance between rows.
    let stride: Int
    /// Where the block's part of `masks` begins.
    let mask: Int
  }

  private let penalty: WeightPenalty
  private var blocks: [Block] = []
  /// For each block one row: 1 in the columns that the sum is over, else 0.
  private let masks: Buffer

  init(_ penalty: WeightPenalty, _ layout: WeightLayout) {
    self.penalty = penalty
    var columns: [Double] = []
    for term in penalty.terms {
      guard layout.projections.indices.contains(term.projection) else {
        // E of a network of another shape; the sum is empty.
        blocks.append(Block(start: 0, end: 0, stride: 8, mask: 0))
        continue
      }
      let place = layout.projections[term.projection]
      let rows = term.rows.clamped(to: 0..<place.rows)
      blocks.append(
        Block(
          start: place.start + rows.lowerBound * place.stride,
          end: place.start + rows.upperBound * place.stride, stride: place.stride, mask: columns.count))
      let own = term.columns.clamped(to: 0..<place.columns)
      columns += (0..<place.stride).map { own.contains($0) ? 1 : 0 }
    }
    masks = Buffer(columns)
  }

  /// The penalty; scale · -∂E/∂w is added to the gradients, if there are any.
  func value(_ weights: Numbers, adding scale: Double = 0, to gradients: Numbers? = nil) -> Double {
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: blocks.count + 1) { sums in
      for place in blocks.indices {
        let program = penalty.programs[place].code
        let descends = gradients != nil && penalty.slopes[place] == nil
        var sum = Lanes(repeating: 0)
        run(program, blocks[place], weights, UnsafeBufferPointer(rebasing: sums[..<place])) { n, mask, row in
          let zero = Lanes(repeating: 0)
          sum += zero.replacing(with: program.output(0, row).lanes(n.own), where: mask)
          if descends, let gradients {
            add(program.output(1, row).lanes(n.own), mask, scale, to: gradients + n.weight)
          }
        }
        // Later programs see the whole sum in every lane.
        sums[place] = Lanes(repeating: sum.total)
      }
      let all = UnsafeBufferPointer(rebasing: sums[..<blocks.count])
      if let gradients {
        for place in blocks.indices {
          guard let program = penalty.slopes[place]?.code else { continue }
          run(program, blocks[place], weights, all) { n, mask, row in
            add(program.output(0, row).lanes(n.own), mask, scale, to: gradients + n.weight)
          }
        }
      }
      let program = penalty.totalProgram.code
      var total = 0.0
      program.withScratch(8) { scratch in
        for place in all.indices { program.input(1 &+ place, scratch).setLanes(0, all[place]) }
        program.run(scratch, 8)
        total = program.output(0, scratch)[0]
      }
      return total
    }
  }

  @inline(__always)
  private func add(
    _ slope: Lanes, _ mask: SIMDMask<SIMD8<Int64>>, _ scale: Double, to gradient: Numbers
  ) {
    let descent = Lanes(repeating: 0).replacing(with: -scale * slope, where: mask)
    gradient.setLanes(0, gradient.lanes(0) + descent)
  }

  /// Runs a program over the weights of a block and hands each eight results to `use`: their place in the
  /// rows of the program and among all weights, and which of them are in the block.
  @inline(__always)
  private func run(
    _ program: RowCode, _ block: Block, _ weights: Numbers, _ sums: UnsafeBufferPointer<Lanes>,
    _ use: (_ n: (own: Int, weight: Int), _ mask: SIMDMask<SIMD8<Int64>>, RowCode.Scratch) -> Void
  ) {
    program.withScratch(max(block.end - block.start, 8)) { scratch in
      let row = program.input(0, scratch)
      var column = 0
      var first = block.start
      while first < block.end {
        let length = min(scratch.length, block.end &- first)
        // A run may overwrite its inputs, so all are set for each run.
        for n in stride(from: 0, to: length, by: 8) { row.setLanes(n, weights.lanes(first &+ n)) }
        for place in sums.indices {
          let input = program.input(1 &+ place, scratch)
          for n in stride(from: 0, to: length, by: 8) { input.setLanes(n, sums[place]) }
        }
        program.run(scratch, length)
        for n in stride(from: 0, to: length, by: 8) {
          let mask = masks.numbers.lanes(block.mask &+ column) .> Lanes(repeating: 0)
          use((n, first &+ n), mask, scratch)
          column &+= 8
          if column == block.stride { column = 0 }
        }
        first &+= length
      }
    }
  }
}
