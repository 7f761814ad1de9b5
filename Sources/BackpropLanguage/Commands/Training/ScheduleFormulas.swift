import Backprop

/// Settings given as formulas in n, the number of the epoch; nil for numbers.
struct ScheduleFormulas: Sendable {
  var learningRate: SourceFormula?
  var momentum: SourceFormula?
  var decay: SourceFormula?

  /// Those that are given, each with its name.
  var all: [(name: String, formula: SourceFormula)] {
    [("η", learningRate), ("α", momentum), ("decay", decay)].compactMap { name, formula in
      formula.map { (name, $0) }
    }
  }
}

extension Execution {
  /// The schedules by which a training of so many epochs goes. Throws if one has no value in an epoch, or a
  /// value that the setting must not have.
  func schedules(_ formulas: ScheduleFormulas, epochs: Int) throws(Diagnostic) -> Schedules {
    Schedules(
      learningRate: try schedule("η", formulas.learningRate, .positive, epochs: epochs),
      momentum: try schedule("α", formulas.momentum, .notNegative, epochs: epochs),
      decay: try schedule("decay", formulas.decay, .notNegative, epochs: epochs))
  }

  /// The request with numbers in the place of formulas without n.
  func evaluated(_ request: TrainRequest) throws(Diagnostic) -> TrainRequest {
    var request = withSchedules(request)
    if let rate = try number("η", request.schedules.learningRate, .positive) {
      request.set(learningRate: .number(rate))
    }
    if let momentum = try number("α", request.schedules.momentum, .notNegative) {
      request.set(momentum: .number(momentum))
    }
    if let decay = try number("decay", request.schedules.decay, .notNegative) {
      request.decay?.value = decay
      request.schedules.decay = nil
    }
    return request
  }

  /// What a formula of an option means now; nil if it has an n.
  func number(
    _ name: String, _ source: SourceFormula?, _ bounds: CommandOption.Bounds
  ) throws(Diagnostic) -> Double? {
    guard let source else { return nil }
    let formula = spelledOut(source.formula)
    guard !formula.names.contains("n") else { return nil }
    let resolver = FunctionResolver(definitions: [:], functions: state.functionFormulas)
    let value = try EpochFormula(formula, resolver, at: source.range).value(inEpoch: .nan)
    guard value.isFinite, bounds.allows(value) else {
      throw Diagnostic(.outOfRange(name, value: value, allowed: bounds.words), at: source.range)
    }
    return value
  }

  /// The formula with names in the place of what they mean now.
  func spelledOut(_ formula: Formula) -> Formula {
    var formula = formula
    for _ in 0..<FormulaResolver.deepestDefinitions {
      let names = formula.names.filter { $0 != "n" && state.namedFormulas[$0] != nil }
      guard !names.isEmpty else { break }
      for name in names {
        guard let definition = state.namedFormulas[name] else { continue }
        formula = formula.replacing(name: name, by: definition)
      }
    }
    return formula
  }

  /// A formula in n that stays a setting of the session, with what its names mean now, and its value in the
  /// first epoch; nil if it has no n.
  func lasting(
    _ name: String, _ source: SourceFormula, _ bounds: CommandOption.Bounds
  ) throws(Diagnostic) -> (formula: SourceFormula, first: Double)? {
    let formula = SourceFormula(spelledOut(source.formula), range: source.range)
    guard formula.formula.names.contains("n"),
      let schedule = try schedule(name, formula, bounds, epochs: 1)
    else { return nil }
    return (formula, schedule.value(inEpoch: 1))
  }

  /// Says what n is in settings that a statement has given as formulas.
  func noteSchedule(_ names: [String]) {
    note(
      "n is the number of the epoch in `train`; by hand, \(Wording.list(names)) "
        + "\(names.count == 1 ? "is" : "are") as in the first epoch: "
        + state.stepNumbers.joined(separator: ", "))
  }

  /// The request with the schedules of the session in the place of settings that it does not have.
  func withSchedules(_ request: TrainRequest) -> TrainRequest {
    var request = request
    func own(_ source: SourceFormula?, unless isGiven: Bool) -> SourceFormula? {
      guard let source, !isGiven else { return nil }
      // It was typed in another cell.
      return SourceFormula(source.formula, range: range)
    }
    let given = request.schedules
    request.schedules = ScheduleFormulas(
      learningRate: given.learningRate
        ?? own(state.schedules.learningRate, unless: request.learningRate != nil),
      momentum: given.momentum ?? own(state.schedules.momentum, unless: request.momentum != nil),
      decay: given.decay ?? own(state.schedules.decay, unless: request.decay != nil))
    if request.decay == nil, request.schedules.decay != nil { request.decay = state.decay }
    return request
  }

  /// The epochs whose values are looked at before training begins, and the last.
  private static let mostChecked = 10_000

  private func schedule(
    _ name: String, _ source: SourceFormula?, _ bounds: CommandOption.Bounds, epochs: Int
  ) throws(Diagnostic) -> Schedule? {
    guard let source else { return nil }
    let n = FunctionResolver.parameter
    let formula = spelledOut(source.formula)
    let resolver = FunctionResolver(definitions: [:], functions: state.functionFormulas)
    let resolved = try EpochFormula(formula.replacing(name: "n", by: .name(n)), resolver, at: source.range)
    let schedule = Schedule(formula.unicode) { resolved.value(inEpoch: $0) }
    for epoch in Array(1...min(max(epochs, 1), Self.mostChecked)) + [max(epochs, 1)] {
      let value = resolved.value(inEpoch: Double(epoch))
      guard value.isFinite, bounds.allows(value) else {
        throw Diagnostic(
          .outOfRange("\(name) in epoch \(epoch)", value: value, allowed: bounds.words), at: source.range,
          example: "train 500 epochs, η 0.5 / (1 + n/100)")
      }
    }
    return schedule
  }
}
