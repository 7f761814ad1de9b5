import Backprop

/// A Δw of a rule of the user's own that is no number although all that it goes by is one: a root, a
/// logarithm or a division in the rule has no value there.
public struct LostChange: Equatable, Sendable {
  public let rule: String
  /// The weight, its value, and ∂E/∂w of the pattern.
  public let weight: String
  public let value: Double
  public let gradient: Double
  public let moment: OutsideDomain.Moment
}

extension LostChange {
  /// Numbers up to this size are not the reason why others are too large.
  private static let mostMagnitude = 1e100

  /// The first such weight in the update by one pattern; nil if there is none, or if an update takes several
  /// patterns.
  ///
  /// trainer: as it was before the update. rule: its formulas; nil for a rule that is built in.
  init?(
    _ trainer: Trainer, _ rule: OwnRule?, of network: NetworkState, _ pattern: Pattern,
    _ moment: OutsideDomain.Moment, _ resolver: FunctionResolver
  ) {
    let options = trainer.options
    let core = trainer.network
    guard let rule, options.rule.definition != nil,
      rule.lines.contains(where: { resolver.mayLackValue($0.formula.formula) }),
      options.updates == .perPattern, options.decay == 0,
      let pass = try? core.forward(pattern.input),
      let changes = try? trainer.changes(by: pass, target: pattern.target),
      let slopes = try? core.backward(pass, target: pattern.target)
    else { return nil }
    for (number, change) in changes.enumerated() {
      let projection = core.projections[number]
      for place in change.elements.indices where !change.elements[place].isFinite {
        let value = projection.weights.elements[place]
        let descent = slopes.negativeGradients[number].elements[place]
        guard !(projection.frozen?[place] ?? false), value.magnitude < Self.mostMagnitude,
          descent.magnitude < Self.mostMagnitude
        else { continue }
        let (row, column) = place.quotientAndRemainder(dividingBy: change.columns)
        self.rule = options.rule.name
        weight = network.weightName(WeightPlace(projection: number, row: row, column: column))
        self.value = value
        gradient = descent == 0 ? 0 : -descent
        self.moment = moment
        return
      }
    }
    return nil
  }
}

extension FunctionResolver {
  /// Whether a formula may have no value although its numbers are not too large: it or what it stands for
  /// divides, or has a root, a logarithm or a power that is no whole number.
  func mayLackValue(_ formula: Formula) -> Bool {
    var seen: Set<String> = []
    var open = [formula]
    while let next = open.popLast() {
      switch next {
      case .quotient(_, let divisor) where divisor.numericValue ?? 0 == 0: return true
      case .power(_, let exponent):
        guard let number = exponent.numericValue, number >= 1, number == number.rounded() else { return true }
      case .call(.elementary(.sqrt), _), .call(.elementary(.log), _): return true
      case .name(let name), .call(.named(let name), _):
        if seen.insert(name).inserted { open += [definitions[name], functions[name]].compactMap { $0 } }
      default: break
      }
      open += next.children
    }
    return false
  }
}
