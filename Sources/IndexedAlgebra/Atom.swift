/// A factor that the algebra does not look into.
public struct Atom: Hashable, Sendable {
  public let head: AtomHead
  /// Its subscripts.
  public let indices: [UnitIndex]
  /// What it is a function of.
  public let arguments: [NormalForm]

  public init(_ head: AtomHead, _ indices: [UnitIndex] = [], arguments: [NormalForm] = []) {
    self.head = head
    self.indices = indices
    self.arguments = arguments
  }

  var height: Int { arguments.isEmpty ? 0 : 1 + (arguments.map { $0.height }.max() ?? 0) }

  /// How many parts it has.
  var size: Int { arguments.reduce(1 + indices.count) { min($0 &+ $1.size, Int.max / 4) } }

  func write(into key: inout [Int]) {
    head.write(into: &key)
    for index in indices { index.write(into: &key) }
    for argument in arguments { argument.write(into: &key) }
  }

  var key: [Int] {
    var key: [Int] = []
    write(into: &key)
    return key
  }

  /// Whether it has no value at a bias unit, and counts as 0 there; for subscripts outside its arguments.
  func excludesBias(_ index: UnitIndex, _ shape: AlgebraShape) -> Bool {
    switch head {
    case .totalInput, .delta, .slope, .target: return indices.first == index
    case .weight(let link), .previousChange(let link):
      let hasBias = shape.links.indices.contains(link) && shape.links[link].hasBias
      return indices.last == index || !hasBias && indices.first == index
    case .output, .error, .symbol, .constant, .transfer, .call, .group: return false
    }
  }

  /// Whether an index occurs in it, or in what it is a function of.
  public func mentions(_ index: UnitIndex) -> Bool {
    indices.contains(index) || arguments.contains { $0.mentions(index) }
  }
}

/// What an atom is.
public enum AtomHead: Hashable, Sendable {
  /// w, from and to, by the number of the link.
  case weight(Int)
  /// Δw(n-1)
  case previousChange(Int)
  case totalInput, output, target, delta
  case error
  /// The derivative of this order of g at a_j: 1 is g'(a_j).
  case slope(Int)
  /// g or a derivative of it, by its layer and order, of anything other than a total input.
  case transfer(layer: Int, order: Int)
  case call(AlgebraFunction)
  /// Anything else with a name: η.
  case symbol(String)
  /// A number that is no short fraction: π.
  case constant(Double)
  /// A sum of several terms; it occurs with negative powers only.
  case group

  func write(into key: inout [Int]) {
    switch self {
    case .weight(let link): key += [1, link]
    case .previousChange(let link): key += [2, link]
    case .totalInput: key.append(3)
    case .output: key.append(4)
    case .target: key.append(5)
    case .delta: key.append(6)
    case .error: key.append(7)
    case .slope(let order): key += [8, order]
    case .transfer(let layer, let order): key += [9, layer, order]
    case .call(let function): key += [10, function.rawValue]
    case .symbol(let name):
      key += [11, name.utf8.count]
      for byte in name.utf8 { key.append(Int(byte)) }
    case .constant(let value):
      key.append(12)
      Self.write(Int64(bitPattern: value.bitPattern), into: &key)
    case .group: key.append(13)
    }
  }

  static func write(_ number: Int64, into key: inout [Int]) {
    key.append(Int(truncatingIfNeeded: number >> 32))
    key.append(Int(truncatingIfNeeded: number & 0xffff_ffff))
  }
}

/// Elementary functions of one number; `least` and `greatest` have two, `power` has a base and an exponent.
public enum AlgebraFunction: Int, Hashable, Sendable, CaseIterable {
  case exponential, logarithm, squareRoot, magnitude, sign, sine, cosine, hyperbolicTangent, hyperbolicCosine,
    hyperbolicSine, floor, least, greatest, power

  /// Whether f(-x) = -f(x).
  var isOdd: Bool {
    switch self {
    case .sign, .sine, .hyperbolicTangent, .hyperbolicSine: true
    case .exponential, .logarithm, .squareRoot, .magnitude, .cosine, .hyperbolicCosine, .floor, .least,
      .greatest, .power:
      false
    }
  }

  /// Whether f(-x) = f(x).
  var isEven: Bool {
    switch self {
    case .magnitude, .cosine, .hyperbolicCosine: true
    case .exponential, .logarithm, .squareRoot, .sign, .sine, .hyperbolicTangent, .hyperbolicSine, .floor,
      .least, .greatest, .power:
      false
    }
  }
}

extension AtomHead {
  private static let countPrefix = "units of layer "

  /// The number of units of a layer, Σ_k 1. No name in a formula has a space.
  static func count(ofLayer layer: Int) -> AtomHead { .symbol("\(countPrefix)\(layer)") }

  /// The layer whose number of units it is.
  public var countedLayer: Int? {
    guard case .symbol(let name) = self, name.utf8.starts(with: Self.countPrefix.utf8) else { return nil }
    return Int(String(name.unicodeScalars.dropFirst(Self.countPrefix.unicodeScalars.count)))
  }
}
