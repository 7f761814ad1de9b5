import Backprop

/// A way to undo one kind of slip. `all` is the list of those that are looked for.
struct SlipRule: Sendable {
  /// What it proposes at a part of the typed formula.
  let repairs: @Sendable (RepairSetting, FormulaSite) -> [Repair]

  init(_ repairs: @escaping @Sendable (RepairSetting, FormulaSite) -> [Repair]) { self.repairs = repairs }

  /// The commoner ones first.
  static let all: [SlipRule] = [
    .signs, .exchangedTargets, .exchangedTargetsThroughout,
    .slopes, .transferFunctions, .otherSlopes, .writtenSlopes,
    .sums, .sumLetters, .sumLayers, .shortSums, .units, .sameUnits, .diagonals, .letters, .exchangedLetters,
    .reversedWeights, .updatedWeights,
    .numbers, .otherNumbers, .squares, .rates, .biases, .biasSigns, .paths,
    .quantities, .variables, .missingFactors, .extraFactors, .terms,
    .sumsForProducts, .undifferentiated,
  ]
}

/// A typed formula, the other side of its equation, and the network.
struct RepairSetting {
  let context: FormulaContext
  let typed: Formula
  let other: Formula
  /// The letters and units of both sides that no sum binds.
  let free: [Subscript]
  /// Those of the other side.
  let asked: [Subscript]

  init(_ context: FormulaContext, typed: Formula, other: Formula) {
    self.context = context
    self.typed = typed
    self.other = other
    asked = Array(other.freeSubscripts.prefix(6))
    var free = asked
    for place in typed.freeSubscripts where !free.contains(place) && free.count < 8 { free.append(place) }
    self.free = free
  }

  /// The letters and units that may stand at a part.
  func places(at site: FormulaSite) -> [Subscript] {
    free.filter { !($0.unit == nil && site.bound.contains($0.letter)) } + site.bound.map { Subscript($0) }
  }

  func layer(of place: Subscript) -> Int? { context.layer(of: place) }

  /// Those at a part whose units have an a, a δ and a g.
  func receivers(at site: FormulaSite) -> [Subscript] {
    places(at: site).filter { (layer(of: $0) ?? 0) > 0 && $0.unit != 0 }
  }

  /// A repair that puts one formula in the place of another.
  func replacing(_ site: FormulaSite, by new: Formula, _ slip: Slip, cost: Int) -> Repair {
    Repair(
      slip: slip, formula: typed.replacing(at: site.path[...], by: new), old: site.formula, new: new,
      site: nil,
      cost: cost)
  }

  /// A repair that adds something to a part, or leaves something of it out.
  func changing(
    _ site: FormulaSite, to formula: Formula, _ slip: Slip, missing: Formula? = nil, extra: Formula? = nil,
    cost: Int
  ) -> Repair {
    Repair(
      slip: slip, formula: typed.replacing(at: site.path[...], by: formula), old: extra, new: missing,
      site: site.isRoot ? nil : site.formula, cost: cost)
  }

  /// The weights that may lead from one of some units to another.
  func weights(among places: [Subscript]) -> [(Subscript, Subscript)] {
    var weights: [(Subscript, Subscript)] = []
    for from in places {
      for to in places {
        guard let source = layer(of: from), let target = layer(of: to), to.unit != 0,
          context.network.projection(from: source, to: target) != nil
        else { continue }
        weights.append((from, to))
      }
    }
    return weights
  }
}
