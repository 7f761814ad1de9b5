/// A row of units that share a transfer function; the bias unit is not counted.
public struct Layer: Equatable, Sendable {
  /// The letter that indexes its units: i, j, k, …
  public var name: String
  /// The number of units, 1 or more.
  public let units: Int
  /// Not used in the input layer, whose outputs are the input.
  public var transfer: TransferFunction

  /// A layer of the given number of units.
  public init(name: String, units: Int, transfer: TransferFunction = .sigmoid) {
    self.name = name
    self.units = units
    self.transfer = transfer
  }
}
