/// Mistakes, and why checks fail, in a course's notation.
extension NotationWriter {
  /// Why a check fails: its formulas as a whole, with the sign of the course's δ, and its units.
  func refutation(_ refutation: Refutation) -> Refutation {
    var written = refutation
    written.equation = equation(refutation.equation)
    if let typed = refutation.typed {
      let formula = formula(typed.formula)
      written.typed =
        isTurned(typed.formula, formula)
        ? Refutation.Typed(formula: formula.withoutSign, value: -typed.value)
        : Refutation.Typed(formula: formula, value: typed.value)
    }
    written.place = refutation.place.map { unit in
      Subscript(unit.letter, unit: numberedUnits?.number(of: unit) ?? unit.unit)
    }
    written.finding = refutation.finding.map { finding($0) }
    return written
  }

  /// What is probably wrong; what stands by itself has no sign.
  func finding(_ finding: SlipFinding) -> SlipFinding {
    var written = finding
    func part(_ formula: Formula?) -> Formula? {
      formula.map { part in
        let written = self.formula(part)
        return isTurned(part, written) ? written.withoutSign : written
      }
    }
    written.slips = finding.slips.map { found in
      var found = found
      (found.old, found.new) = (part(found.old), part(found.new))
      (found.site, found.subject) = (part(found.site), part(found.subject))
      return found
    }
    written.symbols.totalInput = notation.symbol("a")
    let outputs = letters.last.map { self.formula(.quantity(.output, [Subscript($0)])) }
    written.symbols.output = outputs?.writtenSymbol ?? notation.symbol("y")
    written.symbols.target = notation.symbol("t")
    written.symbols.transfer = notation.symbol("g")
    written.symbols.weight = notation.symbol("w")
    written.symbols.delta = notation.symbol("δ")
    written.symbols.rate = notation.symbol("η")
    return written
  }

  /// A mistake; quotations of the cell stay as they were typed. isWritten: whether the message is in this
  /// notation already.
  func entry(_ entry: DiagnosticReport.Entry, isWritten: Bool) -> DiagnosticReport.Entry {
    let scalars = entry.sourceLine.unicodeScalars.dropFirst(entry.mark).prefix(entry.length)
    let marked = String(String.UnicodeScalarView(scalars))
    var written = entry
    written.message = isWritten ? Quotation.plain(entry.message) : prose(entry.message, keeping: marked)
    let line = String(String.UnicodeScalarView(entry.sourceLine.unicodeScalars.drop { $0 == " " }))
    written.suggestion = entry.suggestion.map { suggestion in
      guard suggestion != marked else { return code(suggestion) }
      // A display is repeated as it was typed.
      if suggestion.includes("\\begin{") { return suggestion }
      let typed = [line, line.withoutMathSigns].first { suggestion.hasSuffix($0) }
      return code(suggestion, keeping: typed ?? marked)
    }
    written.example = entry.example.map { code($0) }
    return written
  }
}

extension String {
  /// What stands between the signs of mathematics: `$…$`, `\[…\]`; itself if there are none.
  fileprivate var withoutMathSigns: String {
    for (open, close) in [("$$", "$$"), ("$", "$"), ("\\[", "\\]"), ("\\(", "\\)")]
    where hasPrefix(open) && hasSuffix(close) && utf8.count > open.utf8.count + close.utf8.count {
      return String(dropFirst(open.count).dropLast(close.count)).trimmed
    }
    return self
  }
}
