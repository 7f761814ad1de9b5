/// Any JSON value (RFC 8259); the members of an object keep their order.
///
/// Messages and files are read and written with this type only, not with Foundation's coders: those would
/// double a kernel's memory and start-up time, and do not exist in Embedded Swift.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// A whole number that fits an `Int`.
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// A list of lists of finite numbers, all of the same length. It equals an `array` of them, and takes a
  /// third of the memory.
  case matrix(Rows)
  case object([Member])

  /// Rows of numbers, one after the other; at least one row of at least one number.
  public struct Rows: Equatable, Sendable {
    public let columns: Int
    public let elements: [Double]

    /// Nil unless the elements fill whole rows.
    public init?(columns: Int, elements: [Double]) {
      guard columns > 0, !elements.isEmpty, elements.count % columns == 0 else { return nil }
      self.columns = columns
      self.elements = elements
    }

    public var count: Int { elements.count / columns }

    /// The same numbers as lists of single numbers.
    var lists: [JSONValue] {
      (0..<count).map { row in .array(elements[row * columns..<(row + 1) * columns].map { .number($0) }) }
    }
  }

  /// A member of an object.
  public struct Member: Equatable, Sendable {
    public let name: String
    public let value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// An object whose members are sorted by name.
  public static func object(_ members: [String: JSONValue]) -> JSONValue {
    .object(members.sorted { $0.key < $1.key }.map { Member($0.key, $0.value) })
  }

  /// The value of an object's member; nil if there is no such member, or this is not an object.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text of a string; nil for any other value.
  public var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A number, whole or not, as the nearest double; nil for any other value.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

extension JSONValue: Equatable {
  /// Equality ignores the order of members, and whether a whole number is held as an integer or as a double.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.integer(let whole), .number(let number)), (.number(let number), .integer(let whole)):
      Int(exactly: number) == whole
    case (.string(let left), .string(let right)): left == right
    case (.array(let left), .array(let right)): left == right
    case (.matrix(let left), .matrix(let right)): left == right
    case (.matrix(let rows), .array(let lists)), (.array(let lists), .matrix(let rows)): rows.lists == lists
    case (.object(let left), .object(let right)): left.count == right.count && byName(left) == byName(right)
    default: false
    }
  }

  private static func byName(_ members: [Member]) -> [Member] { members.sorted { $0.name < $1.name } }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
  ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// The names must differ.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0, $1) })
  }
  public init(nilLiteral: ()) { self = .null }
}
