/// What is probably wrong with a formula or a number, as facts.
public struct SlipFinding: Equatable, Sendable {
  /// The slips, one or two, in the order in which they are to be undone.
  public var slips: [Found]
  /// Whether the typed side is a single quantity, so that to name its place is to give the answer.
  public var isWhole: Bool
  /// Whether a number was typed.
  public var isNumber = false
  /// The symbols that the words need, in the notation in force.
  public var symbols = Symbols()

  public struct Found: Equatable, Sendable {
    public var slip: Slip
    /// What `old` is a value of.
    public var quantity: Quantity?
    /// As in `Repair`.
    public var old: Formula?
    public var new: Formula?
    public var site: Formula?
    /// The quantity of another unit that a number is the value of.
    public var subject: Formula?
    /// The number of the pattern that a value belongs to.
    public var pattern: Int?
  }

  /// The symbols of the handout, as they are written.
  public struct Symbols: Equatable, Sendable {
    public var totalInput = "a"
    public var output = "y"
    public var target = "t"
    public var transfer = "g"
    public var weight = "w"
    public var delta = "δ"
    public var rate = "η"
  }

  init(_ repairs: [Repair], isWhole: Bool) {
    slips = repairs.map {
      Found(slip: $0.slip, quantity: $0.old?.withoutSign.quantity, old: $0.old, new: $0.new, site: $0.site)
    }
    self.isWhole = isWhole
  }

  /// Of letters and layers that do not fit.
  init(ofLetters found: Found) {
    slips = [found]
    isWhole = true
  }

  /// Of a number.
  init(_ found: Found) {
    slips = [found]
    isWhole = false
    isNumber = true
  }
}

extension Formula {
  /// The quantity that it is.
  var quantity: Quantity? { if case .quantity(let quantity, _) = self { quantity } else { nil } }
}
