import Backprop

/// Derives a formula line by line. Every line follows from the one above it by one of `DerivationStep`, and
/// is checked on random networks before it is kept.
struct Deriver {
  private(set) var scope: DerivationScope
  /// Where the formula stands in the cell, for errors.
  let range: SourceRange
  private let check: DerivationCheck
  private let isInterrupted: () -> Bool
  private(set) var lines: [Board.Line] = []
  /// The left and right side of the last line.
  private var current: Equation?
  /// The equations that reasons have named, in order.
  private var used: [Used] = []
  /// The layers whose δ has been named but not yet derived, and those whose δ has been.
  private var pendingDeltas: [Int] = []
  private var doneDeltas: [Int] = []
  /// What has been derived so far, so that nothing is derived twice.
  private var known: [(formula: Formula, pieces: [Formula])] = []
  /// Whether lines are left out, when only the result is needed.
  private var isSilent = false
  /// Whether δ is named once it is found; what is to be differentiated again is left as it is.
  private(set) var namesDeltas = true
  /// The symbols of all lines so far.
  private var size = 0

  private struct Used: Equatable {
    let quantity: Quantity
    let layer: Int
  }

  /// The most symbols of a line, and the most lines.
  static let mostParts = 1500
  static let mostLines = 250
  /// The most symbols of all lines.
  static let mostSize = 8_000

  /// Why a formula that appears in a line is what it is.
  struct Found {
    var formula: Formula
    var reason: DerivationReason
  }

  init(
    _ scope: DerivationScope, _ check: DerivationCheck, at range: SourceRange,
    isInterrupted: @escaping () -> Bool
  ) {
    self.scope = scope
    self.check = check
    self.range = range
    self.isInterrupted = isInterrupted
  }

  func problem(_ problem: DerivationProblem) -> Diagnostic { Diagnostic(.derivation(problem), at: range) }

  // MARK: - Lines

  /// Adds a line, unless it would repeat the one above it.
  mutating func line(
    _ left: Formula, _ right: Formula, _ reason: DerivationReason
  ) throws(Diagnostic) {
    try add(left, right, reason, lead: "")
  }

  /// `let δ_k = …`
  mutating func name(_ left: Formula, _ right: Formula) throws(Diagnostic) {
    try add(left, right, nil, lead: "let")
    current = nil
  }

  private mutating func add(
    _ left: Formula, _ right: Formula, _ reason: DerivationReason?, lead: String
  ) throws(Diagnostic) {
    let equation = Equation(left, right)
    if isSilent || equation == current { return }
    if isInterrupted() { throw Diagnostic(.interrupted, at: range) }
    let parts = right.partCount
    guard parts <= Self.mostParts else {
      throw problem(.tooLong(parts: parts, limit: Self.mostParts))
    }
    size += parts
    guard lines.count < Self.mostLines else { throw problem(.tooManyLines(limit: Self.mostLines)) }
    guard size <= Self.mostSize else { throw problem(.tooMuch) }
    do throws(Diagnostic) { try check.check(equation, at: range) } catch {
      if case .tooLarge = error.problem { throw problem(.tooMuch) }
      throw error
    }
    let isContinued = current?.left == left && lead.isEmpty
    lines.append(
      Board.Line(lead: lead, left: isContinued ? nil : left, right: right, reason: reason?.text ?? []))
    current = equation
  }

  /// The right side of the last line, if it is about this formula.
  func lastRight(of left: Formula) -> Formula? { current?.left == left ? current?.right : nil }

  /// The reason that an equation of the network gives, which is listed below the derivation.
  mutating func from(_ quantity: Quantity, _ layer: Int) -> DerivationReason {
    let own = Used(quantity: quantity, layer: layer)
    if !isSilent, !used.contains(own) { used.append(own) }
    return .from(scope.number(of: quantity, layer: layer))
  }

  mutating func partialTrick(_ layer: Int) -> DerivationReason {
    .partialTrick(from: from(.totalInput, layer).equations[0])
  }

  /// The equations that the reasons name: `4: y_k = g(a_k)`.
  var uses: [[Inline]] {
    var scope = scope
    scope.reserved = []
    let ordered = used.sorted {
      (scope.number(of: $0.quantity, layer: $0.layer), $0.layer)
        < (scope.number(of: $1.quantity, layer: $1.layer), $1.layer)
    }
    var last: Int?
    return ordered.map { use in
      let number = scope.number(of: use.quantity, layer: use.layer)
      var equation = scope.equation(of: use.quantity, layer: use.layer)
      if use.quantity == .error { equation = Equation(.quantity(.error, []), scope.errorShown) }
      if use.quantity == .output, scope.isSoftmax(use.layer) { equation = scope.softmaxEquation }
      let a = Formula.quantity(.totalInput, [scope.letter(use.layer)])
      if use.quantity == .output, scope.writesTransfers, !scope.isSoftmax(use.layer),
        let written = scope.transferWritten(out: a, use.layer)
      {
        equation = Equation(equation.left, written)
      }
      defer { last = number }
      return (number == last ? [] : [.text("\(number): ")]) + [.equation(equation)]
    } + transferWords(of: ordered.filter { $0.quantity == .output }.map { $0.layer })
  }

  /// g' in words, where it is to be written out and no formula expresses it.
  private func transferWords(of layers: [Int]) -> [[Inline]] {
    layers.compactMap { layer in
      let g = scope.slope(scope.letter(layer), writtenOut: false)
      let transfer = scope.context.network.layers[layer].transfer
      guard scope.writesTransfers, scope.slope(scope.letter(layer), writtenOut: true) == g,
        let words = transfer.derivativeWords
      else { return nil }
      return [.formula(g), .text(" for \(transfer.name): \(words)")]
    }
  }

  // MARK: - What has been derived

  func pieces(of formula: Formula) -> [Formula]? { known.first { $0.formula == formula }?.pieces }

  mutating func remember(_ formula: Formula, _ pieces: [Formula]) -> [Formula] {
    if !isSilent { known.append((formula, pieces)) }
    return pieces
  }

  /// From now on for the derivative of what is derived itself: its letters are free in every line.
  mutating func unfolds(_ letters: Set<String>) {
    scope.reserved = letters
    namesDeltas = false
  }

  /// From now on with g' written out, also where it has been found as a symbol.
  mutating func writeSlopes() {
    scope.writesSlopes = true
    known.removeAll { $0.pieces.contains { $0.hasTransferSlope } }
  }

  /// A formula that something computes without showing its lines.
  func silently(
    _ work: (inout Deriver) throws(Diagnostic) -> Formula
  ) throws(Diagnostic) -> Formula {
    var other = self
    other.isSilent = true
    return try work(&other)
  }

  // MARK: - δ that remain to be derived

  mutating func delta(isNamedFor layer: Int) {
    if !pendingDeltas.contains(layer), !doneDeltas.contains(layer) { pendingDeltas.append(layer) }
  }

  mutating func delta(isDerivedFor layer: Int) {
    pendingDeltas.removeAll { $0 == layer }
    if !doneDeltas.contains(layer) { doneDeltas.append(layer) }
  }

  /// Derives each δ that has been named, in the order in which they were.
  mutating func derivePendingDeltas() throws(Diagnostic) {
    while let layer = pendingDeltas.first {
      _ = try delta(scope.letter(layer))
    }
  }
}
