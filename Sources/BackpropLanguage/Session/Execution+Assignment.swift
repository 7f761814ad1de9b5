import Backprop

/// Lines with `=`.
extension Execution {
  mutating func assign(_ value: AssignedValue, to selection: Located<WeightSelection>) throws(Diagnostic) {
    var network = try currentNetwork()
    switch value {
    case .matrix(let matrix):
      try set(matrix, at: try places(of: selection, in: network), of: selection, in: &network)
    case .formula(let formula):
      // First, since of too many weights it says so before all their places are listed.
      let result = try evaluate(formula)
      let places = try places(of: selection, in: network)
      try set(formula, result, at: places, of: selection, in: &network)
    }
    network.weightOrigin = "set by hand"
    if case .formula(let formula) = value, isUpdate(formula.formula, of: network) {
      network.weightsWereUpdated()
    } else {
      network.weightsWereSet()
    }
    state.store(network)
  }

  /// Whether weights are set from what `backward` has worked out, `w_jk = w_jk + η δ_k y_j`: an update by
  /// hand, whose other lines need the same δ, those by the weights before it.
  private func isUpdate(_ formula: Formula, of network: NetworkState) -> Bool {
    guard network.presentation?.backward != nil else { return false }
    var seen: Set<String> = []
    var open = [formula]
    while let next = open.popLast() {
      if next.mentionsUpdate { return true }
      for name in next.names where seen.insert(name).inserted {
        if let definition = state.definitions[name] { open.append(definition) }
      }
    }
    return false
  }

  private func set(
    _ matrix: Located<Matrix>, at places: [WeightPlace], of selection: Located<WeightSelection>,
    in network: inout NetworkState
  ) throws(Diagnostic) {
    let rows = Set(places.map { $0.row }).count
    let columns = Set(places.map { $0.column }).count
    guard case .between = selection.value else {
      throw Diagnostic(
        .expected("weights between two layers, such as `w_ij`", found: "all weights"), at: selection.range,
        example: "w_ij = [0.15 0.25; 0.20 0.30]")
    }
    guard rows == matrix.value.rows, columns == matrix.value.columns else {
      throw Diagnostic(
        .matrixShape(
          NetworkWords.name(of: selection.value), expectedRows: rows, expectedColumns: columns,
          rows: matrix.value.rows, columns: matrix.value.columns),
        at: matrix.range, example: NetworkWords.zeroMatrix(for: selection.value, rows: rows, columns: columns)
      )
    }
    for (place, weight) in zip(places, matrix.value.elements) {
      try set(weight, at: place, in: &network, range: matrix.range)
    }
  }

  private func set(
    _ formula: SourceFormula, _ value: IndexedValue, at places: [WeightPlace],
    of selection: Located<WeightSelection>, in network: inout NetworkState
  ) throws(Diagnostic) {
    guard case .between(let from, let to) = selection.value else {
      guard value.indices.isEmpty, let weight = value.values.first else {
        throw Diagnostic(
          .expected("one number", found: "a table"), at: formula.range, example: "w_ij = 0.1")
      }
      for place in places { try set(weight, at: place, in: &network, range: formula.range) }
      return
    }
    if let stranger = value.indices.first(where: { $0.letter != from.letter && $0.letter != to.letter }) {
      throw Diagnostic(
        .expected(
          "a value for each \(from.letter) and \(to.letter)", found: "one for each \(stranger.letter)"),
        at: formula.range, example: "w_ij = w_ij + η δ_j y_i")
    }
    for place in places {
      let hasBias = network.core.projections[place.projection].hasBias
      let units = [from.letter: place.row + (hasBias ? 0 : 1), to.letter: place.column + 1]
      guard let weight = value.value(at: units) else { continue }
      try set(weight, at: place, in: &network, range: formula.range)
    }
  }

  private func set(
    _ weight: Double, at place: WeightPlace, in network: inout NetworkState, range: SourceRange
  ) throws(Diagnostic) {
    guard weight.isFinite else {
      throw Diagnostic(.notFinite("this weight"), at: range, example: "w_i1j2 = 0.25")
    }
    do throws(NetworkError) {
      try network.core.setWeight(
        weight, projection: place.projection, row: place.row, column: place.column)
    } catch {
      throw problem(error, at: range)
    }
  }

  mutating func assign(_ value: SourceFormula, to setting: Setting) throws(Diagnostic) {
    let number = try scalar(value, what: "one number")
    switch setting {
    case .learningRate:
      guard number > 0, number.isFinite else {
        throw Diagnostic(
          .outOfRange("the learning rate η", value: number, allowed: "more than 0"), at: value.range,
          example: "η = 0.5")
      }
      state.learningRate = number
    case .momentum:
      guard number >= 0, number.isFinite else {
        throw Diagnostic(
          .outOfRange("the momentum α", value: number, allowed: "0 or more"), at: value.range,
          example: "α = 0.9")
      }
      state.momentum = number
    }
    state.refreshWeightChanges()
    try rebindFunctions(at: value.range)
  }

  /// The value of a formula without free indices.
  func scalar(_ formula: SourceFormula, what: String) throws(Diagnostic) -> Double {
    let value = try evaluate(formula)
    guard value.indices.isEmpty, let number = value.values.first else {
      let letters = value.indices.map { $0.letter }
      throw Diagnostic(
        .expected(what, found: "a value for each \(Wording.list(letters))"), at: formula.range)
    }
    return number
  }

  func evaluate(_ formula: SourceFormula) throws(Diagnostic) -> IndexedValue {
    try state.value(of: formula, isInterrupted: host.isInterrupted)
  }

  // MARK: - Names of the user's own

  mutating func define(_ name: Located<String>, as formula: SourceFormula) throws(Diagnostic) {
    if let network = state.network, let layer = network.particularLetters[name.value] {
      let units = 1...network.core.layers[layer].units
      let number = try scalar(formula, what: "the number of a unit")
      guard number == number.rounded(), units.contains(Int(exactly: number) ?? 0) else {
        throw Diagnostic(
          .outOfRange(
            name.value, value: number,
            allowed: "a unit of layer \(network.letter(layer)), \(units.lowerBound) to \(units.upperBound)"),
          at: formula.range, example: "let \(name.value) = 1")
      }
      state.pins[name.value] = Int(number)
      note("\(name.value) is unit \(network.unit(layer, Int(number))); `delete \(name.value)` sets it free")
      return
    }
    let isTaken = Vocabulary.isReserved(name.value) || CommandTable.command(named: name.value) != nil
    try checkIsNoQuantity(name, formula)
    guard !isTaken, state.network?.layer(name.value) == nil else {
      let suggestion =
        Vocabulary.settings.contains(name.value) ? "\(name.value) = \(formula.formula.unicode)" : nil
      throw Diagnostic(
        .expected("a name that means nothing yet", found: "`\(name.value)`"), at: name.range,
        suggestion: suggestion,
        example: "let c = 1/2")
    }
    if let context = state.formulaContext {
      for bounds in formula.sumBounds { try FormulaResolver(context).check(bounds) }
    }
    if refers(formula.formula, to: name.value) {
      throw Diagnostic(
        .expected("a formula without `\(name.value)` itself", found: "one that needs its own value"),
        at: formula.range, example: "let c = 1/2")
    }
    state.definitions[name.value] = formula.formula
    try rebindFunctions(at: formula.range)
  }

  /// Throws at `let w_i1j1 = 0.3`: a quantity of the network means what it does.
  private func checkIsNoQuantity(_ name: Located<String>, _ formula: SourceFormula) throws(Diagnostic) {
    let (bare, subscripts) = OtherCourses.parts(of: name.value)
    guard !subscripts.isEmpty, let quantity = Quantity(rawValue: bare) else { return }
    throw Diagnostic(
      .expected("a name that means nothing yet", found: "`\(name.value)`, a quantity of the network"),
      at: name.range,
      suggestion: quantity == .weight ? "\(name.value) = \(formula.formula.unicode)" : nil,
      example: "let c = 1/2")
  }

  /// Whether a formula needs a name, itself or by the definitions it uses, as deep as these may be nested. A
  /// longer circle is met by whoever works the formula out.
  private func refers(_ formula: Formula, to name: String) -> Bool {
    var seen: Set<String> = []
    var level = Array(formula.names)
    for _ in 0...FormulaResolver.deepestDefinitions {
      var next: [String] = []
      for used in level where seen.insert(used).inserted {
        if used == name { return true }
        if let definition = state.definitions[used] { next += definition.names }
      }
      level = next
    }
    return false
  }
}
