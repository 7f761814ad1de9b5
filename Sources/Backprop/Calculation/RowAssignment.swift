/// Which row of scratch memory each result of a calculation is in.
struct RowAssignment {
  private let calculation: Calculation
  private let needed: [Int]
  private let keepsInputs: Bool
  /// Results that go into the rows of inputs, once these are no longer needed.
  private let replacing: [Calculation.Value: Int]
  /// The steps that depend on the late input.
  private let late: Set<Int>
  private var rows: [Int: Int] = [:]
  /// The last step that needs a result; none for the outputs.
  private var lastUses: [Int: Int] = [:]
  private var free: [Int] = []
  private(set) var constants: [Double] = []
  private(set) var count: Int
  /// How many instructions come before those that depend on the late input.
  private(set) var earlyCount = 0

  /// keepsInputs: whether only the results that replace inputs may be written to their rows. late: the input
  /// that changes most often.
  init(
    _ calculation: Calculation, inputs: Int, keepsInputs: Bool, late: Int?,
    replacing: [Calculation.Value: Int], outputs: [Calculation.Value]
  ) {
    self.calculation = calculation
    self.keepsInputs = keepsInputs
    self.replacing = replacing
    count = inputs
    let all = calculation.needed(for: outputs)
    var dependent: Set<Int> = []
    for place in all {
      let value = Calculation.Value(place: place)
      let isDependent = calculation.operands(value).contains { dependent.contains($0.place) }
      if isDependent || late != nil && calculation.inputNumber(value) == late { dependent.insert(place) }
    }
    self.late = dependent
    needed = all.filter { !dependent.contains($0) } + all.filter { dependent.contains($0) }
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
    var pending = Set(needed.compactMap { calculation.inputNumber(Calculation.Value(place: $0)) })
    for place in needed where rows[place] == nil {
      let value = Calculation.Value(place: place)
      let operands = calculation.operands(value)
      var sources = operands.map { Int32(row(of: $0)) }
      sources += [Int32](repeating: 0, count: 4 - sources.count)
      for operand in Set(operands) where lastUses[operand.place] == place {
        let input = calculation.inputNumber(operand)
        if let input { pending.remove(input) }
        if calculation.operation(operand) == .number || keepsInputs && isKept(operand) { continue }
        free.append(row(of: operand))
      }
      let replaced = replacing[value].flatMap { pending.contains($0) ? nil : $0 }
      let target = replaced ?? free.popLast() ?? newRow()
      rows[place] = target
      if !late.contains(place) { earlyCount += 1 }
      instructions.append(
        RowCode.Instruction(
          operation: calculation.operation(value), target: Int32(target),
          operands: (sources[0], sources[1], sources[2], sources[3])))
    }
    return instructions
  }

  /// Whether a value is in the row of an input.
  private func isKept(_ value: Calculation.Value) -> Bool {
    calculation.operation(value) == .input || replacing[value].map { $0 == row(of: value) } ?? false
  }

  private mutating func newRow() -> Int {
    count += 1
    return count - 1
  }
}
