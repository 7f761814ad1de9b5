/// Where E leaves its domain, or a learning rule does.
extension Wording {
  static func sentence(_ change: LostChange) -> String {
    "rule \(change.rule.asTyped) gives no number for `Δ\(change.weight)` in epoch \(change.moment.epoch), "
      + "pattern \(change.moment.pattern), where `\(change.weight)` is \(short(change.value)) and "
      + "`∂E/∂\(change.weight)` is \(short(change.gradient)): a root, a logarithm or a division in it has no "
      + "value there; `+ 10^-8` keeps a divisor from being 0, and `max(…, 0)` a root from what is below 0; "
      + "the weights are those before `train`"
  }

  static func sentence(_ place: OutsideDomain) -> String {
    let subject = place.isSlope ? "the slope of E" : "E"
    var text = "\(subject) has no value here"
    if let moment = place.moment {
      text =
        "training left the domain of \(subject) in epoch \(moment.epoch), pattern \(moment.pattern)"
    }
    text += ": `\(place.part)` " + action(of: place)
    if !place.values.isEmpty {
      text += ", where " + list(place.values.map { "`\($0.name)` is \(short($0.value))" })
    }
    switch place.operation {
    case .logarithm, .root:
      text += "; `max(…, 10^-9)` would keep what it takes above 0"
    case .division, .power: break
    }
    if place.moment != nil {
      text += "; the weights are those before `train`, and `plot error` shows how it happened"
    }
    return text
  }

  private static func action(of place: OutsideDomain) -> String {
    let argument = short(place.argument)
    return switch place.operation {
    case .logarithm: "takes the logarithm of \(argument)"
    case .root: "takes the square root of \(argument)"
    case .division: "divides by \(argument)"
    case .power(let exponent): "raises \(argument) to the power \(short(exponent))"
    }
  }

  private static func short(_ value: Double) -> String {
    value.magnitude < 1e-6 ? number(value) : Numeral(value, digits: 6).withoutTrailingZeros.text
  }
}
