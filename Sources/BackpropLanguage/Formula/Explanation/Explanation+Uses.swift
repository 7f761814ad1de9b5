import Backprop

/// The origin of the numbers in a derivation.
extension Explanation {
  func uses(in formula: Formula, step: HandoutStep?, _ range: SourceRange) throws(Diagnostic) -> [[Inline]] {
    var found = Symbols()
    try collect(formula, insideCall: false, range, into: &found)
    var uses: [[Inline]] = []
    for group in found.groups {
      var entry: [Inline] = [.formula(group.symbol)]
      if let only = group.only, group.isHidden {
        entry += [.text(" = "), .formula(try number(only, presented, range))]
      }
      entry.append(.text(source(of: group.members[0], step: step)))
      uses.append(entry)
    }
    for call in found.derivatives {
      guard case .call(_, let arguments) = call, let a = arguments.first, let layer = layer(of: a),
        case .quantity(.totalInput, let places) = a
      else { continue }
      let g = presented.network.layers[layer].transfer
      let y = Formula.quantity(.output, places)
      if let formula = g.derivativeFormula(of: a, output: y, functions: presented.functions) {
        uses.append([.equation(Equation(call, formula)), .text(" for \(g.name)")])
      } else if let words = g.derivativeWords {
        uses.append([.formula(call), .text(" for \(g.name): \(words)")])
      }
    }
    return uses + meanings(of: found.names)
  }

  /// A derivation of Δw, which says so if the weight is frozen.
  func withFrozenNamed(_ derivation: Derivation) -> Derivation {
    guard case .quantity(.weightChange, let places) = derivation.subject, places.count == 2,
      let source = current.layer(of: places[0]), let target = current.layer(of: places[1]),
      let number = current.network.projection(from: source, to: target),
      let from = places[0].unit, let to = places[1].unit
    else { return derivation }
    let projection = current.network.projections[number]
    let row = from - (projection.hasBias ? 0 : 1)
    let place = row * projection.weights.columns + to - 1
    guard let frozen = projection.frozen, frozen.indices.contains(place), frozen[place] else {
      return derivation
    }
    let weight = Formula.quantity(.weight, places)
    return Derivation(
      step: derivation.step, subject: derivation.subject, chain: derivation.chain,
      uses: derivation.uses + [[.formula(weight), .text(" is frozen: updates leave it as it is")]])
  }

  /// `β = 3` for each of these names that the session defines.
  func meanings(of names: [String]) -> [[Inline]] {
    var seen: Set<String> = []
    return names.compactMap { name in
      guard seen.insert(name).inserted, let definition = presented.definitions[name] else { return nil }
      return [.equation(Equation(.name(name), definition))]
    }
  }

  /// The quantities of a formula with its sums written out, grouped by kind.
  private struct Symbols {
    struct Group {
      var members: [Formula]
      /// Whether the chain shows only a result computed from it, not the number itself.
      var isHidden: Bool
      var only: Formula? { members.count == 1 ? members[0] : nil }

      /// `w_j1k` for w_j1k1 and w_j1k2.
      var symbol: Formula {
        guard case .quantity(let quantity, let first)? = members.first else { return members[0] }
        var places = first
        for member in members.dropFirst() {
          guard case .quantity(_, let others) = member else { continue }
          for (number, other) in others.enumerated() where other != places[number] {
            places[number] = Subscript(other.letter)
          }
        }
        return .quantity(quantity, places)
      }
    }

    var groups: [Group] = []
    var derivatives: [Formula] = []
    var names: [String] = []

    mutating func add(_ formula: Formula, isHidden: Bool, hasBiasApart: Bool) {
      guard case .quantity(let quantity, let places) = formula else { return }
      let isBias = places.first?.unit == 0
      for number in groups.indices {
        guard case .quantity(quantity, let others)? = groups[number].members.first,
          others.map({ $0.letter }) == places.map({ $0.letter }),
          (others.first?.unit == 0) == isBias || places.count > 1 && !hasBiasApart
        else { continue }
        if !groups[number].members.contains(formula) { groups[number].members.append(formula) }
        return
      }
      groups.append(Group(members: [formula], isHidden: isHidden))
    }
  }

  private func collect(
    _ formula: Formula, insideCall: Bool, _ range: SourceRange, into found: inout Symbols
  ) throws(Diagnostic) {
    switch formula {
    case .quantity:
      found.add(formula, isHidden: insideCall, hasBiasApart: presented.hasBiasApart)
    case .name(let name): if !found.names.contains(name) && name != "…" { found.names.append(name) }
    case .summation:
      for term in try terms(of: formula, presented, range) {
        try collect(term, insideCall: insideCall, range, into: &found)
      }
    case .call(.transferDerivative, let arguments):
      if !found.derivatives.contains(formula) { found.derivatives.append(formula) }
      for argument in arguments { try collect(argument, insideCall: true, range, into: &found) }
    case .partial: break
    default:
      for child in formula.children { try collect(child, insideCall: insideCall, range, into: &found) }
    }
  }

  /// The origin of a number: ` (1a)`, ` before the update`.
  private func source(of formula: Formula, step: HandoutStep?) -> String {
    guard case .quantity(let quantity, let places) = formula else { return "" }
    switch quantity {
    case .weight:
      let isOld = step != nil && (step == .hiddenDelta || presented.network != current.network)
      return isOld ? " before the update" : ""
    case .previousWeightChange: return " (the update before)"
    case .target: return " (target)"
    case .output where places.first?.unit == 0: return " (bias unit)"
    case .output, .input:
      if let step = rules.step(of: formula) { return " (\(step.rawValue))" }
      return " (input)"
    default: return rules.step(of: formula).map { " (\($0.rawValue))" } ?? ""
    }
  }
}
