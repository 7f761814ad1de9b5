extension SlipRule {
  /// A minus sign missing or too many.
  static let signs = SlipRule { setting, site in
    guard !site.isInPartial else { return [] }
    func turned(_ new: Formula, cost: Int = 10) -> Repair {
      Repair(
        slip: .sign, formula: setting.typed.replacing(at: site.path[...], by: new), old: site.formula,
        new: new, site: site.isRoot ? nil : site.formula, cost: cost)
    }
    switch site.formula {
    case .sum(let a, let b):
      var repairs = [turned(.difference(a, b)), turned(.difference(b, a), cost: 11)]
      if site.isRoot { repairs.append(turned(.negated(site.formula), cost: 11)) }
      return repairs
    case .difference(let a, let b):
      // `t - y` is not `y - t` by a slip of the sign alone.
      var repairs = [turned(.sum(a, b)), turned(.negated(.sum(a, b)), cost: 11)]
      if site.isRoot { repairs.append(turned(.difference(b, a), cost: 11)) }
      return repairs
    case .negated(let a): return [turned(a, cost: site.isRoot ? 9 : 10)]
    case .call(.elementary(let function), let arguments):
      let root = site.isRoot ? [turned(.negated(site.formula))] : []
      guard let argument = arguments.first, arguments.count == 1 else { return root }
      return root + [turned(.elementary(function, .negated(argument)), cost: 12)]
    default: return site.isRoot ? [turned(.negated(site.formula))] : []
    }
  }

  /// y - t for t - y.
  static let exchangedTargets = SlipRule { setting, site in
    guard !site.isInPartial, case .difference(let a, let b) = site.formula else { return [] }
    let cost: Int
    switch (a, b) {
    case (.quantity(.output, let y), .quantity(.target, let t)) where y == t: cost = 9
    case (.quantity(.target, let t), .quantity(.output, let y)) where y == t: cost = 11
    default: return []
    }
    return [setting.replacing(site, by: .difference(b, a), .exchangedTarget, cost: cost)]
  }

  /// `Σ_k y_k log(t_k)` for `Σ_k t_k log(y_k)`.
  static let exchangedTargetsThroughout = SlipRule { setting, site in
    guard site.isRoot else { return [] }
    let last = setting.context.network.layers.count - 1
    let new = site.formula.exchangingTargets { setting.layer(of: $0) == last }
    guard new != site.formula, new.hasOutput else { return [] }
    return [
      Repair(slip: .exchangedTarget, formula: new, old: nil, new: nil, site: nil, cost: 12)
    ]
  }
}

extension Formula {
  /// With t for y of the output layer, and y for t.
  fileprivate func exchangingTargets(_ isOutput: (Subscript) -> Bool) -> Formula {
    switch self {
    case .quantity(.target, let places): .quantity(.output, places)
    case .quantity(.output, let places) where places.allSatisfy(isOutput): .quantity(.target, places)
    case .partial: self
    default: with(children.map { $0.exchangingTargets(isOutput) })
    }
  }

  /// Whether there is a y in it: without one, no t has been exchanged.
  fileprivate var hasOutput: Bool {
    if case .quantity(.output, _) = self { true } else { children.contains { $0.hasOutput } }
  }
}
