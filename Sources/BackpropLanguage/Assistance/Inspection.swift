import Backprop

/// What is known about the word at a position in a cell.
struct Inspection {
  let source: SourceText
  let state: SessionState
  let isInterrupted: () -> Bool

  init(_ source: SourceText, _ state: SessionState, isInterrupted: @escaping () -> Bool = { false }) {
    self.source = source
    self.state = state
    self.isInterrupted = isInterrupted
  }

  func blocks(at offset: Int) -> [Block] {
    let written = Lexer.tokens(of: source).tokens
    let tokens = state.reading.reader?.handout(written, in: source) ?? written
    guard
      let here = tokens.lastIndex(where: {
        !$0.range.isEmpty && $0.range.lowerBound <= offset && offset <= $0.range.upperBound && isSomething($0)
      })
    else { return [] }
    var place = here
    if case .subscripts = tokens[place].kind, place > 0 { place -= 1 }
    guard case .word(let word) = tokens[place].kind else { return surroundings(of: place, in: tokens) }
    let isFirst = place == 0 || isLineStart(tokens[place - 1])
    if isFirst, !isAssigned(place, in: tokens), let command = CommandTable.command(named: word) {
      return HelpDocument.blocks(command)
    }
    if let option = option(at: place, in: tokens) { return option }
    let topics = Topics(state: state)
    if state.notations.inUse.isBias(word) {
      return biasBlocks(of: word == state.notations.inUse.bias ? .weight : .weightChange)
    }
    let whole = name(around: place, in: tokens)
    if whole != word, !isQuantity(word) {
      let known = topics.blocks(about: whole)
      if !known.isEmpty { return known }
    }
    var subscripts: [Subscript] = []
    if tokens.indices.contains(place + 1), case .subscripts(let list) = tokens[place + 1].kind {
      subscripts = list
    }
    var name = word
    if word == "E", place > 0, case .word(let scope) = tokens[place - 1].kind,
      scope == "total" || scope == "mean"
    {
      name = scope + " E"
    }
    if word == "total" || word == "mean" { name = word + " E" }
    if let quantity = Quantity(rawValue: name) {
      return blocks(about: quantity, subscripts, isAsked: verb(of: place, in: tokens) == Command.ask.name)
    }
    let own = blocks(about: word)
    return own.isEmpty ? topics.blocks(about: word) : own
  }

  private func isQuantity(_ word: String) -> Bool { Quantity(rawValue: word) != nil }

  /// `net_j` and `step = 3` are names.
  private func isAssigned(_ place: Int, in tokens: [Token]) -> Bool {
    guard tokens.indices.contains(place + 1) else { return false }
    let next = tokens[place + 1]
    if case .subscripts = next.kind, !next.spaceBefore { return true }
    return next.kind == .symbol("=")
  }

  /// The whole name that a word is part of: `cross-entropy`, `leaky relu`, `batch_size`.
  private func name(around place: Int, in tokens: [Token]) -> String {
    func joins(_ token: Token) -> Bool {
      switch token.kind {
      case .word, .subscripts, .number, .symbol("-"): true
      default: false
      }
    }
    var first = place
    while first > 0, !tokens[first].spaceBefore, joins(tokens[first - 1]) { first -= 1 }
    var last = place
    while last + 1 < tokens.count, !tokens[last + 1].spaceBefore, joins(tokens[last + 1]) { last += 1 }
    if first == last, case .word(let word) = tokens[place].kind {
      return transferName(of: place, in: tokens) ?? word
    }
    return Lexer.plain(
      word: source.string(tokens[first].range.lowerBound..<tokens[last].range.upperBound).unicodeScalars)
  }

  /// The transfer function with a name of several words that contains this word.
  private func transferName(of place: Int, in tokens: [Token]) -> String? {
    for function in TransferFunction.all where function.name.contains(" ") {
      let words = function.name.split(separator: " ").map { String($0) }
      for (number, word) in words.enumerated() where tokens[place].kind == .word(word) {
        let start = place - number
        let isThere = words.indices.allSatisfy {
          tokens.indices.contains(start + $0) && tokens[start + $0].kind == .word(words[$0])
        }
        if isThere { return function.name }
      }
    }
    return nil
  }

  /// A sign with a meaning of its own; for a number or string of a command, the meaning of its option or of
  /// the command.
  private func surroundings(of place: Int, in tokens: [Token]) -> [Block] {
    if case .symbol(let symbol) = tokens[place].kind {
      let known = Topics(state: state).blocks(about: symbol)
      if !known.isEmpty { return known }
    }
    let start = tokens[..<place].lastIndex(where: { isLineStart($0) }).map { $0 + 1 } ?? 0
    guard case .word(let verb) = tokens[start].kind, let command = CommandTable.command(named: verb) else {
      return []
    }
    for before in stride(from: place - 1, to: start, by: -1) {
      guard case .word = tokens[before].kind else {
        if tokens[before].kind == .symbol(",") { break }
        continue
      }
      if let option = option(at: before, in: tokens) { return option }
    }
    return HelpDocument.blocks(command)
  }

  private func isSomething(_ token: Token) -> Bool {
    switch token.kind {
    case .word, .subscripts, .number, .string, .symbol: true
    case .newline, .indent, .end: false
    }
  }

  private func isLineStart(_ token: Token) -> Bool {
    switch token.kind {
    case .newline, .indent: true
    default: false
    }
  }

  /// The first word of the line.
  private func verb(of place: Int, in tokens: [Token]) -> String? {
    let start = tokens[..<place].lastIndex(where: { isLineStart($0) }).map { $0 + 1 } ?? 0
    if case .word(let verb) = tokens[start].kind { return verb }
    return nil
  }

  /// An option of the command at the beginning of the line.
  private func option(at place: Int, in tokens: [Token]) -> [Block]? {
    guard let verb = verb(of: place, in: tokens), let command = CommandTable.command(named: verb),
      let found = command.option(at: place, in: tokens)
    else { return nil }
    return [Topics.option(found.option, of: [command], in: state.notations.inUse)]
  }

  // MARK: - Quantities

  /// isAsked: a question asks for it, so that neither its rule nor its value is shown.
  private func blocks(
    about quantity: Quantity, _ subscripts: [Subscript], isAsked: Bool = false
  ) -> [Block] {
    let formula = Formula.quantity(quantity, subscripts)
    // Writing a formula may put a sign in front of δ.
    let name: Inline =
      quantity == .delta ? .text(subscripts.isEmpty ? "δ" : formula.unicode) : .formula(formula)
    var blocks: [Block] = [
      .paragraph([name] + Inline.prose(": " + meaning(of: quantity, subscripts)))
    ]
    if isAsked { return blocks }
    if !quantity.isDerived, let context = state.formulaContext {
      let rules = DerivationRules(context)
      let own =
        subscripts.isEmpty
        ? rules.rules.filter { $0.left.isQuantity(quantity) } : [rules.rule(for: formula)].compactMap { $0 }
      blocks += own.map {
        .paragraph([.strong($0.step.rawValue), .text(" "), .equation(Equation($0.left, $0.right))])
      }
    }
    // A letter by itself stands for the values of every layer, which `print` shows.
    if quantity.isOfPass, state.network?.presentation?.isHidden == true {
      blocks.append(.note([.text("its value is hidden")]))
    } else if !subscripts.isEmpty || quantity.subscriptCount == 0 {
      do throws(Diagnostic) {
        let value = try state.value(of: SourceFormula(formula, range: 0..<0), isInterrupted: isInterrupted)
        blocks.append(ValueTable.block(formula, value))
      } catch {
        guard error.problem.isInterrupted || error.problem.isOfState else {
          return blocks + [.note(Inline.prose(reason(error.problem)))]
        }
        let reason =
          error.problem.isInterrupted
          ? "its value takes a long time to compute; `print` shows it" : "it has no value yet"
        blocks.append(.note([.text(reason)]))
      }
    }
    blocks.append(.code(NetworkNotation(state).fitted(Self.command(showing: quantity, subscripts))))
    return blocks
  }

  /// Why there is no such quantity in the network.
  private func reason(_ problem: Problem) -> String {
    switch problem {
    case .expected, .unknownLayer("", _, _): "there is no such unit or weight in this network"
    default: Wording.sentence(problem, NetworkNotation(state))
    }
  }

  /// The line that shows it.
  private static func command(showing quantity: Quantity, _ subscripts: [Subscript]) -> String {
    guard subscripts.isEmpty else {
      let symbol = Formula.quantity(quantity, subscripts).unicode
      return "print \(symbol)" + (quantity.isDerived ? "\nexplain \(symbol)" : "")
    }
    return switch quantity {
    case .weight: "print w"
    case .weightChange: "print Δw\nexplain Δw_jk"
    case .previousWeightChange: "print Δw_ij(n-1)"
    case .totalInput: "print a_j"
    case .output: "print y_j"
    case .input: "print x_i"
    case .target: "print t_k"
    case .delta: "print δ\nexplain δ_j"
    case .error: "print E"
    case .totalError, .meanError: "print \(quantity.rawValue)"
    case .accuracy: "test"
    case .epochs: "history"
    }
  }

  /// b_j or Δb_j, in a notation that has a symbol for it.
  private func biasBlocks(of quantity: Quantity) -> [Block] {
    let letters = state.network?.letters ?? ["i", "j"]
    return blocks(about: quantity, [Subscript(letters[0], unit: 0), Subscript(letters[1])])
  }

  private func meaning(of quantity: Quantity, _ subscripts: [Subscript]) -> String {
    guard quantity == .weight, subscripts.count == 2 else { return Self.meaning(of: quantity) }
    let source = subscripts[0].unit == 0 ? "the bias unit" : "unit \(subscripts[0].text)"
    return "the weight from \(source) to unit \(subscripts[1].text)"
  }

  private static func meaning(of quantity: Quantity) -> String {
    switch quantity {
    case .weight: "a weight; w_ij leads from unit i to unit j"
    case .weightChange: "the change of a weight: Δw_jk = -η ∂E/∂w_jk, plus α Δw_jk(n-1) with momentum"
    case .previousWeightChange: "the change of a weight at the previous update; 0 at first"
    case .totalInput: "the total input of a unit: a_j = Σ_i w_ij y_i"
    case .output: "the output of a unit: y_j = g(a_j)"
    case .input: "an input of the network: the output of an input unit"
    case .target: "the target of an output unit"
    case .delta: "the back-propagated error of a unit: δ_j = -∂E/∂a_j"
    case .error: "the error of the presented pattern"
    case .totalError: "the error summed over the pattern set"
    case .meanError: "the error over the pattern set, divided by the number of patterns"
    case .accuracy: "the share of the pattern set that is classified right, from 0 to 1, as `test` counts it"
    case .epochs: "the number of epochs of the last training"
    }
  }

  private func blocks(about word: String) -> [Block] {
    var blocks: [Block] = []
    switch word {
    case "η":
      let value = state.words(state.learningRate, state.schedules.learningRate)
      blocks.append(.paragraph([.text("η, the learning rate: \(value)")]))
    case "α":
      let value = state.words(state.momentum, state.schedules.momentum)
      blocks.append(.paragraph([.text("α, the momentum: \(value)")]))
    default: break
    }
    if word == "η" || word == "α", let context = state.formulaContext {
      for rule in DerivationRules(context).rules where rule.left.isQuantity(.weightChange) {
        blocks.append(
          .paragraph([.strong(rule.step.rawValue), .text(" "), .equation(Equation(rule.left, rule.right))]))
      }
    }
    if let network = state.networks.first(where: { $0.name == word }) {
      blocks += NetworkDocument.blocks(network, in: state)
    }
    if let patterns = state.patternSets.first(where: { $0.name == word }) {
      blocks.append(PatternTable.block(patterns))
    }
    if let definition = state.definitions[word] {
      blocks.append(.paragraph([.text("\(word) = "), .formula(definition)]))
    }
    if let function = state.functions.first(where: { $0.name == word }) {
      blocks.append(.paragraph([.text("\(word)(\(function.parameter)) = "), .formula(function.formula)]))
    }
    if let rule = state.rules.first(where: { $0.name == word }) {
      blocks.append(.paragraph([.text("the learning rule \(rule.name.asTyped)")]))
      blocks += rule.equations.map { .paragraph([.equation($0)]) }
    }
    if blocks.isEmpty, let command = CommandTable.command(named: word) {
      blocks = HelpDocument.blocks(command)
    }
    if word == "η" || word == "α" { blocks += Topics(state: state).blocks(about: word) }
    return blocks
  }
}

extension Quantity {
  /// Whether its equation is the result of a derivation, which exercises ask for: `explain` shows it; help,
  /// which says what a symbol means, does not.
  fileprivate var isDerived: Bool { self == .delta || self == .weightChange }

  /// Whether a pass computes it.
  fileprivate var isOfPass: Bool {
    switch self {
    case .totalInput, .output, .delta, .error, .weightChange: true
    case .weight, .previousWeightChange, .input, .target, .totalError, .meanError, .accuracy, .epochs: false
    }
  }
}

extension Formula {
  /// Whether it is this quantity, for any units.
  fileprivate func isQuantity(_ quantity: Quantity) -> Bool {
    if case .quantity(quantity, _) = self { return true }
    return false
  }
}
