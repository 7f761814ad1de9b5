/// How many parts the lines of a rule have with every name and function written out. Lines such as m1 = m0 +
/// m0 and m2 = m1 + m1 double with each one.
struct RuleSize {
  /// Parts, and how often the parameter of a function's body stands in them.
  private struct Size {
    var parts: Int
    var uses = 0

    /// Sizes above this are all too large.
    private static let most = 1 << 28

    static func + (a: Size, b: Size) -> Size {
      Size(parts: min(a.parts + b.parts, most), uses: min(a.uses + b.uses, most))
    }

    /// With something in the place of the parameter.
    func applied(to argument: Size) -> Size {
      Size(
        parts: min(parts + Self.product(uses, argument.parts), Self.most),
        uses: Self.product(uses, argument.uses))
    }

    private static func product(_ a: Int, _ b: Int) -> Int {
      let (product, overflows) = a.multipliedReportingOverflow(by: b)
      return overflows ? most : min(product, most)
    }
  }

  /// The most parts that a rule may have.
  static let most = 10_000

  private let definitions: Definitions
  private let functions: [String: Formula]
  private var known: [String: Size] = [:]

  init(_ definitions: Definitions, _ functions: [String: Formula]) {
    (self.definitions, self.functions) = (definitions, functions)
  }

  /// The parts of a line, whose name later lines may use.
  mutating func parts(of formula: Formula, named name: String) -> Int {
    let size = size(of: formula, deep: 0)
    known[name] = size
    return size.parts
  }

  private mutating func size(of formula: Formula, deep: Int) -> Size {
    switch formula {
    case .name(FunctionResolver.parameter): return Size(parts: 0, uses: 1)
    case .name(let name): return size(ofName: name, definitions[name], deep: deep)
    case .call(.named(let name), let arguments) where arguments.count == 1 && functions[name] != nil:
      let argument = size(of: arguments[0], deep: deep)
      return size(ofName: name + "(", functions[name], deep: deep).applied(to: argument)
    default:
      return formula.children.reduce(Size(parts: 1)) { $0 + size(of: $1, deep: deep) }
    }
  }

  private mutating func size(ofName name: String, _ definition: Formula?, deep: Int) -> Size {
    if let size = known[name] { return size }
    // A name that is defined by itself is refused elsewhere.
    guard let definition, deep < FormulaResolver.deepestDefinitions else { return Size(parts: 1) }
    let size = size(of: definition, deep: deep + 1)
    known[name] = size
    return size
  }
}
