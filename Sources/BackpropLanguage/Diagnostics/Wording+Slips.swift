/// The likely slip in a failing check, in words.
extension Wording {
  /// A clause, such as `a g' is missing`; nil where nothing is to be told.
  static func clause(_ finding: SlipFinding, _ hint: Hint) -> String? {
    guard hint != .verdict else { return nil }
    if finding.slips.map({ $0.slip }) == [.sign, .roundedEarly] {
      return "but for the sign it is close, and may have been rounded too early"
    }
    // One thing in the place of another, in two steps.
    if hint == .place, !finding.isWhole, finding.slips.count == 2, let between = finding.slips[0].new,
      between == finding.slips[1].old, let old = finding.slips[0].old, let new = finding.slips[1].new
    {
      return holds(with: new.unicode, inPlaceOf: old.unicode)
    }
    let clauses = finding.slips.map { found -> String in
      let kind =
        finding.isNumber ? ofNumber(found, finding.symbols) : kind(found, finding.symbols)
      guard hint == .place, !finding.isWhole else { return kind }
      return (finding.isNumber ? placeOfNumber(found, finding.symbols) : place(found)) ?? kind
    }
    if let first = clauses.first, clauses.count == 2, clauses[1] == first { return first + ", in two places" }
    // Of one slip, two things may be meant.
    let isDoubtful = clauses.count == 2 && clauses.contains { $0.includes(", or ") }
    return isDoubtful ? clauses[0] + ", and " + clauses[1] : list(clauses)
  }

  // MARK: - What kind of slip

  private static func kind(_ found: SlipFinding.Found, _ symbols: SlipFinding.Symbols) -> String {
    let (a, y, t) = (symbols.totalInput, symbols.output, symbols.target)
    let (g, slope) = (symbols.transfer, symbols.transfer + "'")
    let own = found.quantity.map { found.old?.writtenSymbol ?? symbol($0, symbols) }
    switch found.slip {
    case .sign: return "a sign is wrong"
    case .exchangedTarget: return "\(t) and \(y) are exchanged"
    case .missingSlope: return "\(withArticle(slope)) is missing"
    case .extraSlope: return "there is \(withArticle(slope)) too many"
    case .slopeOfOther: return "\(slope) is taken of something else than \(a)"
    case .transferForSlope: return "\(own ?? g) stands where \(slope) belongs"
    case .slopeForTransfer: return "\(slope) stands where \(g) belongs"
    case .otherSlope: return "what stands for \(slope) is the derivative of another transfer function"
    case .missingSum: return "a Σ is missing"
    case .extraSum: return "there is a Σ too many"
    case .wrongSumLetter: return "a Σ runs over the wrong letter"
    case .wrongSumLayer:
      guard case .summation(let old, _)? = found.old, case .summation(let new, _)? = found.new else {
        return "a Σ runs over the wrong layer"
      }
      return "`Σ_\(old)` runs over layer \(old): the letter of the output units is "
        + new.prefix { $0 != "'" }
    case .shortSum: return "a bracket is wrong or missing: more belongs to a Σ"
    case .wrongLetter: return "a subscript is wrong" + (own.map { ": that of `\($0)`" } ?? "")
    case .wrongLayer: return (own.map { "`\($0)`" } ?? "a letter") + " is of the wrong layer"
    case .exchangedLetters: return "two letters are exchanged"
    case .wrongWeight: return "a \(symbols.weight) is that of other units"
    case .reversedWeight: return "a \(symbols.weight) is read the other way round"
    case .updatedWeights: return "the weights are those after the update"
    case .twice: return "a factor 1/2 is missing, or a 2 is too many"
    case .half: return "a factor 2 is missing, or a 1/2 is too many"
    case .extraSquare: return "there is a square too many"
    case .missingSquare: return "a square is missing"
    case .missingRate: return "\(symbols.rate) is missing"
    case .extraRate: return "there is an \(symbols.rate) too many"
    case .missingBias: return "the bias is missing"
    case .biasTwice: return "the bias is counted twice: the Σ runs over the bias unit, too"
    case .biasSign:
      return "the sign of the bias is wrong: its weight counts times the output of the bias unit"
    case .missingPath: return "one of the paths is missing: other layers have a part in this, too"
    case .missingUnits:
      return "a Σ is missing: all units of the layer have a part in this, not one alone"
    case .onlySameUnit: return "this is right for one and the same unit alone, not for two of them"
    case .invertedDerivative: return "a ∂ is upside down"
    case .wrongNumber: return "a number is wrong as a factor"
    case .wrongVariable: return "a ∂ is that of, or by, another quantity"
    case .wrongQuantity:
      let typed = found.old?.numericValue.map { number($0) } ?? "a quantity"
      return "\(own ?? typed) stands where another quantity belongs"
    case .missingFactor: return "a factor is missing"
    case .extraFactor: return "there is a factor too many"
    case .missingTerm: return "a term is missing"
    case .extraTerm: return "there is a term too many"
    case .sumForProduct: return "a sum stands where a product belongs"
    case .undifferentiated: return "what stands there is still to be differentiated"
    case .fewDigits, .roundedEarly, .otherPattern, .otherUnit, .beforeUpdate, .afterUpdate:
      return ofNumber(found, symbols)
    }
  }

  /// `an a`, `a δ`: as the symbol is read.
  private static func withArticle(_ symbol: String) -> String {
    switch symbol.unicodeScalars.first {
    case "a", "e", "f", "h", "i", "l", "m", "n", "o", "r", "s", "x", "E", "η", "ε", "α": "an \(symbol)"
    default: "a \(symbol)"
    }
  }

  private static func symbol(_ quantity: Quantity, _ symbols: SlipFinding.Symbols) -> String {
    switch quantity {
    case .totalInput: symbols.totalInput
    case .output: symbols.output
    case .target: symbols.target
    case .delta: symbols.delta
    case .weight: symbols.weight
    case .weightChange, .previousWeightChange: "Δ" + symbols.weight
    case .input, .error, .totalError, .meanError, .accuracy, .epochs: quantity.rawValue
    }
  }

  /// The same for a number: what it comes from.
  private static func ofNumber(_ found: SlipFinding.Found, _ symbols: SlipFinding.Symbols) -> String {
    let slope = symbols.transfer + "'"
    switch found.slip {
    case .fewDigits:
      return "it is right as far as its digits go: `≈` compares so, and `within` as far as you say"
    case .sign: return "it is right but for the sign"
    case .missingSlope: return "it is right but for a factor \(slope)"
    case .extraSlope: return "it is right but for a factor \(slope) too many"
    case .missingRate: return "it is right but for a factor \(symbols.rate)"
    case .extraRate: return "it is right but for a factor \(symbols.rate) too many"
    // More would give the right number away.
    case .twice, .half, .missingFactor: return "it is right but for a factor"
    case .extraFactor: return "it is right but for a factor too many"
    case .roundedEarly: return "it is close, and may have been rounded too early"
    case .otherPattern: return "it is the value for another pattern"
    case .otherUnit: return "it is the value of another unit"
    case .beforeUpdate: return "it is the value before the update"
    case .afterUpdate: return "it is the value after the update"
    case .updatedWeights: return "it comes from the weights after the update"
    case .exchangedTarget, .slopeOfOther, .transferForSlope, .slopeForTransfer, .otherSlope, .missingSum,
      .extraSum, .wrongLetter, .wrongLayer, .exchangedLetters, .wrongWeight, .reversedWeight, .extraSquare,
      .missingSquare, .missingBias, .biasTwice, .biasSign, .missingPath, .missingUnits, .onlySameUnit,
      .wrongSumLetter, .wrongSumLayer, .shortSum, .wrongVariable, .invertedDerivative, .wrongNumber,
      .wrongQuantity,
      .missingTerm, .extraTerm,
      .sumForProduct, .undifferentiated:
      return "it comes out so where " + kind(found, symbols)
    }
  }

  // MARK: - The place

  static func holds(with new: String, inPlaceOf old: String) -> String {
    "it holds with `\(new)` in the place of `\(old)`"
  }

  private static func place(_ found: SlipFinding.Found) -> String? {
    let site = found.site.map { " of `\($0.unicode)`" } ?? ""
    switch found.slip {
    case .missingSlope, .missingRate, .missingFactor:
      return found.new.map { "`\($0.unicode)` is missing as a factor\(site)" }
    case .extraSlope, .extraRate, .extraFactor:
      return found.old.map { "the factor `\($0.unicode)`\(site) is too many" }
    case .missingSum:
      guard case .summation(let letter, let body)? = found.new else { return nil }
      return found.site == nil
        ? "a `Σ_\(letter)` is missing" : "a `Σ_\(letter)` is missing before `\(body.unicode)`"
    case .extraSum:
      guard case .summation(let letter, _)? = found.old else { return nil }
      return "the `Σ_\(letter)` is too many"
    case .sign: return found.site.map { "the sign in `\($0.unicode)` is wrong" }
    case .twice: return found.site.map { "a factor 1/2\(" of `\($0.unicode)`") is missing, or a 2 too many" }
    case .half: return found.site.map { "a factor 2\(" of `\($0.unicode)`") is missing, or a 1/2 too many" }
    case .extraSquare: return found.site.map { "the square in `\($0.unicode)` is too many" }
    case .missingSquare: return found.site.map { "the square of `\($0.unicode)` is missing" }
    case .missingBias where found.old == nil, .missingPath, .missingTerm:
      return found.new.map { "the term `\($0.unicode)` is missing" }
    case .extraTerm: return found.old.map { "the term `\($0.unicode)` is too many" }
    case .biasTwice:
      return found.old.map { term in
        "the Σ runs over the bias unit, too, so that the term `\(term.unicode)` is too many"
      }
    case .biasSign: return found.old.map { "the sign in front of the bias `\($0.unicode)` is wrong" }
    // The whole sum may be the whole answer.
    case .wrongSumLetter:
      guard case .summation(let old, _)? = found.old, case .summation(let new, _)? = found.new else {
        return nil
      }
      return "the `Σ_\(old)` should run over \(new)"
    case .shortSum:
      guard case .summation(let letter, _)? = found.new?.innermostSum else { return nil }
      return "a bracket is wrong or missing: more belongs to the `Σ_\(letter)`"
    case .missingUnits:
      guard case .summation(let letter, _)? = found.new?.innermostSum else { return nil }
      return "a `Σ_\(letter)` is missing: all units of the layer have a part in this, not one alone"
    case .wrongNumber:
      return found.new.map { "it holds with the factor `\($0.unicode)`" + (site.isEmpty ? "" : site) }
    case .exchangedTarget, .slopeOfOther, .transferForSlope, .slopeForTransfer, .otherSlope, .wrongLetter,
      .wrongLayer, .wrongWeight, .reversedWeight, .updatedWeights, .missingBias, .wrongVariable,
      .invertedDerivative, .wrongQuantity:
      guard let old = found.old, let new = found.new else { return nil }
      return holds(with: new.unicode, inPlaceOf: old.unicode)
    case .exchangedLetters:
      guard case .iverson(let a, let b)? = found.old else { return nil }
      return "the letters \(a.text) and \(b.text) are exchanged"
    case .sumForProduct:
      return found.old.map { "a sum stands where a product belongs: `\($0.unicode)`" }
    case .onlySameUnit:
      guard case .iverson(let a, let b)? = found.new else { return nil }
      let bracket = Formula.iverson(a, b).unicode
      return "this is right for \(a.text) = \(b.text) alone: there is no `\(bracket)` in it"
    case .wrongSumLayer, .undifferentiated, .fewDigits, .roundedEarly, .otherPattern,
      .otherUnit,
      .beforeUpdate, .afterUpdate:
      return nil
    }
  }

  private static func placeOfNumber(
    _ found: SlipFinding.Found, _ symbols: SlipFinding.Symbols
  ) -> String? {
    switch found.slip {
    case .otherUnit: return found.subject.map { "it is the value of `\($0.unicode)`" }
    case .otherPattern: return found.pattern.map { "it is the value for pattern \($0)" }
    case .missingSlope, .missingFactor:
      return found.new.map { "it is right but for the factor `\($0.unicode)`" }
    case .extraSlope, .extraFactor:
      return found.old.map { "it is right but for the factor `\($0.unicode)`, which is too many" }
    case .twice: return "it is twice what it should be"
    case .half: return "it is half of what it should be"
    case .fewDigits, .sign, .roundedEarly, .beforeUpdate, .afterUpdate, .updatedWeights, .missingRate,
      .extraRate:
      return nil
    case .exchangedTarget, .slopeOfOther, .transferForSlope, .slopeForTransfer, .otherSlope, .wrongLetter,
      .wrongLayer, .wrongWeight, .reversedWeight, .wrongVariable, .wrongQuantity:
      guard let old = found.old, let new = found.new else { return nil }
      return "it comes out so with `\(old.unicode)` in the place of `\(new.unicode)`"
    case .missingSum, .extraSum, .wrongSumLetter, .wrongSumLayer, .shortSum, .exchangedLetters, .extraSquare,
      .missingSquare,
      .missingBias, .biasTwice, .biasSign, .missingPath, .missingUnits, .onlySameUnit,
      .invertedDerivative, .wrongNumber,
      .missingTerm, .extraTerm, .sumForProduct, .undifferentiated:
      return nil
    }
  }
}

extension Formula {
  /// The symbol of the quantity that it is, as it is written: z of `z_j`, Δw of `-Δw_jk`; nil if it is none.
  var writtenSymbol: String? {
    let text = withoutSign.unicode
    let end = text.unicodeScalars.firstIndex {
      "_^({[ ".unicodeScalars.contains($0) || Lexer.superscripts[$0] != nil
        || Lexer.subscriptScalars.contains($0)
    }
    let symbol = String(text.unicodeScalars[..<(end ?? text.unicodeScalars.endIndex)])
    return symbol.isEmpty ? nil : symbol
  }

  /// The sum that it is, but for its sign and factors in front.
  fileprivate var innermostSum: Formula? {
    switch self {
    case .summation: self
    case .negated(let a): a.innermostSum
    case .product(let a, let b, _): b.innermostSum ?? a.innermostSum
    default: nil
    }
  }
}
