/// A calculation, compiled for rows of numbers: a list of instructions, each of which works on a whole chunk
/// of a row, eight lanes at a time, so that choosing the operation takes little of the time. The results in
/// between stay in a few rows of scratch memory, which are used again as soon as possible.
final class RowProgram: Sendable {
  /// Never changes.
  let code: RowCode

  /// inputs: the number of inputs of the calculation. keepsInputs: whether a run leaves them as they are, but
  /// for those that results are replacing. late: the input that changes most often: what does not depend on
  /// it is computed first. replacing: results, and the inputs whose rows they are written to if that is
  /// possible.
  init(
    _ calculation: Calculation, inputs: Int, keepsInputs: Bool = false, late: Int? = nil,
    replacing: [Calculation.Value: Int] = [:], outputs: [Calculation.Value]
  ) {
    var rows = RowAssignment(
      calculation, inputs: inputs, keepsInputs: keepsInputs, late: late, replacing: replacing,
      outputs: outputs)
    let instructions = rows.instructions()
    code = RowCode(
      instructions: .allocate(copying: instructions), instructionCount: instructions.count,
      earlyCount: rows.earlyCount,
      constants: .allocate(copying: rows.constants), constantCount: rows.constants.count,
      outputs: .allocate(copying: outputs.map { rows.row(of: $0) }), outputCount: outputs.count,
      inputCount: inputs, rowCount: rows.count)
  }

  /// The values of expressions. input: the place of a variable among the inputs; nil for one that has no
  /// value.
  convenience init(
    _ expressions: [Expression], inputs: Int, _ input: (Expression.Variable) -> Int?
  ) {
    var steps = Calculation()
    let places = (0..<inputs).map { steps.input($0) }
    let unknown = steps.number(.nan)
    let outputs = expressions.map { expression in
      steps.value(expression) { input($0).map { places[$0] } ?? unknown }
    }
    self.init(steps, inputs: inputs, outputs: outputs)
  }

  deinit {
    code.instructions.deallocate()
    code.constants.deallocate()
    code.outputs.deallocate()
  }
}

/// The contents of a program. As it owns nothing, it is passed on without reference counting: a count is an
/// atomic write, which waits until all weights that have just been updated are stored.
struct RowCode: @unchecked Sendable {
  struct Instruction {
    let operation: Operation
    /// Numbers of rows.
    let target: Int32
    let operands: (Int32, Int32, Int32, Int32)
  }

  fileprivate let instructions: UnsafePointer<Instruction>
  private let instructionCount: Int
  /// How many of them do not depend on the late input.
  private let earlyCount: Int
  /// About how many operations it takes per number; a function that is computed lane by lane is many.
  var operations: Int {
    (0..<instructionCount).reduce(0) { $0 + (instructions[$1].operation.isByLane ? 64 : 1) }
  }
  fileprivate let constants: UnsafePointer<Double>
  private let constantCount: Int
  /// The rows of the outputs.
  fileprivate let outputs: UnsafePointer<Int>
  private let outputCount: Int
  private let inputCount: Int
  /// The number of rows of scratch memory: first the inputs, then the constants.
  let rowCount: Int
  /// The greatest length of a row of scratch memory, so that all rows fit into the nearest cache.
  private let longest: Int

  private static let longestRow = 64
  private static let scratchSize = 2048

  fileprivate init(
    instructions: UnsafePointer<Instruction>, instructionCount: Int, earlyCount: Int,
    constants: UnsafePointer<Double>, constantCount: Int, outputs: UnsafePointer<Int>, outputCount: Int,
    inputCount: Int, rowCount: Int
  ) {
    (self.instructions, self.instructionCount) = (instructions, instructionCount)
    self.earlyCount = earlyCount
    (self.constants, self.constantCount) = (constants, constantCount)
    (self.outputs, self.outputCount) = (outputs, outputCount)
    (self.inputCount, self.rowCount) = (inputCount, rowCount)
    longest = min(max(Self.scratchSize / max(rowCount, 1) & ~7, 8), Self.longestRow)
  }

  /// Scratch memory for one call.
  struct Scratch {
    fileprivate let rows: UnsafeMutablePointer<Numbers>
    /// The length of a row: the most numbers that are computed at once.
    let length: Int

    @inline(__always) fileprivate func row(_ n: Int) -> Numbers { rows[n] }
  }

  /// Calls `body` with memory for rows of this many numbers, a multiple of the number of lanes, or for chunks
  /// of them. Such calls may run at the same time.
  @inline(__always)
  func withScratch(_ count: Int, _ body: (Scratch) -> Void) {
    let length = min(count, longest)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rowCount &* length &+ 8) { memory in
      guard let start = memory.baseAddress else { return }
      // At a cache line, so that no lanes are in two of them.
      let numbers = UnsafeMutableRawPointer(start).alignedUp(toMultipleOf: 64)
        .assumingMemoryBound(to: Double.self)
      withUnsafeTemporaryAllocation(of: Numbers.self, capacity: rowCount) { table in
        guard let rows = table.baseAddress else { return }
        for n in 0..<rowCount { (rows + n).initialize(to: numbers + n &* length) }
        let scratch = Scratch(rows: rows, length: length)
        for n in 0..<constantCount {
          fill(scratch.row(inputCount &+ n), length, with: constants[n])
        }
        body(scratch)
      }
    }
  }

  @inline(__always)
  private func fill(_ row: Numbers, _ length: Int, with number: Double) {
    let lanes = Lanes(repeating: number)
    var place = 0
    while place < length {
      row.setLanes(place, lanes)
      place &+= 8
    }
  }

  /// Gives an input the same number everywhere.
  @inline(__always)
  func fillInput(_ n: Int, _ scratch: Scratch, with number: Double) {
    fill(scratch.row(n), scratch.length, with: number)
  }

  /// Takes an input from elsewhere. The program must keep its inputs.
  @inline(__always)
  func setInput(_ n: Int, _ scratch: Scratch, to row: Numbers) { scratch.rows[n] = row }

  @inline(__always) func input(_ n: Int, _ scratch: Scratch) -> Numbers { scratch.row(n) }
  @inline(__always) func output(_ n: Int, _ scratch: Scratch) -> Numbers { scratch.row(outputs[n]) }

  /// Computes the outputs from the inputs: `count` numbers of each, a multiple of the number of lanes. The
  /// inputs are lost, unless the program keeps them.
  @inline(never)
  func run(_ scratch: Scratch, _ count: Int) {
    for place in 0..<instructionCount {
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

  /// The outputs for one number of each input.
  func numbers(_ inputs: [Double]) -> [Double] {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(rowCount, 1)) { memory in
      guard let numbers = memory.baseAddress else { return [] }
      begin(numbers, inputs)
      finish(numbers)
      return (0..<outputCount).map { output($0, of: numbers) }
    }
  }

  @inline(__always) func output(_ n: Int, of numbers: Numbers) -> Double { numbers[outputs[n]] }

  /// The same with one number in each row: what does not depend on the late input.
  func begin(_ numbers: Numbers, _ inputs: [Double]) {
    for n in 0..<inputCount { (numbers + n).initialize(to: inputs[n]) }
    for n in 0..<constantCount { (numbers + (inputCount &+ n)).initialize(to: constants[n]) }
    run(numbers, 0..<earlyCount)
  }

  /// The rest, after `begin`.
  func finish(_ numbers: Numbers) { run(numbers, earlyCount..<instructionCount) }

  /// The same with eight numbers in each row.
  func finishLanes(_ numbers: Numbers) {
    for place in earlyCount..<instructionCount {
      let (target, operands) = (Int(instructions[place].target), instructions[place].operands)
      let (a, b) = (numbers.lanes(8 &* Int(operands.0)), numbers.lanes(8 &* Int(operands.1)))
      let (c, d) = (numbers.lanes(8 &* Int(operands.2)), numbers.lanes(8 &* Int(operands.3)))
      instructions[place].operation.with(Lanes.self) { numbers.setLanes(8 &* target, $0(a, b, c, d)) }
    }
  }

  @inline(__always)
  func output(_ n: Int, ofLanes numbers: Numbers, _ lane: Int) -> Double {
    numbers[8 &* outputs[n] &+ lane]
  }

  private func run(_ numbers: Numbers, _ places: Range<Int>) {
    for place in places {
      let (target, operands) = (Int(instructions[place].target), instructions[place].operands)
      let (a, b) = (numbers[Int(operands.0)], numbers[Int(operands.1)])
      let (c, d) = (numbers[Int(operands.2)], numbers[Int(operands.3)])
      instructions[place].operation.with(Double.self) { numbers[target] = $0(a, b, c, d) }
    }
  }
}

extension UnsafePointer {
  fileprivate static func allocate(copying elements: [Pointee]) -> UnsafePointer {
    let place = UnsafeMutablePointer<Pointee>.allocate(capacity: max(elements.count, 1))
    for n in elements.indices { (place + n).initialize(to: elements[n]) }
    return UnsafePointer(place)
  }
}
