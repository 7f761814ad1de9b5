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

  /// A rule in which none of these is written has a value wherever its numbers are not too large.
  private static let partsWithoutValues = ["/", "sqrt", "log", "^-", "^(", "^0"]

  /// The first such weight in the update by one pattern; nil if there is none, or if an update takes several
  /// patterns.
  ///
  /// trainer: as it was before the update.
  init?(
    _ trainer: Trainer, of network: NetworkState, _ pattern: Pattern, _ moment: OutsideDomain.Moment
  ) {
    let options = trainer.options
    let core = trainer.network
    guard let rule = options.rule.definition, Self.partsWithoutValues.contains(where: { rule.includes($0) }),
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
