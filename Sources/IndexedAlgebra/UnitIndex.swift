/// A subscript: a particular unit, a letter that stands for any unit, or a letter that a sum runs over.
public struct UnitIndex: Hashable, Comparable, Sendable {
  public enum Kind: Int, Sendable {
    /// A unit by its number; 0 is the bias unit.
    case unit
    /// Any unit of the layer, by the number of the letter.
    case free
    /// The same, or its bias unit.
    case freeOrBias
    /// The letter of a sum over the units of the layer.
    case bound
    /// The letter of a sum over these and the bias unit.
    case boundWithBias
  }

  public let layer: Int
  public let kind: Kind
  public let number: Int

  public init(_ kind: Kind, layer: Int, number: Int) {
    self.layer = layer
    self.kind = kind
    self.number = number
  }

  public static func unit(_ number: Int, layer: Int) -> UnitIndex {
    UnitIndex(.unit, layer: layer, number: number)
  }

  /// Whether it may be the bias unit, as one case of several.
  var mayBeBias: Bool { kind == .freeOrBias || kind == .boundWithBias }
  var isBiasUnit: Bool { kind == .unit && number == 0 }

  /// The same letter, without the bias unit.
  var withoutBias: UnitIndex {
    switch kind {
    case .unit, .free, .bound: self
    case .freeOrBias: UnitIndex(.free, layer: layer, number: number)
    case .boundWithBias: UnitIndex(.bound, layer: layer, number: number)
    }
  }

  public static func < (a: UnitIndex, b: UnitIndex) -> Bool {
    if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue }
    return a.layer != b.layer ? a.layer < b.layer : a.number < b.number
  }

  func write(into key: inout [Int]) {
    key.append(kind.rawValue)
    key.append(layer)
    key.append(number)
  }
}
