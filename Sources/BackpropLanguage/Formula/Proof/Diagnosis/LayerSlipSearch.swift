import Backprop

/// Looks for the slip in a line with numbered layers that cannot be read, as its letters or vectors do not
/// fit. The number of one layer is changed, or one weight turned round, until the line holds in random
/// networks: then the slip has the name that it has in the handout's notation.
struct LayerSlipSearch {
  private let notations: Notations
  private let reader: NotationReader
  private let world: FormulaContext
  private let isInterrupted: () -> Bool

  /// Longer lines are not searched.
  private static let mostTokens = 120
  private static let mostLayers = 8
  /// Greater numbers of layers are not changed by one.
  private static let mostDistance = 100
  private static let seed: UInt64 = 11

  /// nil if nothing can be tried: in the handout's notation, and in deep networks. A wide network is tried
  /// with fewer units.
  init?(_ notations: Notations, like context: FormulaContext, isInterrupted: @escaping () -> Bool) {
    guard let reader = notations.reader, reader.notation.layers != nil,
      context.network.layers.count <= Self.mostLayers,
      let world = TrialWorld.context(like: context.withAnyPattern, .narrow([]), seed: Self.seed)
    else { return nil }
    self.notations = notations
    self.reader = reader
    self.world = world
    self.isInterrupted = isInterrupted
  }

  /// A line with one thing changed.
  private struct Trial {
    let text: String
    let slip: Slip
    var quantity: Quantity?
    /// The symbol that is changed, as typed, and what it becomes.
    var change: (old: String, new: String)?
    var isLeft = false
  }

  struct Result {
    let finding: SlipFinding
    /// What is wrong, as typed, and what belongs there; nil for what is wrong throughout.
    let change: (old: String, new: String)?
  }

  /// line: that of a check, or a row below it. nil if nothing is found, or if several slips are as likely.
  func finding(in line: String) -> Result? {
    let source = SourceText(formula(in: line))
    let tokens = Lexer.tokens(of: source).tokens.filter { $0.kind != .end && $0.kind != .newline }
    let signs = tokens.indices.filter { tokens[$0].kind == .symbol("=") }
    guard tokens.count <= Self.mostTokens, signs.count == 1, let sign = signs.first else { return nil }
    let trials = trials(of: tokens, sign, in: source)
    // Whoever is asked for the left side has mostly typed it as it stands in the exercise.
    for isLeft in [false, true] {
      let holding = trials.filter { $0.isLeft == isLeft && holds($0.text) }
      guard let first = holding.first else { continue }
      guard holding.allSatisfy({ $0.slip == first.slip }) else { return nil }
      return Result(
        finding: SlipFinding(ofLetters: .init(slip: first.slip, quantity: first.quantity)),
        change: holding.count == 1 ? first.change : nil)
    }
    return nil
  }

  /// What stands behind `check` or `prove`, and behind `, hint 2:`.
  private func formula(in line: String) -> String {
    let source = SourceText(line)
    let tokens = Lexer.tokens(of: source).tokens.filter { if case .indent = $0.kind { false } else { true } }
    guard case .word(let word)? = tokens.first?.kind, let command = CommandTable.command(named: word),
      [Command.check.name, Command.prove.name].contains(command.name), tokens.kind(1) != .symbol("=")
    else { return line }
    let equals = tokens.firstIndex { $0.kind == .symbol("=") } ?? 0
    let start = tokens[..<equals].lastIndex { $0.kind == .symbol(":") } ?? 0
    return source.string(tokens[start].range.upperBound..<source.scalars.count)
  }

  private func holds(_ text: String) -> Bool {
    let cell = CellParser.parse(SourceText(Command.check.name + " " + text), in: notations)
    guard cell.diagnostics.isEmpty, cell.statements.count == 1,
      let equations = cell.statements.first?.action.equations, !equations.isEmpty
    else { return false }
    return equations.allSatisfy { equation in
      guard !isInterrupted(),
        let check = try? IdentityCheck(equation, in: world, isClaim: true, isInterrupted: isInterrupted)
      else { return false }
      return check.holds && !check.isCoincidence
    }
  }

  // MARK: - What is tried

  private func trials(of tokens: [Token], _ sign: Int, in source: SourceText) -> [Trial] {
    var trials: [Trial] = []
    for place in tokens.indices {
      guard case .word(let word) = tokens[place].kind, let quantity = quantity(of: word),
        let symbol = NumberedSymbol(at: place, in: tokens)
      else { continue }
      let isWeight = quantity == .weight || quantity == .weightChange
      let whole = tokens[place].range.through(tokens[symbol.end - 1].range)
      func add(_ range: SourceRange, by new: String, _ slip: Slip) {
        let text = source.string(0..<range.lowerBound) + new
        let inner =
          source.string(whole.lowerBound..<range.lowerBound) + new
          + source.string(range.upperBound..<whole.upperBound)
        trials.append(
          Trial(
            text: text + source.string(range.upperBound..<source.scalars.count), slip: slip,
            quantity: quantity, change: (source.string(whole), inner), isLeft: place < sign))
      }
      let level = tokens[symbol.superscript.lowerBound].range
        .through(tokens[symbol.superscript.upperBound - 1].range)
      for other in Self.levels(near: symbol.level) {
        let new = Self.superscript(other, like: source.string(level))
        add(level, by: new, isWeight ? .wrongWeight : .wrongLayer)
      }
      guard isWeight else { continue }
      if let below = symbol.subscripts, case .subscripts(let places) = tokens[below].kind {
        guard places.count == 2, places.allSatisfy({ $0.unit == nil }) else { continue }
        add(tokens[below].range, by: "_{\(places[1].letter)\(places[0].letter)}", .reversedWeight)
      } else if tokens.kind(place - 1) != .symbol("∂") {
        if let end = Self.endOfTransposed(tokens, place - 1, symbol.end) {
          let range = tokens[place - 1].range.through(end)
          trials.append(
            Trial(
              text: source.string(0..<range.lowerBound) + source.string(whole)
                + source.string(range.upperBound..<source.scalars.count), slip: .reversedWeight,
              quantity: quantity, change: (source.string(range), source.string(whole)), isLeft: place < sign))
        } else {
          add(whole, by: "(\(source.string(whole)))^T", .reversedWeight)
        }
      }
    }
    return trials + exchanges(of: tokens, sign, in: source)
  }

  /// Two letters exchanged throughout the right side, or all of it transposed.
  private func exchanges(of tokens: [Token], _ sign: Int, in source: SourceText) -> [Trial] {
    let left = source.string(0..<tokens[sign].range.upperBound)
    let right = tokens[sign].range.upperBound..<source.scalars.count
    var letters: [String] = []
    var below: [(range: SourceRange, letters: [String])] = []
    for token in tokens[sign...] {
      guard case .subscripts(let places) = token.kind else { continue }
      guard places.allSatisfy({ $0.unit == nil }) else { return [] }
      below.append((token.range, places.map { $0.letter }))
      for place in places where !letters.contains(place.letter) { letters.append(place.letter) }
    }
    guard !below.isEmpty else {
      return [Trial(text: left + " (\(source.string(right)))^T", slip: .exchangedLetters)]
    }
    var trials: [Trial] = []
    for (number, first) in letters.prefix(4).enumerated() {
      for second in letters.prefix(4).dropFirst(number + 1) {
        var text = left
        var place = right.lowerBound
        for (range, letters) in below {
          let exchanged = letters.map { $0 == first ? second : $0 == second ? first : $0 }
          text += source.string(place..<range.lowerBound) + "_{\(exchanged.joined())}"
          place = range.upperBound
        }
        text += source.string(place..<right.upperBound)
        trials.append(Trial(text: text, slip: .exchangedLetters))
      }
    }
    return trials
  }

  private func quantity(of word: String) -> Quantity? {
    // A bias has no weight that it could be taken for.
    if reader.notation.isBias(word) { return nil }
    let bare = word.dropFirst()
    if reader.notation.hasDifferentials, word.utf8.first == UInt8(ascii: "d"), !bare.isEmpty {
      let quantity = quantity(of: String(bare))
      return quantity == .totalInput ? .delta : quantity
    }
    guard let quantity = Quantity(rawValue: word == "W" ? "w" : reader.meaning(of: word)),
      quantity.subscriptCount > 0
    else { return nil }
    return quantity
  }

  /// Where the `^T` ends that stands behind brackets; nil if there is none.
  private static func endOfTransposed(_ tokens: [Token], _ open: Int, _ close: Int) -> SourceRange? {
    guard tokens.kind(open) == .symbol("("), tokens.kind(close) == .symbol(")"),
      tokens.kind(close + 1) == .symbol("^")
    else { return nil }
    let isBraced = tokens.kind(close + 2) == .symbol("{")
    let sign = close + (isBraced ? 3 : 2)
    guard tokens.kind(sign) == .word("T") || tokens.kind(sign) == .symbol("⊤") else { return nil }
    return tokens[min(sign + (isBraced ? 1 : 0), tokens.count - 1)].range
  }

  /// The layers before and after one: 1 and 3 for 2, l-1 and l+1 for l, l and l-2 for l-1.
  private static func levels(near level: String) -> [String] {
    if let number = LayerSuperscript.number(level) {
      return number < mostDistance ? ["\(number - 1)", "\(number + 1)"] : []
    }
    let scalars = level.unicodeScalars
    let letter = String(String.UnicodeScalarView(scalars.prefix { $0 != "+" && $0 != "-" }))
    let rest = String(String.UnicodeScalarView(scalars.drop { $0 != "+" && $0 != "-" }))
    guard let distance = rest.isEmpty ? 0 : Int(rest), distance.magnitude < mostDistance else { return [] }
    return [distance - 1, distance + 1].map { distance in
      distance == 0 ? letter : letter + (distance < 0 ? "\(distance)" : "+\(distance)")
    }
  }

  /// `^{(3)}` like `^{(2)}`
  private static func superscript(_ level: String, like typed: String) -> String {
    if typed.utf8.contains(UInt8(ascii: "[")) { return "^{[\(level)]}" }
    if typed.utf8.contains(UInt8(ascii: "(")) { return "^{(\(level))}" }
    return "^{\(level)}"
  }
}

/// Where the parts of `w^3_{jk}` stand among tokens, in either order; nil if no layer is written.
private struct NumberedSymbol {
  /// As `LayerSuperscript` reads it: `3`, `l-1`.
  let level: String
  let superscript: Range<Int>
  let subscripts: Int?
  let end: Int

  init?(at place: Int, in tokens: [Token]) {
    let isBelowFirst = tokens.kind(place + 1)?.isSubscripts ?? false
    let start = place + (isBelowFirst ? 2 : 1)
    guard let read = LayerSuperscript.read({ tokens.kind(start + $0) }) else { return nil }
    let next = start + read.count
    let isBelowNext = !isBelowFirst && tokens.kind(next)?.isSubscripts ?? false
    level = read.level
    superscript = start..<next
    subscripts = isBelowFirst ? place + 1 : isBelowNext ? next : nil
    end = isBelowNext ? next + 1 : next
  }
}
