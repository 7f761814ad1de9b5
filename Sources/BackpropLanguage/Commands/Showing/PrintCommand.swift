import Backprop

/// `print w_ij, δ_j`
extension Command {
  static let print = Command(
    name: "print", synonyms: ["show"], family: .showing,
    synopsis: ["print WHAT, WHAT, …"],
    meaning:
      "show weights, δ, Δw, activations, network, patterns, settings, history, or the value of any formula",
    details: """
      A line that is just a formula prints its value as well. `print record, runs "plain" "momentum"` \
      tabulates what the trainings of these names have recorded, `print record` what the last one has.
      """,
    arguments: [.words(Printed.words), .formula],
    takesList: true,
    examples: ["print weights", "forward 2\nbackward\nprint w_jk, δ_j", "print network, patterns, settings"],
    parse: parsePrint)

  @Sendable private static func parsePrint(_ parser: inout StatementParser) throws(Diagnostic) -> Action {
    var items: [Printed] = []
    repeat {
      if case .record(let runs)? = items.last, runs.isEmpty, parser.cursor.take(word: "runs") {
        var names = [try parser.cursor.label()]
        while let name = parser.cursor.takeLabel() { names.append(name) }
        items[items.count - 1] = .record(runs: names)
        continue
      }
      let segment = parser.cursor.takeSegment()
      guard let first = segment.first else {
        throw parser.cursor.expected(
          "what to print: \(Wording.list(Printed.words, last: "or")), or a formula")
      }
      if segment.count == 1, case .word(let word) = first.kind {
        if let item = Printed(word: word) ?? Printed(biases: word, in: parser.notations.inUse) {
          items.append(item)
          continue
        }
        if word == Command.rule.name {
          throw Diagnostic(
            .belongsTo(word, command: word, kind: "a command"), at: first.range, example: word)
        }
      }
      items.append(.formula(try FormulaParser.formula(segment, in: parser.cursor.source)))
    } while parser.cursor.take(",")
    return .print(items)
  }
}

/// One item of `print`.
enum Printed: Sendable {
  case weights, activations, deltas, weightChanges, network, patterns, settings, history
  /// What was recorded: by the trainings of these names, or if there are none, by the last one.
  case record(runs: [Located<String>])
  /// The weights from bias units, or their changes.
  case biases(Quantity)
  case formula(SourceFormula)
}

extension Printed {
  static let words = [
    "weights", "activations", "δ", "Δw", "network", "patterns", "settings", "history", "record", "total E",
    "mean E",
  ]

  /// What a word by itself stands for; nil if it is a formula.
  init?(word: String) {
    switch word {
    case "weights", "w": self = .weights
    case "activations", "activation", "y", "a": self = .activations
    case "δ", "deltas", "errors": self = .deltas
    case "Δw": self = .weightChanges
    case "network": self = .network
    case "patterns": self = .patterns
    case "settings": self = .settings
    case "history": self = .history
    case "record", "recorded": self = .record(runs: [])
    default: return nil
    }
  }

  /// `b` or `Δb`, in a notation that has a symbol for biases.
  init?(biases word: String, in notation: Notation) {
    guard notation.isBias(word) else { return nil }
    self = .biases(word == notation.bias ? .weight : .weightChange)
  }
}

extension Action {
  static func print(_ items: [Printed]) -> Action {
    Action { (execution) throws(Diagnostic) in try execution.print(items) }
  }

  /// A line that is just a formula; as the last line, it gives the cell's value.
  static func show(_ formula: SourceFormula) -> Action {
    Action(formula: formula) { (execution) throws(Diagnostic) in
      execution.emit([try execution.table(of: formula)], isValue: execution.isLast)
    }
  }
}

extension Execution {
  fileprivate func print(_ items: [Printed]) throws(Diagnostic) {
    try emit(items) { (item) throws(Diagnostic) in
      switch item {
      case .weights: WeightTable.blocks(of: try currentNetwork())
      case .activations: try activations()
      case .deltas: try deltas()
      case .weightChanges: try weightChanges()
      case .biases(let quantity): try biases(quantity)
      case .network: NetworkDocument.blocks(try currentNetwork(), in: state)
      case .patterns: [PatternTable.block(try currentPatterns())]
      case .settings: [settings()]
      case .history: [history(try currentNetwork())]
      case .record(let names): try records(try currentNetwork(), names)
      case .formula(let formula): [try table(of: formula)]
      }
    }
  }

  /// A formula and its value.
  fileprivate func table(of formula: SourceFormula) throws(Diagnostic) -> Block {
    let value = try evaluate(formula)
    return ValueTable.block(try state.formulaContext?.bounded(formula) ?? formula, value)
  }

  private func presentation(of network: NetworkState) throws(Diagnostic) -> Presentation {
    guard let presentation = network.presentation else {
      throw problem(.nothingYet("presented pattern", command: "forward"))
    }
    return presentation
  }

  private func activations() throws(Diagnostic) -> [Block] {
    let network = try currentNetwork()
    let pass = try presentation(of: network).forward
    return pass.outputs.indices.map { layer in
      layer == 0
        ? UnitTable.block([(.output, pass.outputs[layer])], ofLayer: layer, in: network)
        : UnitTable.block(
          [(.totalInput, pass.totalInputs[layer]), (.output, pass.outputs[layer])], ofLayer: layer,
          in: network
        )
    }
  }

  private func deltas() throws(Diagnostic) -> [Block] {
    let network = try currentNetwork()
    guard let deltas = try presentation(of: network).backward?.deltas else {
      throw problem(.nothingYet("δ", command: "backward"), example: "forward 2\nbackward\nprint δ")
    }
    return deltas.indices.reversed().filter { $0 > 0 }.map { layer in
      UnitTable.block([(.delta, deltas[layer])], ofLayer: layer, in: network)
    }
  }

  private func weightChanges() throws(Diagnostic) -> [Block] {
    let network = try currentNetwork()
    guard let changes = network.weightChanges else {
      throw problem(.nothingYet("Δw", command: "backward"), example: "forward 2\nbackward\nprint Δw")
    }
    return zip(changes, network.core.projections).map {
      WeightTable.block($0, .weightChange, of: $1, in: network)
    }
  }

  private func biases(_ quantity: Quantity) throws(Diagnostic) -> [Block] {
    let network = try currentNetwork()
    let projections = network.core.projections.filter { $0.hasBias }
    guard !projections.isEmpty else { throw problem(.noBiasUnit(letter: network.letter(0))) }
    var blocks: [Block] = []
    for projection in projections {
      let unit = Subscript(network.letter(projection.source), unit: 0)
      let formula = Formula.quantity(quantity, [unit, Subscript(network.letter(projection.target))])
      blocks.append(ValueTable.block(formula, try evaluate(SourceFormula(formula, range: range))))
    }
    return blocks
  }

  private func settings() -> Block {
    var rows: [(String, String)] = [
      ("network", state.currentNetwork?.asTyped ?? "none"),
      ("patterns", state.currentPatterns?.asTyped ?? "none"),
      ("η", state.words(state.learningRate, state.schedules.learningRate)),
      ("α", state.words(state.momentum, state.schedules.momentum)),
      ("rule", state.rule.name.asTyped), ("digits", "\(state.digits)"),
    ]
    if state.decay.value != 0 || state.schedules.decay != nil {
      let value = state.words(state.decay.value, state.schedules.decay)
      rows.append(("decay", WeightDecay.words(value, includesBias: state.decay.includesBias)))
    }
    if let network = state.network {
      rows.append(("weights", network.weightOrigin))
      rows.append(("E", NetworkWords.errorFunction(network, in: state)))
      rows.append(("bias", NetworkWords.bias(network)))
      if let frozen = NetworkWords.frozen(network, isBiasApart: state.notations.inUse.bias != nil) {
        rows.append(("frozen", frozen))
      }
    }
    rows.append(("notation", state.notations.inUse.name.asTyped))
    for (letter, unit) in state.pins.sorted(by: { $0.key < $1.key }) { rows.append((letter, "unit \(unit)")) }
    return .table(Table(rows: rows.map { Table.Row(header: [.text($0)], cells: [.inline([.text($1)])]) }))
  }

  /// The largest number of epochs in a table of what was recorded.
  private static let mostRecordedRows = 21

  /// What trainings that recorded formulas have kept: those of these names, or the last one.
  private func records(_ network: NetworkState, _ names: [Located<String>]) throws(Diagnostic) -> [Block] {
    let runs = network.runs.joined.filter { !$0.recorded.isEmpty }
    guard let last = runs.last else {
      throw problem(
        .nothingYet("recorded formula", command: "train …, record FORMULA"),
        example: "train 100 epochs, record sqrt(Σ_j δ_j^2)\nprint record")
    }
    if names.isEmpty { return [record(of: last)] }
    var blocks: [Block] = []
    for name in names {
      guard let run = runs.last(where: { $0.name == name.value }) else {
        throw Diagnostic(
          .unknownName(name.value, kind: "recorded training", known: runs.compactMap { $0.name }),
          at: name.range,
          example: "train 100 epochs, record E, as \"\(name.value)\"\nprint record, runs \"\(name.value)\"")
      }
      blocks.append(record(of: run))
    }
    return blocks
  }

  private func record(of run: TrainingRun) -> Block {
    let columns = run.recorded.map { recorded in
      recorded.points.reduce(into: [Int: Double]()) { $0[$1.epoch] = $1.error }
    }
    let epochs = Set(columns.flatMap { $0.keys }).sorted()
    let places = Evenly.places(epochs.count, atMost: Self.mostRecordedRows)
    var caption = (run.name.map { $0.asTyped + ": " } ?? "") + "recorded after each epoch"
    if let mean = run.recorded.compactMap({ $0.mean }).first { caption += ", \(mean)" }
    if places.count < epochs.count { caption += "; \(places.count) of \(epochs.count) epochs" }
    return .table(
      Table(
        caption: [.text(caption)], columns: [[.text("epoch")]] + run.recorded.map { [.formula($0.formula)] },
        rows: places.map { place in
          Table.Row(
            header: [.text("\(epochs[place])")],
            cells: columns.map { $0[epochs[place]].map { .number($0) } ?? .empty })
        }))
  }

  private func history(_ network: NetworkState) -> Block {
    guard !network.runs.isEmpty else {
      return .note([.text("network \(network.name.asTyped) has not been trained yet")])
    }
    let rows = network.runs.enumerated().map { place, run in
      Table.Row(
        header: [.text("\(place + 1)")],
        cells: [
          .integer(run.epochs), run.totalError.map { .number($0) } ?? .empty,
          .inline([.text(TrainingWords.ending(run.end, after: run.epochs))]),
          .inline([
            .text(
              (run.name.map { "\($0.asTyped): " } ?? "")
                + TrainingWords.line(run.options, patterns: run.patterns))
          ]),
        ])
    }
    return .table(
      Table(
        caption: [.text("training of network \(network.name.asTyped); E is that during the last epoch")],
        columns: [
          [.text("epochs")], [.formula(.quantity(.totalError, []))], [.text("end")], [.text("settings")],
        ],
        rows: rows))
  }
}
