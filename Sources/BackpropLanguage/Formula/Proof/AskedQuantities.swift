/// What an exercise may ask a student to compute: no message tells its number before it is found.
extension FormulaContext {
  /// Whether such a quantity is in a formula, perhaps by way of names and functions.
  func hasAsked(in formula: Formula) -> Bool {
    !asked(in: formula).isEmpty
  }

  /// The different ones in a formula, perhaps by way of names and functions: also what a rule remembers.
  func asked(in formula: Formula) -> [Formula] {
    var found: [Formula] = []
    for part in withDefinitions(of: formula) {
      part.collect(&found) { isAsked($0) }
      for name in part.names where ruleMemory?.quantity(name) != nil && !found.contains(.name(name)) {
        found.append(.name(name))
      }
    }
    return found
  }

  /// Whether a formula is one such quantity, but for numbers, so that its value tells the quantity's:
  /// `2 δ_k1 + 1`, or a name of it.
  func amountsToAsked(_ formula: Formula) -> Bool {
    let reached = withDefinitions(of: formula)
    var leaves: [Formula] = []
    for part in reached {
      guard part.collectLeaves(&leaves) else { return false }
      for name in part.names where ruleMemory?.quantity(name) != nil && !leaves.contains(.name(name)) {
        leaves.append(.name(name))
      }
    }
    return leaves.count == 1 && hasAsked(in: formula)
  }

  /// Whether a formula has another one in it, perhaps by way of names.
  func states(_ formula: Formula, _ part: Formula) -> Bool {
    withDefinitions(of: formula).contains { $0.contains(part) }
  }

  /// Whether a formula has another one in it, or the one quantity that is asked for in that, but for numbers;
  /// δ is -∂E/∂a.
  func restates(_ formula: Formula, whatIsAskedIn other: Formula) -> Bool {
    if states(formula, other.withoutSign) { return true }
    guard amountsToAsked(other) else { return false }
    return asked(in: other).contains { quantity in
      if states(formula, quantity) { return true }
      guard case .quantity(.delta, let places) = quantity else { return false }
      return states(formula, .partial(.quantity(.error, []), .quantity(.totalInput, places)))
    }
  }

  /// All but what a pattern, a course or a whole training is given or comes to: x, y of an input, t, w before
  /// an update, `total E`, `mean E`, `accuracy` and `epochs`.
  private func isAsked(_ formula: Formula) -> Bool {
    switch formula {
    case .partial: return true
    case .quantity(let quantity, let places):
      switch quantity {
      case .totalInput, .delta, .weightChange, .previousWeightChange, .error: return true
      case .output: return places.first.flatMap { layer(of: $0) } != 0
      case .weight: return isUpdated
      case .input, .target, .totalError, .meanError, .accuracy, .epochs: return false
      }
    default: return false
    }
  }

  /// Whether the weights have changed since the pattern was presented.
  private var isUpdated: Bool {
    guard let presented = presentation?.network else { return false }
    return presented.hasSameShape(as: network) && presented != network
  }

  /// A formula, and the definitions that its names and functions lead to.
  func withDefinitions(of formula: Formula) -> [Formula] {
    var found = [formula]
    var seen: Set<String> = []
    var place = 0
    while place < found.count {
      for name in found[place].names where seen.insert(name).inserted {
        if let definition = definitions[name] { found.append(definition) }
      }
      for name in found[place].functionNames where seen.insert(name + "()").inserted {
        if let body = functions[name] { found.append(body) }
      }
      place += 1
    }
    return found
  }
}

extension Formula {
  func containsPart(_ isWanted: (Formula) -> Bool) -> Bool {
    isWanted(self) || children.contains { $0.containsPart(isWanted) }
  }

  /// Its different parts of a kind.
  fileprivate func collect(_ found: inout [Formula], _ isWanted: (Formula) -> Bool) {
    if isWanted(self), !found.contains(self) { found.append(self) }
    for child in children { child.collect(&found, isWanted) }
  }

  /// The different quantities and derivatives in it, at most two. Returns: whether it only calculates with
  /// them, without functions and sums.
  fileprivate func collectLeaves(_ leaves: inout [Formula]) -> Bool {
    switch self {
    case .quantity, .partial:
      if leaves.count < 2, !leaves.contains(self) { leaves.append(self) }
      return true
    case .call(.elementary(.abs), _): break
    case .call, .summation, .iverson, .symbol: return isArithmetic
    default: break
    }
    for child in children where !child.collectLeaves(&leaves) { return false }
    return true
  }
}
