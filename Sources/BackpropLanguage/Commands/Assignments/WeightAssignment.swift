import Backprop

/// `w_ij = [0.15 0.25; 0.20 0.30]`, `w_jk = w_jk + η δ_k y_j`
extension Assignment {
  static func weights(_ cursor: inout TokenCursor, rows: [TokenCursor]) throws(Diagnostic)
    -> Action
  {
    let leftStart = cursor.range.lowerBound
    let selection = try cursor.weightSelection()
    // `w_ij^{new} = …`, `w_ij(t+1) = …`
    if cursor.peek == .symbol("^") || cursor.peek == .symbol("(") {
      throw cursor.expected(
        "`=`: the new weight is on its left, the old one on its right", example: "w_ij = w_ij + Δw_ij")
    }
    if case .symbol(let sign)? = cursor.peek, sign == "+" || sign == "-",
      cursor.peek(1)?.kind == .symbol("=")
    {
      let left = cursor.source.string(leftStart..<cursor.range.lowerBound).trimmed
      throw cursor.expected("`=`", suggestion: "\(left) = \(left) \(sign) …", example: "w_ij = w_ij + Δw_ij")
    }
    guard cursor.take("=") else { throw cursor.expected("`=`") }
    if cursor.isAtEnd {
      guard !rows.isEmpty else {
        throw cursor.expected("a number, a matrix in brackets, or indented rows")
      }
      return assigning(.matrix(try matrix(rows: rows)), to: selection, cursor.matrixForm)
    }
    if let row = rows.first {
      throw Diagnostic(
        .expected("either a value after `=` or rows below it", found: "both"), at: row.range)
    }
    if case .symbol("[") = cursor.peek, let matrix = try bracketed(&cursor) {
      return assigning(.matrix(matrix), to: selection, cursor.matrixForm)
    }
    if case .number = cursor.peek, let next = cursor.peek(1), case .number = next.kind {
      let row = cursor.source.string(cursor.range.lowerBound..<next.range.upperBound)
      throw Diagnostic(
        .expected("one number, or a matrix in brackets", found: "a row of numbers"), at: next.range,
        suggestion: "[\(row) …]")
    }
    return assigning(.formula(try formula(&cursor)), to: selection, cursor.matrixForm)
  }

  private static func assigning(
    _ value: AssignedValue, to selection: Located<WeightSelection>, _ form: MatrixForm
  ) -> Action {
    Action { (execution) throws(Diagnostic) in try execution.assign(value, to: selection, form) }
  }

  /// `[0.15 0.25; 0.20 0.30]`; nil if it is an Iverson bracket.
  private static func bracketed(_ cursor: inout TokenCursor) throws(Diagnostic) -> Located<Matrix>? {
    if let inner = cursor.peek(1), case .word = inner.kind {
      var ahead = cursor
      ahead.advance()
      guard ahead.isAtNumber else { return nil }
    }
    let start = cursor.range.lowerBound
    _ = cursor.take("[")
    var rows: [[Located<Double>]] = []
    repeat {
      let rowStart = cursor.range.lowerBound
      let row = try cursor.numbers()
      // A closing `;` or an empty row is allowed.
      if row.isEmpty, case .symbol("]") = cursor.peek, !rows.isEmpty { break }
      guard !row.isEmpty else { throw cursor.expected("a number") }
      if let first = rows.first, first.count != row.count {
        throw Diagnostic(
          .raggedRow(expected: first.count, count: row.count), at: cursor.range(from: rowStart))
      }
      rows.append(row)
    } while cursor.take(";")
    guard cursor.take("]") else { throw cursor.expected("a number, `;` or `]`") }
    guard cursor.isAtEnd else { throw cursor.expected("the end of the line") }
    return Located(matrix(rows.map { $0.map { $0.value } }), cursor.range(from: start))
  }

  private static func matrix(rows: [TokenCursor]) throws(Diagnostic) -> Located<Matrix> {
    var values: [[Double]] = []
    let start = rows.first?.range.lowerBound ?? 0
    var end = start
    for var row in rows {
      let rowStart = row.range.lowerBound
      let numbers = try row.numbers()
      let rowRange = row.range(from: rowStart)
      guard !numbers.isEmpty, row.isAtEnd else { throw row.expected("a number") }
      if let first = values.first, first.count != numbers.count {
        throw Diagnostic(
          .raggedRow(expected: first.count, count: numbers.count), at: rowRange)
      }
      values.append(numbers.map { $0.value })
      end = rowRange.upperBound
    }
    return Located(matrix(values), start..<end)
  }

  private static func matrix(_ rows: [[Double]]) -> Matrix {
    Matrix(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
  }
}

extension Matrix {
  fileprivate var transposed: Matrix {
    Matrix(
      rows: columns, columns: rows,
      elements: (0..<columns).flatMap { column in (0..<rows).map { self[$0, column] } })
  }
}

/// The right side of `w_ij =`.
private enum AssignedValue: Sendable {
  case matrix(Located<Matrix>)
  case formula(SourceFormula)
}

extension Execution {
  fileprivate mutating func assign(
    _ value: AssignedValue, to selection: Located<WeightSelection>, _ form: MatrixForm
  ) throws(Diagnostic) {
    var network = try currentNetwork()
    switch value {
    case .matrix(let matrix):
      let places = try places(of: selection, in: network, form)
      // A single row, of biases or of the weights from one unit, is written as it is.
      let rowsReceive = form.rowsReceive && (matrix.value.rows > 1 || Set(places.map { $0.row }).count > 1)
      try set(matrix, rowsReceive: rowsReceive, at: places, of: selection, in: &network)
      if rowsReceive { note("rows: to, columns: from") }
    case .formula(let formula):
      // This comes first: too many weights are reported before all their places are listed.
      let result = try evaluate(formula)
      let places = try places(of: selection, in: network, form)
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

  /// The weights that a line sets: without biases, if these have a symbol of their own and are not named.
  private func places(
    of selection: Located<WeightSelection>, in network: NetworkState, _ form: MatrixForm
  ) throws(Diagnostic) -> [WeightPlace] {
    let places = try network.places(of: selection, pins: state.pins)
    guard form.hasBiasApart, case .between(let from, _) = selection.value, from.unit == nil else {
      return places
    }
    return places.filter { $0.row > 0 || !network.core.projections[$0.projection].hasBias }
  }

  /// Whether weights are set from results of `backward`, as in `w_jk = w_jk + η δ_k y_j`. Such an update by
  /// hand needs the same δ in its other lines: those computed with the weights before the update.
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
    _ matrix: Located<Matrix>, rowsReceive: Bool, at places: [WeightPlace],
    of selection: Located<WeightSelection>, in network: inout NetworkState
  ) throws(Diagnostic) {
    let rows = Set(places.map { $0.row }).count
    let columns = Set(places.map { $0.column }).count
    guard case .between = selection.value else {
      throw Diagnostic(
        .expected("weights between two layers, such as `w_ij`", found: "all weights"), at: selection.range)
    }
    let given = rowsReceive ? matrix.value.transposed : matrix.value
    guard rows == given.rows, columns == given.columns else {
      throw Diagnostic(
        .matrixShape(
          NetworkWords.name(of: selection.value), expectedRows: rows, expectedColumns: columns,
          rows: given.rows, columns: given.columns, rowsReceive: rowsReceive),
        at: matrix.range, example: NetworkWords.zeroMatrix(for: selection.value, rows: rows, columns: columns)
      )
    }
    for (place, weight) in zip(places, given.elements) {
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
}
