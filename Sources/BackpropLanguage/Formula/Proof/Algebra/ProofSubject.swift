import Backprop

/// What an equation to be proved refers to.
extension FormulaContext {
  /// Whether a definition is a number, perhaps by way of others.
  func isNumber(_ formula: Formula) -> Bool {
    let all = withDefinitions([formula])
    return all.allSatisfy { $0.isArithmetic && $0.names.allSatisfy { definitions[$0] != nil } }
  }

  /// Formulas, and the definitions and bodies of functions that they lead to, each once.
  private func withDefinitions(_ formulas: [Formula], andFunctions: Bool = false) -> [Formula] {
    var found = formulas
    var seen: Set<String> = []
    var place = 0
    while place < found.count {
      for name in found[place].names where seen.insert(name).inserted {
        if let definition = definitions[name] { found.append(definition) }
      }
      if andFunctions {
        for name in found[place].functionNames where seen.insert(name + "()").inserted {
          if let body = functions[name] { found.append(body) }
        }
      }
      place += 1
    }
    return found
  }

  /// Whether formulas, E, or functions that they or a proof use, rest on a number that is not kept as it was
  /// typed: with more digits, or closer to 0.
  func hasInexactNumber(in formulas: [Formula], laws: [ProofLaw]) -> Bool {
    var all = formulas
    if let ownError { all.append(ownError.formula) }
    for law in laws {
      switch law {
      case .body(let layer), .slope(let layer):
        if let body = functions[network.layers[layer].transfer.name] { all.append(body) }
      default: break
      }
    }
    return withDefinitions(all, andFunctions: true).contains { $0.hasInexactNumber }
  }

  /// The names of numbers in the functions that formulas call, and in those of layers.
  func numbersInFunctions(of formulas: [Formula]) -> Set<String> {
    var open = withDefinitions(formulas).flatMap { $0.functionNames }
    open += network.layers.dropFirst().map { $0.transfer.name }
    var seen: Set<String> = []
    var names: Set<String> = []
    while let next = open.popLast() {
      guard seen.insert(next).inserted, let body = functions[next] else { continue }
      names.formUnion(body.names)
      open += body.functionNames
    }
    names.remove(FunctionResolver.parameter)
    return names.filter { definitions[$0].map { isNumber($0) } ?? false }
  }

  /// The names of numbers among some that may be anything: E and functions keep the numbers that they were
  /// defined with.
  func freeNumbers(among names: Set<String>) -> Set<String> {
    var fixed = Set(ownError.map { $0.formula.names } ?? [])
    for function in functions.values { fixed.formUnion(function.names) }
    return names.subtracting(fixed).filter { name in
      definitions[name].map { isNumber($0) } == true && dependents(of: name, among: fixed).isEmpty
    }
  }

  /// The names among some whose definitions lead to this one.
  func dependents(of name: String, among others: Set<String>) -> [String] {
    others.filter { other in
      definitions[other].map { withDefinitions([$0]).contains { $0.names.contains(name) } } ?? false
    }
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

  /// Whether a number in it was typed with more digits than are kept exactly, or is too close to 0 for that.
  fileprivate var hasInexactNumber: Bool {
    if case .number(let value, let spelling) = self {
      let mantissa = spelling.prefix { $0 != "e" && $0 != "E" }
      let digits = mantissa.filter { $0.isNumber }.drop { $0 == "0" }
      return digits.count > 15 || !digits.isEmpty && value.magnitude < .leastNormalMagnitude
    }
    return children.contains { $0.hasInexactNumber }
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
