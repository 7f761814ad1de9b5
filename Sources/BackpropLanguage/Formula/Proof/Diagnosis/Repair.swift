/// A slip undone: the formula as it should have been typed, perhaps.
struct Repair: Equatable, Sendable {
  let slip: Slip
  /// The whole formula after the repair.
  let formula: Formula
  /// What was typed in the place of `new`; nil if nothing was.
  var old: Formula?
  /// What belongs there; nil if nothing does.
  var new: Formula?
  /// The part that something is missing in, or too much in; nil for the whole formula.
  let site: Formula?
  /// The less, the more plausible.
  let cost: Int
}

/// A part of a formula, and where it is.
struct FormulaSite {
  let formula: Formula
  /// The numbers of the subformulas that lead to it.
  let path: [Int]
  /// The letters of the sums around it.
  let bound: [String]
  /// Whether it is the whole product that it belongs to, so that a factor may be missing in it.
  let isProduct: Bool
  /// Whether it is inside ∂.
  let isInPartial: Bool
  /// Whether g or g' is taken of it.
  var isArgument = false

  var isRoot: Bool { path.isEmpty }
}

extension Formula {
  /// Every part of it, itself first.
  var sites: [FormulaSite] {
    var sites: [FormulaSite] = []
    collectSites(
      FormulaSite(formula: self, path: [], bound: [], isProduct: true, isInPartial: false), &sites)
    return sites
  }

  private func collectSites(_ site: FormulaSite, _ sites: inout [FormulaSite]) {
    guard sites.count < 200 else { return }
    sites.append(site)
    var bound = site.bound
    var beginsProduct = false
    var isInPartial = site.isInPartial
    var isArgument = false
    switch self {
    case .summation(let letter, _):
      bound.append(letter)
      beginsProduct = true
    case .sum, .difference: beginsProduct = true
    case .partial: isInPartial = true
    case .call(.transfer, _), .call(.transferDerivative, _): isArgument = true
    default: break
    }
    for (place, child) in children.enumerated() {
      child.collectSites(
        FormulaSite(
          formula: child, path: site.path + [place], bound: bound, isProduct: beginsProduct && !isInPartial,
          isInPartial: isInPartial, isArgument: isArgument), &sites)
    }
  }

  /// With another formula at a place.
  func replacing(at path: ArraySlice<Int>, by other: Formula) -> Formula {
    guard let place = path.first else { return other }
    var parts = children
    guard parts.indices.contains(place) else { return self }
    parts[place] = parts[place].replacing(at: path.dropFirst(), by: other)
    return with(parts)
  }

  /// The factors of a product, without its sign.
  var factors: [Formula] {
    switch self {
    case .product(let a, let b, _): a.factors + b.factors
    case .negated(let a): a.factors
    default: [self]
    }
  }

  static func of(_ quantity: Quantity, _ places: Subscript...) -> Formula { .quantity(quantity, places) }
  static func slope(_ unit: Subscript) -> Formula { .call(.transferDerivative, [.of(.totalInput, unit)]) }
  static func times(_ a: Formula, _ b: Formula) -> Formula { .product(a, b, sign: .juxtaposed) }
}
