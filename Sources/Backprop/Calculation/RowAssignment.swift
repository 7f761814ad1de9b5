/// Which row of scratch memory each result of a calculation is in.
struct RowAssignment {
  private let calculation: Calculation
  private let needed: [Int]
  private let keepsInputs: Bool
  private var rows: [Int: Int] = [:]
  /// The last step that needs a result; none for the outputs.
  private var lastUses: [Int: Int] = [:]
  private var free: [Int] = []
  private(set) var constants: [Double] = []
  private(set) var count: Int

  /// keepsInputs: whether no instruction may write to the rows of the inputs.
  init(_ calculation: Calculation, inputs: Int, keepsInputs: Bool, outputs: [Calculation.Value]) {
    self.calculation = calculation
    self.keepsInputs = keepsInputs
    needed = calculation.needed(for: outputs)
    count = inputs
    for place in needed {
      let value = Calculation.Value(place: place)
      for operand in calculation.operands(value) { lastUses[operand.place] = place }
      if let number = calculation.number(value) {
        rows[place] = count
        constants.append(number)
        count += 1
      } else if calculation.operation(value) == .input {
        rows[place] = calculation.steps[place].operands[0]
      }
    }
    for output in outputs { lastUses[output.place] = nil }
  }

  func row(of value: Calculation.Value) -> Int { rows[value.place] ?? 0 }

  /// One instruction for each step; a row is free again after the last use of its number.
  mutating func instructions() -> [RowCode.Instruction] {
    var instructions: [RowCode.Instruction] = []
    for place in needed where rows[place] == nil {
      let value = Calculation.Value(place: place)
      let operands = calculation.operands(value)
      var sources = operands.map { Int32(row(of: $0)) }
      sources += [Int32](repeating: 0, count: 4 - sources.count)
      for operand in Set(operands)
      where lastUses[operand.place] == place && calculation.operation(operand) != .number
        && !(keepsInputs && calculation.operation(operand) == .input)
      {
        free.append(row(of: operand))
      }
      let target = free.popLast() ?? newRow()
      rows[place] = target
      instructions.append(
        RowCode.Instruction(
          operation: calculation.operation(value), target: Int32(target),
          operands: (sources[0], sources[1], sources[2], sources[3])))
    }
    return instructions
  }

  private mutating func newRow() -> Int {
    count += 1
    return count - 1
  }
}
