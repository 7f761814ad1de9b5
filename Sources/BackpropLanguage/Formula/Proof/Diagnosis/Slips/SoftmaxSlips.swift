/// Softmax couples the units of its layer: every output depends on each total input.
extension SlipRule {
  /// A product of derivatives along one path is a sum over all of them.
  static let units = SlipRule { setting, site in
    let last = setting.context.network.layers.count - 1
    guard site.isProduct, !site.isInPartial, setting.context.network.outputTransfer.isSoftmax else {
      return []
    }
    var repairs: [Repair] = []
    for place in setting.asked where place.unit == nil && setting.layer(of: place) == last {
      let used = setting.places(at: site).map { $0.letter }
      let letters = setting.context.particularLetters.filter { $0.value == last }.map { $0.key }.sorted()
      guard let fresh = ([setting.context.layerLetters[last]] + letters).first(where: { !used.contains($0) })
      else { continue }
      var body = site.formula
      if case .negated(let inner) = body { body = inner }
      let moved = body.replacingPaths(of: place, by: Subscript(fresh))
      guard moved != body, moved.freeSubscripts.contains(place) else { continue }
      var sum = Formula.summation(fresh, moved)
      if case .negated = site.formula { sum = .negated(sum) }
      repairs.append(setting.replacing(site, by: sum, .missingUnits, cost: 9))
    }
    return repairs
  }

  /// ∂y_k/∂a_k for ∂y_k/∂a_r, which is -y_k y_r for two different units.
  static let sameUnits = SlipRule { setting, site in
    let last = setting.context.network.layers.count - 1
    guard site.isRoot, setting.context.network.outputTransfer.isSoftmax,
      case .partial(.quantity(.output, let above), .quantity(.totalInput, let below)) =
        setting.other.withoutSign,
      let k = above.first, let r = below.first, k != r, setting.layer(of: k) == last,
      setting.layer(of: r) == last
    else { return [] }
    let same = Formula.iverson(k, r)
    let product = Formula.times(.of(.output, k), .of(.output, r))
    let isNegated = setting.other != setting.other.withoutSign
    let others = Formula.times(.difference(.one, same), isNegated ? product : .negated(product))
    return [
      Repair(
        slip: .onlySameUnit, formula: .sum(.times(same, site.formula), others), old: nil, new: same,
        site: nil, cost: 14)
    ]
  }

  /// Only the diagonal of ∂y_r/∂a_k: `C_k (1 - y_k)` for `Σ_r C_r ([r = k] - y_k)`.
  static let diagonals = SlipRule { setting, site in
    guard !site.isInPartial, setting.context.network.outputTransfer.isSoftmax else { return [] }
    var body = site.formula
    if case .negated(let inner) = body { body = inner }
    guard case .product = body, site.isProduct || body != site.formula else { return [] }
    let last = setting.context.network.layers.count - 1
    let used = Set(setting.places(at: site).map { $0.letter } + site.formula.boundLetters)
    let letters = setting.context.particularLetters.filter { $0.value == last }.map { $0.key }.sorted()
    guard
      let fresh = ([setting.context.layerLetters[last]] + letters).first(where: { !used.contains($0) })
    else { return [] }
    var repairs: [Repair] = []
    for place in setting.places(at: site) where place.unit == nil && setting.layer(of: place) == last {
      let y = Formula.of(.output, place)
      let factors = body.factors
      guard let diagonal = factors.firstIndex(where: { $0 == .slope(place) || $0.isOneMinus(y) }) else {
        continue
      }
      var rest = factors
      let slope = rest.remove(at: diagonal)
      var inside: [Formula] = []
      var outside: [Formula] = []
      for factor in rest {
        // What the slope is multiplied by belongs to the path; the weights below it do not.
        if factor.freeSubscripts.contains(place), !factor.hasWeight {
          inside.append(factor.replacing(place.letter, by: Subscript(fresh)))
        } else {
          outside.append(factor)
        }
      }
      guard !inside.isEmpty else { continue }
      if slope == .slope(place) { inside.append(.of(.output, Subscript(fresh))) }
      let bracket = Formula.difference(.iverson(Subscript(fresh), place), y)
      let sum = Formula.summation(fresh, (inside + [bracket]).joinedAsProduct)
      var whole = (outside + [sum]).joinedAsProduct
      if body != site.formula { whole = .negated(whole) }
      repairs.append(setting.replacing(site, by: whole, .missingUnits, cost: 5))
    }
    return repairs
  }
}

extension [Formula] {
  fileprivate var joinedAsProduct: Formula {
    guard let first else { return .one }
    return dropFirst().reduce(first) { .times($0, $1) }
  }
}

extension Formula {
  fileprivate func isOneMinus(_ y: Formula) -> Bool {
    if case .difference(let one, y) = self { one.numericValue == 1 } else { false }
  }

  fileprivate var hasWeight: Bool {
    var found = false
    collectWeights { _ in found = true }
    return found
  }

  fileprivate var boundLetters: [String] {
    var letters = children.flatMap { $0.boundLetters }
    if case .summation(let letter, _) = self { letters.append(letter) }
    return letters
  }

  /// With another letter for a unit, but not in what a ∂ is taken by at the end of a path.
  fileprivate func replacingPaths(of place: Subscript, by other: Subscript) -> Formula {
    switch self {
    case .quantity(let quantity, let places):
      return .quantity(quantity, places.map { $0 == place ? other : $0 })
    case .partial(let above, .quantity(.output, let below)):
      return .partial(
        above.replacingPaths(of: place, by: other), .quantity(.output, below.map { $0 == place ? other : $0 })
      )
    case .partial(let above, let below): return .partial(above.replacingPaths(of: place, by: other), below)
    case .summation(place.letter, _): return self
    default: return with(children.map { $0.replacingPaths(of: place, by: other) })
    }
  }
}
