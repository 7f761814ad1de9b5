import Backprop

/// The numbers in the lines of a rule of the user's own, for one weight in one update.
struct RuleNumbers {
  let memory: RuleMemory
  /// The units that the weight leads from and to.
  let from: Subscript
  let to: Subscript
  /// The number of the update.
  let update: Double
  /// The number of the layer that the weight leads to.
  let layer: Double
  /// Whether the weight is a bias.
  let isOfBias: Bool
  /// What is remembered of the update before, by its name for any weight.
  let earlier: [String: Double]
  /// What the lines so far have computed, by the name for any weight.
  var computed: [String: Double] = [:]

  /// projection: that of the weight. Returns nil if not all that is needed has been kept.
  init?(_ memory: RuleMemory, projection: Projection, number: Int, from: Subscript, to: Subscript) {
    guard let before = memory.before, let remembered = before.remembered,
      remembered.count == memory.names.count, let source = from.unit, let target = to.unit
    else { return nil }
    let (row, column) = (source - (projection.hasBias ? 0 : 1), target - 1)
    var earlier: [String: Double] = [:]
    for (name, matrices) in zip(memory.names, remembered) {
      guard matrices.indices.contains(number), row >= 0, row < matrices[number].rows, column >= 0,
        column < matrices[number].columns
      else { return nil }
      earlier[name] = matrices[number][row, column]
    }
    (self.memory, self.from, self.to) = (memory, from, to)
    update = Double(before.updates + 1)
    layer = Double(projection.target + 1)
    isOfBias = projection.hasBias && row == 0
    if before.updates == 0 { earlier[memory.rule.weight] = projection.weights[row, column] }
    self.earlier = earlier
  }

  private var rule: OwnRule { memory.rule }

  /// The lines that say what happens to the weight.
  var lines: [OwnRule.Line] { rule.lines(ofBias: isOfBias) }

  /// `v_j1k1` for `v_ij`; other names as they are.
  func particular(_ name: String) -> String { rule.particular(name, from: from, to: to) }

  /// A line with the names of this weight.
  func named(_ formula: Formula) -> Formula { rule.particular(formula, from: from, to: to) }

  /// What a part of a line stands for, if it is a number of the rule.
  func number(for formula: Formula, _ definitions: Definitions) -> Double? {
    switch formula {
    case .name("n"): return update
    case .name(OwnRule.layer) where definitions[OwnRule.layer] == nil: return layer
    case .name(let name):
      if let own = computed.first(where: { particular($0.key) == name }) { return own.value }
      return definitions[name] == nil ? parameter(name) : nil
    case .quantity(.weightChange, _): return computed["Δ" + rule.weight]
    case .quantity(.previousWeightChange, _): return earlier["Δ" + rule.weight]
    case .partial(_, let variable) where variable.ofUpdate != nil: return earlier["∂E/∂" + rule.weight]
    default:
      guard let update = formula.ofUpdate, update.isEarlier else { return nil }
      return earlier.first { particular($0.key) == update.name }?.value
    }
  }

  private func parameter(_ name: String) -> Double? {
    let parameters = memory.learningRule.parameters
    guard let place = parameters.firstIndex(where: { $0.spellings.contains(name) }) else {
      return nil
    }
    return memory.learningRule.values[place]
  }

  /// With the rule's numbers replaced by what `write` makes of them.
  func inserted(_ formula: Formula, _ definitions: Definitions, _ write: (Double) -> Formula) -> Formula {
    if let number = number(for: formula, definitions) {
      // n and parameters are shown as they are.
      if case .name(let name) = formula, !memory.computes(name) { return .of(number) }
      return write(number)
    }
    return formula.with(formula.children.map { inserted($0, definitions, write) })
  }
}

extension OwnRule {
  /// `v_jk` for `v_ij`, of a weight from one unit to another; other names as they are.
  func particular(_ name: String, from source: Subscript, to target: Subscript) -> String {
    let ending = "_\(from)\(to)"
    guard name.hasSuffix(ending) else { return name }
    return String(name.dropLast(ending.count)) + "_" + source.text + target.text
  }

  /// A line with the names of a weight.
  func particular(_ formula: Formula, from source: Subscript, to target: Subscript) -> Formula {
    if let update = formula.ofUpdate, isOwn(update.name) || update.name == weight {
      let name = particular(update.name, from: source, to: target)
      return update.isEarlier ? .earlier(name) : .name(name)
    }
    if case .name(let name) = formula, isOwn(name) {
      return .name(particular(name, from: source, to: target))
    }
    return formula.with(formula.children.map { particular($0, from: source, to: target) })
  }

  private func isOwn(_ name: String) -> Bool {
    symbol(name).map { symbol in lines.contains { $0.symbol == symbol } } ?? false
  }
}

extension Formula {
  /// Whether it is a comparison in brackets, or a product with one: 0 where that does not hold, whatever the
  /// other factors are.
  var isChoice: Bool {
    switch self {
    case .call(.comparison, _): true
    case .product(let a, let b, _): a.isChoice || b.isChoice
    case .negated(let a), .quotient(let a, _): a.isChoice
    default: false
    }
  }
}
