import Backprop

/// How many digits the numbers of a derivation are shown with.
extension Explanation {
  /// A derivation with numbers from which its result can be computed: with more digits if those that are
  /// usual give another result, as where a small number, of which only a digit or two is seen, is a divisor.
  func withEnoughDigits(_ chain: [Formula]) -> [Formula] {
    guard case .number(let value, _)? = chain.last, value.isFinite, !isRight(chain) else { return chain }
    let least = max(digits, 3)
    for significant in least...max(least, Numeral.mostDigits) {
      let longer = chain.map { $0.withSignificantDigits(significant, after: digits) }
      if isRight(longer) { return longer }
    }
    return chain
  }

  /// Whether every line of numbers, computed as it is printed, gives the printed result but for its last
  /// digit. A line that cannot be computed alone is taken to be right.
  private func isRight(_ chain: [Formula]) -> Bool {
    guard case .number(let value, _)? = chain.last, let result = chain.last?.printedValue else { return true }
    // A unit in the last place, unless the result has so few digits that this says little.
    let unit = min(Elementary.power(10, -Double(digits)), value.magnitude / 50)
    let tolerance = max(value.magnitude * 1e-4, unit)
    let resolver = FunctionResolver(definitions: [:], functions: presented.functions)
    return chain.dropLast().allSatisfy { line in
      guard let resolved = try? resolver.resolve(line.asPrinted, at: 0..<0) else { return true }
      let computed = resolved.value(at: .real(.nan)).value
      return computed.isNaN || (computed - result).magnitude <= tolerance
    }
  }
}

extension Formula {
  /// The value of a number as it is spelled.
  fileprivate var printedValue: Double? {
    guard case .number(let value, let spelling) = self else { return nil }
    return DecimalNumber.value(of: spelling, hasDecimalComma: false) ?? value
  }

  /// With the value of every number as it is spelled.
  fileprivate var asPrinted: Formula {
    if case .number(_, let spelling) = self, let printed = printedValue {
      return .number(printed, spelling: spelling)
    }
    return with(children.map { $0.asPrinted })
  }

  /// With rounded numbers spelled to at least so many significant digits.
  fileprivate func withSignificantDigits(_ significant: Int, after digits: Int) -> Formula {
    if case .number(let value, _) = self, let printed = printedValue {
      guard printed != value else { return self }
      let numeral = Numeral(
        value, digits: max(digits, significant - (value.magnitude < 1 ? 0 : 1)), significant: significant)
      return .number(value, spelling: numeral.text)
    }
    return with(children.map { $0.withSignificantDigits(significant, after: digits) })
  }
}
