/// A calculation as a list of steps, each of which is done once however often its result is used: what a
/// formula becomes before it is compiled into a `RowProgram`. Steps that do nothing are left out, and those
/// whose operands are numbers are done at once.
package struct Calculation: Sendable {
  /// The result of a step.
  package struct Value: Hashable, Sendable {
    let place: Int
  }

  struct Step: Hashable, Sendable {
    let operation: Operation
    /// As many as the operation takes. An input's operand is its number instead.
    let operands: [Int]
    /// Of a number. Bits can be told apart where numbers cannot: 0 from -0.
    let bits: UInt64
  }

  private(set) var steps: [Step] = []
  private var places: [Step: Int] = [:]
  private var placeholders = 0

  package init() {}

  package mutating func number(_ value: Double) -> Value {
    place(Step(operation: .number, operands: [], bits: value.bitPattern))
  }

  /// A number that is given when the calculation is done; inputs are counted from 0.
  package mutating func input(_ number: Int) -> Value {
    place(Step(operation: .input, operands: [number], bits: 0))
  }

  /// A variable that no program has: it must be replaced first.
  mutating func placeholder() -> Value {
    placeholders -= 1
    return input(placeholders)
  }

  /// An operation on earlier results, as it stands.
  mutating func step(_ operation: Operation, _ operands: [Value]) -> Value {
    place(Step(operation: operation, operands: operands.map { $0.place }, bits: 0))
  }

  private mutating func place(_ step: Step) -> Value {
    if let place = places[step] { return Value(place: place) }
    places[step] = steps.count
    steps.append(step)
    return Value(place: steps.count - 1)
  }

  func operation(_ value: Value) -> Operation { steps[value.place].operation }

  func operands(_ value: Value) -> [Value] {
    switch operation(value) {
    case .number, .input: []
    default: steps[value.place].operands.map { Value(place: $0) }
    }
  }

  /// The number of the input that a value is.
  func inputNumber(_ value: Value) -> Int? {
    operation(value) == .input ? steps[value.place].operands[0] : nil
  }

  /// The number that a value always is; nil if it depends on an input.
  func number(_ value: Value) -> Double? {
    operation(value) == .number ? Double(bitPattern: steps[value.place].bits) : nil
  }

  /// The places of all steps that these values need, in the order in which they can be done.
  func needed(for values: [Value]) -> [Int] {
    guard let last = values.map({ $0.place }).max() else { return [] }
    var isNeeded = [Bool](repeating: false, count: last + 1)
    for value in values { isNeeded[value.place] = true }
    for place in stride(from: last, through: 0, by: -1) where isNeeded[place] {
      for operand in operands(Value(place: place)) { isNeeded[operand.place] = true }
    }
    return isNeeded.indices.filter { isNeeded[$0] }
  }

  /// The value with another one in the place of an input.
  mutating func replacing(_ input: Value, by other: Value, in value: Value) -> Value {
    var replaced: [Value] = []
    var places: [Int: Int] = [:]
    for place in needed(for: [value]) {
      let old = Value(place: place)
      places[place] = replaced.count
      if old == input {
        replaced.append(other)
        continue
      }
      let operands = operands(old).compactMap { places[$0.place] }.map { replaced[$0] }
      replaced.append(operands.isEmpty ? old : apply(operation(old), operands))
    }
    return replaced.last ?? value
  }
}
