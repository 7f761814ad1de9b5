/// A calculation, compiled for rows of numbers: a list of instructions, each of which works on a whole chunk
/// of a row, eight lanes at a time, so that choosing the operation takes little of the time. The results in
/// between stay in a few rows of scratch memory, which are used again as soon as possible.
final class RowProgram: Sendable {
  struct Instruction: Sendable {
    let operation: Operation
    let target: Int32
    let operands: (Int32, Int32, Int32, Int32)
  }

  private let instructions: FixedList<Instruction>
  private let constants: FixedList<Double>
  private let outputs: FixedList<Int>
  private let inputCount: Int
  /// The number of rows of scratch memory: first the inputs, then the constants.
  private let rowCount: Int
  /// The number of numbers in a row of scratch memory, so that all rows fit into the nearest cache.
  private let longest: Int

  private static let longestRow = 64
  private static let scratchSize = 2048

  /// inputs: the number of inputs of the calculation.
  init(_ calculation: Calculation, inputs: Int, outputs: [Calculation.Value]) {
    var rows = RowAssignment(calculation, inputs: inputs, outputs: outputs)
    instructions = FixedList(rows.instructions())
    constants = FixedList(rows.constants)
    self.outputs = FixedList(outputs.map { rows.row(of: $0) })
    inputCount = inputs
    rowCount = rows.count
    longest = min(max(Self.scratchSize / rows.count & ~7, 8), Self.longestRow)
  }

  /// Scratch memory for one call.
  struct Scratch {
    let numbers: Numbers
    /// The length of a row: the most numbers that are computed at once.
    let length: Int

    @inline(__always) func row(_ n: Int) -> Numbers { numbers + n &* length }
  }

  /// Calls `body` with memory for rows of this many numbers, or for chunks of them. Such calls may run at the
  /// same time.
  @inline(__always)
  func withScratch(_ count: Int, _ body: (Scratch) -> Void) {
    let length = min(count, longest)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rowCount &* length) { memory in
      guard let numbers = memory.baseAddress else { return }
      let scratch = Scratch(numbers: numbers, length: length)
      for n in 0..<constants.count {
        scratch.fill(inputCount &+ n, with: constants[n])
      }
      body(scratch)
    }
  }

  @inline(__always) func input(_ n: Int, _ scratch: Scratch) -> Numbers { scratch.row(n) }
  @inline(__always) func output(_ n: Int, _ scratch: Scratch) -> Numbers { scratch.row(outputs[n]) }

  /// The outputs for one number of each input.
  func numbers(_ inputs: [Double]) -> [Double] {
    var rows = [Double](repeating: 0, count: rowCount)
    for n in 0..<inputCount { rows[n] = inputs[n] }
    for n in 0..<constants.count { rows[inputCount + n] = constants[n] }
    for place in 0..<instructions.count {
      let (target, operands) = (Int(instructions[place].target), instructions[place].operands)
      let (a, b) = (rows[Int(operands.0)], rows[Int(operands.1)])
      let (c, d) = (rows[Int(operands.2)], rows[Int(operands.3)])
      instructions[place].operation.with(Double.self) { rows[target] = $0(a, b, c, d) }
    }
    return (0..<outputs.count).map { rows[outputs[$0]] }
  }

  /// Computes the outputs from the inputs: `count` numbers of each, a multiple of the number of lanes.
  @inline(never)
  func run(_ scratch: Scratch, _ count: Int) {
    for place in 0..<instructions.count {
      let instruction = instructions[place]
      let target = scratch.row(Int(instruction.target))
      let a = scratch.row(Int(instruction.operands.0))
      let b = scratch.row(Int(instruction.operands.1))
      let c = scratch.row(Int(instruction.operands.2))
      let d = scratch.row(Int(instruction.operands.3))
      instruction.operation.with(Lanes.self) { function in
        var n = 0
        repeat {
          target.setLanes(n, function(a.lanes(n), b.lanes(n), c.lanes(n), d.lanes(n)))
          n &+= 8
        } while n < count
      }
    }
  }
}

extension RowProgram.Scratch {
  @inline(__always)
  func fill(_ n: Int, with number: Double) {
    let row = row(n)
    let lanes = Lanes(repeating: number)
    for n in stride(from: 0, to: length, by: 8) { row.setLanes(n, lanes) }
  }
}
