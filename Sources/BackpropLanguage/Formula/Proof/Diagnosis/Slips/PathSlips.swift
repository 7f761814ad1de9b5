import Backprop

extension SlipRule {
  /// One of several paths through the network left out.
  static let paths = SlipRule { setting, site in
    guard !site.isInPartial, setting.context.network.layers.count > 2 else { return [] }
    let network = setting.context.network
    var repairs: [Repair] = []
    if case .summation(let letter, let body) = site.formula,
      let layer = setting.layer(of: Subscript(letter))
    {
      body.collectWeights { places in
        guard repairs.count < 6 else { return }
        let isSource = places[0] == Subscript(letter)
        guard isSource || places[1] == Subscript(letter),
          let end = setting.layer(of: isSource ? places[1] : places[0])
        else { return }
        for projection in network.projections {
          let other = isSource ? projection.source : projection.target
          guard (isSource ? projection.target : projection.source) == end, other != layer else { continue }
          let name = setting.context.layerLetters[other]
          let second = Formula.summation(name, body.replacing(letter, by: Subscript(name)))
          repairs.append(
            setting.changing(site, to: .sum(site.formula, second), .missingPath, missing: second, cost: 11))
        }
      }
    }
    // `w_ik` for what i does to k by itself and through j.
    if case .quantity(.weight, let places) = site.formula, places.count == 2,
      let from = setting.layer(of: places[0]), let to = setting.layer(of: places[1]), to > from + 1
    {
      for between in (from + 1)..<to
      where network.projection(from: from, to: between) != nil
        && network.projection(from: between, to: to) != nil
      {
        let letter = Subscript(setting.context.layerLetters[between])
        guard !places.contains(letter) else { continue }
        let through = Formula.summation(
          letter.letter,
          .times(
            .times(.of(.weight, letter, places[1]), .slope(letter)), .of(.weight, places[0], letter)))
        repairs.append(
          setting.changing(site, to: .sum(site.formula, through), .missingPath, missing: through, cost: 11))
      }
    }
    return repairs
  }
}

extension Formula {
  /// Calls for the subscripts of each weight in it.
  func collectWeights(_ body: ([Subscript]) -> Void) {
    if case .quantity(.weight, let places) = self, places.count == 2 { body(places) }
    for child in children { child.collectWeights(body) }
  }
}
