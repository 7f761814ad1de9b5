import Backprop

/// What an equation to be proved refers to.
extension FormulaContext {
  /// Whether a definition is a number, perhaps by way of others.
  func isNumber(_ formula: Formula, _ depth: Int = 0) -> Bool {
    guard formula.isArithmetic, depth < 20 else { return false }
    return formula.names.allSatisfy { name in
      definitions[name].map { isNumber($0, depth + 1) } ?? false
    }
  }

  /// The names among some whose definitions lead to this one.
  func dependents(of name: String, among others: Set<String>) -> [String] {
    others.filter { leads($0, to: name, 0) }
  }

  /// The letters of an equation that `let` has pinned to units, also by way of names.
  func pins(in equation: SourceEquation) -> [(letter: String, unit: Int)] {
    var open = [equation.left.formula, equation.right.formula]
    var seen: Set<String> = []
    var letters: Set<String> = []
    while let formula = open.popLast() {
      for place in formula.freeSubscripts where place.unit == nil { letters.insert(place.letter) }
      for name in formula.names where seen.insert(name).inserted {
        if let definition = definitions[name] { open.append(definition) }
      }
    }
    return pins.filter { letters.contains($0.key) }.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
  }

  /// How large values must be to reach beyond the kinks and jumps of E, of some g and of some formulas; nil
  /// if there are none.
  func kinkReach(for formulas: [Formula]) -> Double? {
    let used = Set(network.layers.dropFirst().map { $0.transfer.name })
    var all = functions.filter { used.contains($0.key) }.map { $0.value } + formulas
    if let ownError { all.append(ownError.formula) }
    let kinked = all.filter { $0.hasKinks }
    guard !kinked.isEmpty else { return nil }
    let largest = kinked.map { $0.largestNumber(definitions) }.max() ?? 0
    // Of a few units with random weights, some have total inputs of a quarter of the largest weight.
    return min(max(8, 4 * largest.rounded(.up)), Self.farthest)
  }

  private static let farthest = 1e6

  /// Whether E, or a transfer function, has a kink or a jump.
  var hasKinks: Bool {
    let kinked = [TransferFunction.relu, .leakyRelu, .step].map { $0.name }
    return network.layers.dropFirst().contains { kinked.contains($0.transfer.name) }
      || kinkReach(for: []) != nil
  }

  private func leads(_ from: String, to name: String, _ depth: Int) -> Bool {
    guard depth < 20, let definition = definitions[from] else { return false }
    return definition.names.contains { $0 == name || leads($0, to: name, depth + 1) }
  }
}

extension Formula {
  /// A quantity of a whole pattern set or training.
  var firstOfSet: String? {
    if case .quantity(let quantity, _) = self {
      switch quantity {
      case .totalError, .meanError, .accuracy, .epochs: return quantity.rawValue
      case .weight, .weightChange, .previousWeightChange, .totalInput, .output, .input, .target, .delta,
        .error:
        return nil
      }
    }
    for child in children {
      if let found = child.firstOfSet { return found }
    }
    return nil
  }

  /// The units that it names by their numbers.
  var namedUnits: [Subscript] { freeSubscripts.filter { ($0.unit ?? 0) > 0 } }

  /// Whether a function with a kink or a jump is in it.
  var hasKinks: Bool {
    switch self {
    case .call(.elementary(.min), _), .call(.elementary(.max), _), .call(.elementary(.abs), _),
      .call(.elementary(.sign), _), .call(.elementary(.floor), _):
      true
    default: children.contains { $0.hasKinks }
    }
  }

  /// Whether a number in it was typed with more digits than are kept exactly.
  var hasLongNumber: Bool {
    if case .number(_, let spelling) = self {
      let mantissa = spelling.prefix { $0 != "e" && $0 != "E" }
      return mantissa.filter { $0.isNumber }.drop { $0 == "0" }.count > 15
    }
    return children.contains { $0.hasLongNumber }
  }

  /// The largest number in it, names among them.
  fileprivate func largestNumber(_ definitions: Definitions) -> Double {
    if let value = numericValue, value.isFinite { return value.magnitude }
    if case .name(let name) = self { return definitions[name]?.numericValue?.magnitude ?? 0 }
    return children.reduce(0) { max($0, $1.largestNumber(definitions)) }
  }

  /// Whether Δw(n-1) is in it.
  var hasPreviousChange: Bool {
    if case .quantity(.previousWeightChange, _) = self { return true }
    return children.contains { $0.hasPreviousChange }
  }

  /// With each Δw replaced.
  func replacingChanges(_ replacement: (Formula) -> Formula) -> Formula {
    if case .quantity(.weightChange, _) = self { return replacement(self) }
    let parts = children.map { $0.replacingChanges(replacement) }
    return parts.isEmpty ? self : with(parts)
  }
}
