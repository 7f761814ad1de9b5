/// One way to name the letters of sums.
///
/// Letters that play different parts are told apart by what they are subscripts of, again and again until
/// nothing changes. Where some still look alike, each is tried as the first; the smallest result is taken.
extension Calculus {
  mutating func labelled(_ raw: RawMonomial) throws(AlgebraProblem) -> Monomial {
    let height = raw.factors.map { $0.atom.height }.max() ?? 0
    // What is nested doubles with every level, and so does the time to compare it.
    let most = Self.mostWork * Self.partsOfWork
    try spend(raw.factors.reduce(0) { min($0 &+ $1.atom.size, most) } / Self.partsOfWork)
    guard height <= Self.deepest, raw.bound.count <= Self.mostLetters else { throw .tooManyTerms }
    let brackets = raw.brackets.sorted { a, b in a.left != b.left ? a.left < b.left : a.right < b.right }
    if raw.bound.isEmpty {
      return Monomial(bound: [], brackets: brackets, factors: Self.sorted(raw.factors))
    }
    let naming = LetterNaming(raw, base: 64 * height)
    var best: Monomial?
    var open = [naming.refined(naming.colors)]
    while let colors = open.popLast() {
      // Each letter is looked for in each factor.
      try spend(1 + raw.bound.count * raw.factors.count / Self.partsOfWork)
      guard let cell = naming.firstCell(colors) else {
        let map = naming.names(colors)
        let named = try height == 0 ? naming.renamed(map) : renamed(raw, map)
        let monomial = Monomial(
          bound: named.bound.sorted(), brackets: brackets, factors: Self.sorted(named.factors))
        if best.map({ monomial < $0 }) ?? true { best = monomial }
        continue
      }
      var tried: [Int] = []
      for letter in cell {
        if height == 0, tried.contains(where: { naming.areTwins($0, letter) }) { continue }
        tried.append(letter)
        open.append(naming.refined(naming.first(letter, in: colors)))
      }
    }
    return best ?? .one
  }

  private static func sorted(_ factors: [AlgebraPower]) -> [AlgebraPower] {
    if factors.count < 2 { return factors }
    let keyed = factors.map { KeyedFactor(factor: $0) }
    return keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { $0.factor }
  }
}

private struct KeyedFactor {
  let factor: AlgebraPower
  let key: [Int]

  init(factor: AlgebraPower) {
    self.factor = factor
    key = factor.atom.key + [factor.exponent]
  }
}

/// The letters of a monomial's sums, and colours that tell them apart.
private struct LetterNaming {
  private let raw: RawMonomial
  private let base: Int
  /// For each factor its subscripts: the place of a letter, or nil.
  private let places: [[Int?]]
  /// By layer and range.
  let colors: [Int]

  init(_ raw: RawMonomial, base: Int) {
    self.raw = raw
    self.base = base
    places = raw.factors.map { factor in factor.atom.indices.map { raw.bound.firstIndex(of: $0) } }
    colors = Self.ranked(raw.bound.map { [$0.kind.rawValue, $0.layer] })
  }

  /// The rank of each among the different ones.
  private static func ranked(_ signatures: [[Int]]) -> [Int] {
    let sorted = signatures.sorted { $0.lexicographicallyPrecedes($1) }
    return signatures.map { signature in sorted.firstIndex(of: signature) ?? 0 }
  }

  private func areDistinct(_ colors: [Int]) -> Bool { Set(colors).count == colors.count }

  /// Letters that occur differently get different colours.
  func refined(_ colors: [Int]) -> [Int] {
    var colors = colors
    var count = Set(colors).count
    while count < colors.count {
      let signatures = colors.indices.map { letter in [colors[letter]] + occurrences(letter, colors) }
      colors = Self.ranked(signatures)
      let now = Set(colors).count
      if now == count { break }
      count = now
    }
    return colors
  }

  private func occurrences(_ letter: Int, _ colors: [Int]) -> [Int] {
    var found: [[Int]] = []
    for (number, factor) in raw.factors.enumerated() {
      let within = factor.atom.arguments.filter { $0.mentions(raw.bound[letter]) }.count
      guard within > 0 || places[number].contains(letter) else { continue }
      var key: [Int] = [factor.exponent, within]
      factor.atom.head.write(into: &key)
      for (index, place) in zip(factor.atom.indices, places[number]) {
        if let place {
          key += [-1, colors[place], place == letter ? 1 : 0]
        } else {
          index.write(into: &key)
        }
      }
      found.append(key)
    }
    found.sort { $0.lexicographicallyPrecedes($1) }
    return found.flatMap { [$0.count] + $0 }
  }

  /// The letters of the first colour that several have.
  func firstCell(_ colors: [Int]) -> [Int]? {
    for color in colors.sorted() {
      let cell = colors.indices.filter { colors[$0] == color }
      if cell.count > 1 { return cell }
    }
    return nil
  }

  /// One letter of a cell before the others.
  func first(_ letter: Int, in colors: [Int]) -> [Int] {
    let own = colors[letter]
    return colors.indices.map { $0 != letter && colors[$0] == own ? own * 2 + 1 : colors[$0] * 2 }
  }

  func names(_ colors: [Int]) -> [UnitIndex: UnitIndex] {
    var map: [UnitIndex: UnitIndex] = [:]
    let order = colors.indices.sorted { colors[$0] < colors[$1] }
    for (place, letter) in order.enumerated() {
      let index = raw.bound[letter]
      map[index] = UnitIndex(index.kind, layer: index.layer, number: base + place)
    }
    return map
  }

  /// For monomials without functions.
  func renamed(_ map: [UnitIndex: UnitIndex]) -> RawMonomial {
    var result = raw
    result.bound = raw.bound.map { map[$0] ?? $0 }
    result.factors = raw.factors.map { factor in
      AlgebraPower(
        atom: Atom(factor.atom.head, factor.atom.indices.map { map[$0] ?? $0 }), exponent: factor.exponent)
    }
    return result
  }

  /// Whether the monomial is the same with two letters exchanged.
  func areTwins(_ a: Int, _ b: Int) -> Bool {
    let (first, second) = (raw.bound[a], raw.bound[b])
    return raw.factors.allSatisfy { factor in
      let changed = Atom(
        factor.atom.head,
        factor.atom.indices.map { $0 == first ? second : ($0 == second ? first : $0) })
      return raw.factors.contains { $0.atom == changed && $0.exponent == factor.exponent }
    }
  }
}
