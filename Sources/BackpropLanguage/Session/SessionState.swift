import Backprop

/// Everything that persists between cells, as a value: a statement runs on a copy, which is kept if it
/// succeeds.
struct SessionState: Sendable {
  /// The maximum number of networks, of pattern sets and of functions: every statement works on a copy of all
  /// of them.
  static let mostOfAKind = 1000
  /// The maximum number of names defined by `let`, which copies share.
  static let mostDefinitions = 100_000

  /// In the order in which they were defined.
  var networks: [NetworkState] = []
  var currentNetwork: String?
  var patternSets: [NamedPatterns] = []
  var currentPatterns: String?
  /// η, for `backward` and as the default of `train`.
  var learningRate = TrainingOptions.standard.learningRate { didSet { schedules.learningRate = nil } }
  /// α, the default of `train`.
  var momentum = TrainingOptions.standard.momentum { didSet { schedules.momentum = nil } }
  /// The learning rule of `update`, and the default of `train`.
  var rule = TrainingOptions.standard.rule
  /// The weight decay of `update`, and the default of `train`.
  var decay = WeightDecay() { didSet { schedules.decay = nil } }
  /// The three as formulas of the epoch, for `train`. By hand, they are as in the first epoch. A number in
  /// their place ends them.
  var schedules = ScheduleFormulas()
  /// Defined by `let`.
  var definitions = Definitions()
  /// Units pinned by `let q = 2`.
  var pins: [String: Int] = [:]
  var functions: [UserFunction] = []
  /// The user's own learning rules, in the order in which they were defined.
  var rules: [OwnRule] = []
  var digits = 6
  /// What cells have derived, for `mark`.
  var derivations = WrittenDerivations()
  /// The notation that cells are read and shown in.
  var notations = Notations()
  /// The picture formats of figures.
  var figureFormats = Figure.Format.allCases
  /// The number of training commands so far, to distinguish their displays.
  var trainings = 0

  var network: NetworkState? { networks.first { $0.name == currentNetwork } }
  var patterns: NamedPatterns? { patternSets.first { $0.name == currentPatterns } }

  /// What turns the handout's notation into the one in force; nil if they are the same.
  var writer: NotationWriter? {
    guard !notations.inUse.isHandout else { return nil }
    var notations = notations
    if let network { notations.use(network.numberedUnits) }
    return writer(notations)
  }

  /// ofRules: letters of rules that are not defined yet.
  private func writer(_ notations: Notations, ofRules letters: [String] = []) -> NotationWriter? {
    notations.inUse.isHandout
      ? nil
      : NotationWriter(
        notation: notations.inUse, letters: notations.letters,
        ofRules: rules.flatMap { [$0.from, $0.to] } + letters, numberedUnits: notations.numberedUnits,
        hasBias: network?.core.bias != nil)
  }

  /// What reads a cell.
  var reading: Notations {
    var reading = notations
    if let network { reading.use(network.numberedUnits) }
    reading.definitions = definitions
    reading.ofRules = Set(rules.flatMap { $0.quantities }).filter { definitions[$0] == nil }
    for network in networks { reading.networks[network.name] = network.numberedUnits }
    return reading
  }

  /// A report, each mistake in the notation that is in force at its place. statements: those of the cell that
  /// have not run.
  func report(
    _ diagnostics: [Diagnostic], in source: SourceText, _ rehearsal: Rehearsal,
    after statements: [Statement] = []
  ) -> DiagnosticReport {
    var notations = reading
    var ahead = statements[...]
    var read: [Notations] = []
    var lettersOfWeights: [String]?
    let writers = diagnostics.map { diagnostic -> NotationWriter? in
      let place = diagnostic.range.lowerBound
      while let statement = ahead.first, statement.range.upperBound <= place {
        ahead.removeFirst()
        notations.follow(statement.action)
      }
      read.append(notations)
      // A table of a notation is about the handout's symbols.
      if source.isOf(.notation, at: place) { return nil }
      guard source.isOf(.rule, at: place) else { return writer(notations) }
      let letters = lettersOfWeights ?? source.lettersOfWeights(named: notations.inUse.symbol("w"))
      lettersOfWeights = letters
      return writer(notations, ofRules: letters)
    }
    let slips = diagnostics.indices.map { place in
      place < Self.mostSlips
        ? slip(diagnostics[place], in: source, read[place], writers[place], rehearsal.isInterrupted) : nil
    }
    var isWritten = [Bool](repeating: false, count: diagnostics.count)
    let diagnostics = diagnostics.indices.map { place -> Diagnostic in
      var diagnostic = diagnostics[place].withoutAnswer(in: source)
      let writer = writers[place]
      diagnostic = diagnostic.quoting(source.string(diagnostic.range), read[place].reader)
      if let writer, case .refuted(let refutation) = diagnostic.problem {
        diagnostic.problem = .refuted(writer.refutation(refutation))
        isWritten[place] = true
        return diagnostic
      }
      guard writer?.notation.layers != nil, case .layerSuperscript = diagnostic.problem else {
        return diagnostic
      }
      // The reader has left it as it is.
      return Diagnostic(
        .expected(
          "the number of a layer of this network, and in one formula a letter for units of one layer only",
          found: "`\(source.string(diagnostic.range).asTyped)`"), at: diagnostic.range, example: "print y_j")
    }
    let report = Wording.report(diagnostics, in: source, rehearsal)
    let entries = report.entries.enumerated().map { place, entry -> DiagnosticReport.Entry in
      var written = (writers[place] ?? .plain).entry(entry, isWritten: isWritten[place])
      if let slip = slips[place] { written.message += "; " + slip }
      return written
    }
    var message = report.message
    if let first = report.entries.first, let written = entries.first, message.hasSuffix(first.message) {
      message = message.dropLast(first.message.count) + written.message
    }
    return DiagnosticReport(name: report.name, message: message, entries: entries)
  }

  /// Adds the network, replacing one of the same name, and makes it the current one.
  mutating func store(_ network: NetworkState) {
    if let place = networks.firstIndex(where: { $0.name == network.name }) {
      networks[place] = network
    } else {
      networks.append(network)
    }
    currentNetwork = network.name
  }

  mutating func store(_ patterns: NamedPatterns) {
    if let place = patternSets.firstIndex(where: { $0.name == patterns.name }) {
      patternSets[place] = patterns
    } else {
      patternSets.append(patterns)
    }
    currentPatterns = patterns.name
  }
}

/// A pattern set and its name.
struct NamedPatterns: Sendable {
  var name: String
  var set: PatternSet
}

/// A user-defined function: `g(a) = a / (1 + abs(a))`.
struct UserFunction: Sendable {
  var name: String
  var parameter: String
  var formula: Formula
}

extension SourceText {
  /// The letters of both units of each weight, or change of one, without numbers of units.
  fileprivate func lettersOfWeights(named name: String) -> [String] {
    var letters: Set<String> = []
    var word = ""
    for token in Lexer.tokens(of: self).tokens {
      if case .subscripts(let places) = token.kind, places.count == 2, [name, "Δ" + name].contains(word),
        places.allSatisfy({ $0.unit == nil && !$0.letter.isEmpty })
      {
        letters.formUnion(places.map { $0.letter })
      }
      if case .word(let written) = token.kind { word = written } else { word = "" }
    }
    return letters.sorted()
  }

  /// Whether a place is in a statement of this command, or in a row of one.
  fileprivate func isOf(_ command: Command, at place: Int) -> Bool {
    var start = min(place, scalars.count)
    while true {
      while start > 0, scalars[start - 1] != "\n" { start -= 1 }
      guard start > 0, start < scalars.count, scalars[start] == " " || scalars[start] == "\t" else { break }
      start -= 1
    }
    let name = command.name
    return string(start..<min(start + name.unicodeScalars.count, scalars.count)) == name
  }
}
