/// The options given in a statement.
struct OptionValues: Sendable {
  enum Value: Sendable {
    case flag
    case number(Double)
    /// A formula in n, the number of the epoch, and in names that `let` defines.
    case schedule(SourceFormula)
    case rates([Rate])
    case integer(Int64)
    case word(String)
    /// A name that the session may know.
    case name(Located<String>)
    case names([Located<String>])
    case formulas([SourceFormula])
    case condition(Condition)
    case numbers([Double])
    case columns([Located<ColumnSelection>])
  }

  /// η or α: a number, or a formula that training evaluates.
  enum Rate: Sendable {
    case number(Double)
    case formula(SourceFormula)
  }

  enum Condition: Sendable {
    case totalError(below: Double)
    case meanError(below: Double)
  }

  private(set) var entries: [(name: String, spelling: String, value: Value, range: SourceRange)] = []

  /// spelling: the name as it was typed, which may be a synonym.
  mutating func add(_ name: String, as spelling: String, _ value: Value, _ range: SourceRange) {
    entries.append((name, spelling, value, range))
  }

  /// Adds those of another part of the statement. Throws if one is given twice.
  mutating func add(_ others: OptionValues) throws(Diagnostic) {
    for entry in others.entries {
      if has(entry.name) { throw Diagnostic(.repeatedOption(entry.name), at: entry.range) }
      entries.append(entry)
    }
  }

  subscript(name: String) -> Value? { entries.first { $0.name == name }?.value }
  func has(_ name: String) -> Bool { self[name] != nil }
  func range(_ name: String) -> SourceRange? { entries.first { $0.name == name }?.range }
  func spelling(_ name: String) -> String? { entries.first { $0.name == name }?.spelling }

  func number(_ name: String) -> Double? {
    if case .number(let value) = self[name] { return value }
    return nil
  }

  func schedule(_ name: String) -> SourceFormula? {
    if case .schedule(let formula) = self[name] { return formula }
    return nil
  }

  func rates(_ name: String) -> [Rate]? {
    if case .rates(let values) = self[name] { return values }
    return nil
  }

  func numbers(_ name: String) -> [Double]? {
    if case .numbers(let values) = self[name] { return values }
    return nil
  }

  func integer(_ name: String) -> Int64? {
    if case .integer(let value) = self[name] { return value }
    return nil
  }

  /// A whole number that is a size; what does not fit becomes the largest size.
  func count(_ name: String) -> Int? { integer(name).map { Int(clamping: $0) } }

  func columns(_ name: String) -> [Located<ColumnSelection>]? {
    if case .columns(let value) = self[name] { return value }
    return nil
  }

  func name(_ name: String) -> Located<String>? {
    if case .name(let value) = self[name] { return value }
    return nil
  }

  func names(_ name: String) -> [Located<String>]? {
    if case .names(let values) = self[name] { return values }
    return nil
  }

  func formulas(_ name: String) -> [SourceFormula]? {
    if case .formulas(let values) = self[name] { return values }
    return nil
  }

  func word(_ name: String) -> String? {
    if case .word(let value) = self[name] { return value }
    return nil
  }

  /// `size wide`
  var isWide: Bool { word("size") == "wide" }

  /// What the word after an option stands for; nil if the option is not given.
  func choice<Meaning>(
    _ name: String, _ meaning: (String) -> Meaning?
  ) throws(Diagnostic) -> Meaning? {
    guard let entry = entries.first(where: { $0.name == name }), case .word(let word) = entry.value
    else { return nil }
    guard let meaning = meaning(word) else {
      throw Diagnostic(.expected("a value of `\(name)`", found: "`\(word)`"), at: entry.range)
    }
    return meaning
  }
}
