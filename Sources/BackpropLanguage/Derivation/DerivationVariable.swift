import Backprop

/// The variable of a derivative: v in ∂X/∂v.
struct DerivationVariable: Equatable {
  enum Kind: Equatable {
    /// From the unit `source` of a layer to the unit `target` of `layer`.
    case weight(source: Subscript)
    case totalInput
    case output
  }

  let kind: Kind
  /// The layer of the unit that it belongs to: for a weight, the receiving one.
  let layer: Int
  let unit: Subscript
  let formula: Formula

  /// nil if the formula is no such variable.
  init?(_ formula: Formula, _ context: FormulaContext) {
    guard case .quantity(let quantity, let places) = formula, let unit = places.last,
      let layer = context.layer(of: unit)
    else { return nil }
    switch quantity {
    case .weight where places.count == 2: kind = .weight(source: places[0])
    case .totalInput where places.count == 1: kind = .totalInput
    case .output where places.count == 1: kind = .output
    case .weight, .weightChange, .previousWeightChange, .totalInput, .output, .input, .target, .delta,
      .error, .totalError, .meanError, .accuracy, .epochs:
      return nil
    }
    self.layer = layer
    self.unit = unit
    self.formula = formula
  }
}

/// Which units of a layer depend on a variable.
enum Dependence: Equatable {
  case none
  case only(Subscript)
  case all
}

extension DerivationScope {
  /// Whether what leaves a layer arrives at another, over projections. bias: of its bias unit.
  func reaches(_ source: Int, _ target: Int, bias: Bool = false) -> Bool {
    var reached = [Bool](repeating: false, count: context.network.layers.count)
    guard reached.indices.contains(target) else { return false }
    for projection in context.network.projections.sorted(by: { $0.target < $1.target }) {
      let begins = projection.source == source && (!bias || projection.hasBias)
      if begins || reached[projection.source] { reached[projection.target] = true }
    }
    return reached[target]
  }

  private func isBias(_ v: DerivationVariable) -> Bool { v.kind == .output && v.unit.unit == 0 }

  /// Which outputs of a layer depend on a variable.
  func outputs(of layer: Int, on v: DerivationVariable) -> Dependence {
    if layer < v.layer { return .none }
    if layer > v.layer { return reaches(v.layer, layer, bias: isBias(v)) ? .all : .none }
    return v.kind != .output && isSoftmax(layer) ? .all : .only(v.unit)
  }

  /// Which total inputs of a layer depend on a variable.
  func totalInputs(of layer: Int, on v: DerivationVariable) -> Dependence {
    if layer < v.layer { return .none }
    if layer > v.layer { return reaches(v.layer, layer, bias: isBias(v)) ? .all : .none }
    return v.kind == .output ? .none : .only(v.unit)
  }

  /// Which of the quantities with this symbol, for any units of the layers of its subscripts.
  func dependence(of quantity: Quantity, _ places: [Subscript], on v: DerivationVariable) -> Dependence {
    switch quantity {
    case .output:
      guard let place = places.first, let layer = context.layer(of: place) else { return .none }
      if place.unit == 0, v.unit != place { return .none }
      return outputs(of: layer, on: v)
    case .totalInput:
      guard let place = places.first, let layer = context.layer(of: place) else { return .none }
      return totalInputs(of: layer, on: v)
    case .weight:
      guard case .weight(let source) = v.kind, places.count == 2,
        context.layer(of: places[0]) == context.layer(of: source),
        context.layer(of: places[1]) == v.layer
      else { return .none }
      // Where biases are apart, no letter stands for a bias unit.
      let isOther = context.hasBiasApart && (places[0].unit == 0) != (source.unit == 0)
      return isOther ? .none : .only(v.unit)
    case .error: return .all
    case .weightChange, .previousWeightChange, .input, .target, .delta, .totalError, .meanError, .accuracy,
      .epochs:
      return .none
    }
  }

  /// Whether a formula depends on a variable.
  func depends(_ formula: Formula, on v: DerivationVariable) -> Bool {
    if case .quantity(let quantity, let places) = formula {
      switch dependence(of: quantity, places, on: v) {
      case .none: return false
      case .all: return true
      case .only(let unit):
        // Another unit of the layer, by its number.
        guard let own = places.last, own.unit != nil, unit.unit != nil else { return true }
        return own == unit
      }
    }
    return formula.children.contains { depends($0, on: v) }
  }
}
