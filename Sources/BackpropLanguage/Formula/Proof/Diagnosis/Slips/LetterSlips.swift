extension SlipRule {
  /// A subscript that should be another one.
  static let letters = SlipRule { setting, site in
    var repairs: [Repair] = []
    let places = setting.places(at: site)
    func add(_ new: Formula, _ old: Subscript, _ place: Subscript, isWeight: Bool) {
      let isSameLayer = setting.layer(of: old) == setting.layer(of: place)
      let slip: Slip = isSameLayer ? .wrongLetter : isWeight ? .wrongWeight : .wrongLayer
      repairs.append(setting.replacing(site, by: new, slip, cost: isSameLayer || !isWeight ? 10 : 11))
    }
    switch site.formula {
    case .quantity(let quantity, let own) where own.count == 1:
      for place in places where place != own[0] && (!site.isInPartial || place.unit == nil) {
        add(.quantity(quantity, [place]), own[0], place, isWeight: false)
      }
      guard let unit = own[0].unit, let layer = setting.layer(of: own[0]) else { break }
      for other in 1...min(setting.context.network.layers[layer].units, 12) where other != unit {
        let place = Subscript(own[0].letter, unit: other)
        guard !places.contains(place) else { continue }
        add(.quantity(quantity, [place]), own[0], place, isWeight: false)
      }
    case .quantity(let quantity, let own) where own.count == 2:
      let weights = setting.weights(among: places)
      for (from, to) in weights where [from, to] != own {
        let new = Formula.quantity(quantity, [from, to])
        if from == own[0] {
          add(new, own[1], to, isWeight: true)
        } else if to == own[1] {
          add(new, own[0], from, isWeight: true)
        } else {
          repairs.append(setting.replacing(site, by: new, .wrongWeight, cost: 11))
        }
      }
      for end in [0, 1] {
        guard let unit = own[end].unit, let layer = setting.layer(of: own[end]) else { continue }
        for other in 0...min(setting.context.network.layers[layer].units, 12) where other != unit {
          var changed = own
          changed[end] = Subscript(own[end].letter, unit: other)
          guard !places.contains(changed[end]) else { continue }
          add(.quantity(quantity, changed), own[end], changed[end], isWeight: true)
        }
      }
    case .iverson(let a, let b):
      for place in places where setting.layer(of: place) == setting.layer(of: a) {
        if place != a { add(.iverson(place, b), a, place, isWeight: false) }
        if place != b { add(.iverson(a, place), b, place, isWeight: false) }
      }
    default: break
    }
    // One letter throughout.
    guard site.isRoot, site.formula.partCount > 1 else { return repairs }
    for old in site.formula.freeSubscripts.prefix(6) where old.unit == nil {
      for place in setting.asked where place != old && !site.formula.freeSubscripts.contains(place) {
        let isSameLayer = setting.layer(of: old) == setting.layer(of: place)
        repairs.append(
          Repair(
            slip: isSameLayer ? .wrongLetter : .wrongLayer,
            formula: site.formula.replacing(old.letter, by: place),
            old: nil, new: nil, site: nil, cost: isSameLayer ? 10 : 11))
      }
    }
    return repairs
  }

  /// Two letters exchanged throughout.
  static let exchangedLetters = SlipRule { setting, site in
    guard site.isRoot else { return [] }
    var repairs: [Repair] = []
    let places = site.formula.freeSubscripts.prefix(5)
    for (number, a) in places.enumerated() {
      for b in places.dropFirst(number + 1) {
        let exchanged = site.formula.exchanging(a, b)
        guard exchanged != site.formula else { continue }
        repairs.append(
          Repair(
            slip: .exchangedLetters, formula: exchanged, old: .iverson(a, b), new: nil, site: nil, cost: 11))
      }
    }
    return repairs
  }

  /// `w_i2j1` for `w_i1j2`.
  static let reversedWeights = SlipRule { setting, site in
    guard case .quantity(let quantity, let own) = site.formula, own.count == 2, let from = own[0].unit,
      let to = own[1].unit, from != to
    else { return [] }
    let new = Formula.quantity(
      quantity, [Subscript(own[0].letter, unit: to), Subscript(own[1].letter, unit: from)])
    return [setting.replacing(site, by: new, .reversedWeight, cost: 9)]
  }

  /// w + Δw for w.
  static let updatedWeights = SlipRule { setting, site in
    guard !site.isInPartial else { return [] }
    switch site.formula {
    case .sum(.quantity(.weight, let a), .quantity(.weightChange, let b)) where a == b,
      .sum(.quantity(.weightChange, let b), .quantity(.weight, let a)) where a == b:
      return [setting.replacing(site, by: .quantity(.weight, a), .updatedWeights, cost: 8)]
    case .sum(.quantity(.weight, let a), .product(.name("η"), .partial(_, .quantity(.weight, let b)), _))
    where a == b,
      .difference(.quantity(.weight, let a), .product(.name("η"), .partial(_, .quantity(.weight, let b)), _))
    where a == b:
      return [setting.replacing(site, by: .quantity(.weight, a), .updatedWeights, cost: 8)]
    default: return []
    }
  }
}

extension Formula {
  /// With two letters or units exchanged wherever they are free.
  func exchanging(_ a: Subscript, _ b: Subscript) -> Formula {
    func exchanged(_ place: Subscript) -> Subscript { place == a ? b : place == b ? a : place }
    switch self {
    case .quantity(let quantity, let places) where places.count == 1:
      return .quantity(quantity, places.map { exchanged($0) })
    // Where a weight leads from and to follows from its letters.
    case .quantity(let quantity, let places) where places.count == 2:
      let new = places.map { exchanged($0) }
      return .quantity(quantity, new == places.reversed() ? places : new)
    case .iverson(let a, let b): return .iverson(exchanged(a), exchanged(b))
    case .summation(let letter, _) where letter == a.letter || letter == b.letter: return self
    default: return with(children.map { $0.exchanging(a, b) })
    }
  }
}
