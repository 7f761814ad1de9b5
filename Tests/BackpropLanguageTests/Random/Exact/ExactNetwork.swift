import Backprop

/// A transfer function with rational values.
enum ExactTransfer: CaseIterable {
  case identity, relu
  /// a / (1 + |a|)
  case softsign
  /// (a² + a)/2
  case parabola
  /// a³ - a
  case cubic
  /// 1 / (1 + a²)
  case bell

  func value(_ a: Jet) throws(Fraction.Problem) -> Jet {
    let one = try a.constant(1)
    switch self {
    case .identity: return a
    case .relu: return try a.sign() < 0 ? a.constant(0) : a
    case .softsign: return try a / (one + a.magnitude())
    case .parabola: return try (a * a + a).scaled(Fraction(1, over: 2))
    case .cubic: return try a * a * a - a
    case .bell: return try one / (one + a * a)
    }
  }

  /// g'(a), differentiated by hand.
  func slope(_ a: Jet) throws(Fraction.Problem) -> Jet {
    let one = try a.constant(1)
    switch self {
    case .identity: return one
    case .relu: return try a.constant(a.sign() < 0 ? 0 : 1)
    case .softsign:
      let rest = try one + a.magnitude()
      return try one / (rest * rest)
    case .parabola: return try a + a.constant(1).scaled(Fraction(1, over: 2))
    case .cubic: return try (a * a).scaled(Fraction(3)) - one
    case .bell:
      let rest = try one + a * a
      return try -(a.scaled(Fraction(2)) / (rest * rest))
    }
  }
}

extension Jet {
  func constant(_ number: Int) throws(Fraction.Problem) -> Jet { try scaled(.zero).adding(number) }

  private func adding(_ number: Int) throws(Fraction.Problem) -> Jet {
    var levels = 0
    while 1 << levels < parts.count { levels += 1 }
    return try self + Jet(Fraction(number), levels: levels)
  }

  /// The sign of its value, which is no kink.
  func sign() throws(Fraction.Problem) -> Int {
    if value.isZero { throw .notRational }
    return value.sign
  }

  func magnitude() throws(Fraction.Problem) -> Jet { try sign() < 0 ? -self : self }
}

/// A network of layers i, j, …, k whose numbers are fractions, with a pattern.
struct ExactNetwork {
  var transfers: [ExactTransfer]
  var bias: Fraction?
  /// By projection, source unit (the bias unit first, if there are any) and target unit.
  var weights: [[[Fraction]]]
  var input: [Fraction]
  var target: [Fraction]
  let units: [Int]

  /// Small random numbers, mostly whole ones, none of them 0. transfer: nil for any in each layer.
  init(_ units: [Int], bias: Fraction?, transfer: ExactTransfer?, seed: UInt64) throws {
    var random = RandomGenerator(seed: seed)
    func number() throws -> Fraction {
      let size = 1 + random.below(3)
      return try Fraction(
        Int128(random.below(2) == 0 ? size : -size), over: random.below(4) == 0 ? 2 : 1)
    }
    self.units = units
    self.bias = bias
    transfers = units.map { _ in
      transfer ?? ExactTransfer.allCases[random.below(ExactTransfer.allCases.count)]
    }
    weights = try units.indices.dropFirst().map { layer in
      try (0..<(units[layer - 1] + (bias == nil ? 0 : 1))).map { _ in
        try (0..<units[layer]).map { _ in try number() }
      }
    }
    input = try (0..<units[0]).map { _ in try number() }
    target = try (0..<units[units.count - 1]).map { _ in try number() }
  }

  /// A network of the language whose numbers have few decimals, and whose functions are rational; nil if it
  /// is none.
  init?(_ network: Network, input: [Double], target: [Double]) {
    func fraction(_ number: Double) throws(Fraction.Problem) -> Fraction {
      let thousandths = (number * 1000).rounded()
      guard thousandths / 1000 == number, thousandths.magnitude < 1e9 else { throw .notRational }
      return try Fraction(Int128(thousandths), over: 1000)
    }
    var transfers: [ExactTransfer] = [.identity]
    for layer in network.layers.dropFirst() {
      switch layer.transfer {
      case .identity: transfers.append(.identity)
      case .relu: transfers.append(.relu)
      default: return nil
      }
    }
    self.transfers = transfers
    units = network.layers.map { $0.units }
    do {
      bias = try network.bias.map { try fraction($0) }
      self.input = try input.map { try fraction($0) }
      self.target = try target.map { try fraction($0) }
      weights = try network.projections.map { projection in
        let w = projection.weights
        return try (0..<w.rows).map { row in try (0..<w.columns).map { try fraction(w[row, $0]) } }
      }
    } catch { return nil }
  }
}
