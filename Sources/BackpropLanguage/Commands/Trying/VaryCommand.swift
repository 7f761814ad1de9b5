/// `vary η 0.1 0.5 2 8, α 0 0.9`, with the lines to run below it
extension Command {
  static let vary = Command(
    name: "vary", family: .showing,
    synopsis: ["vary NAME NUMBERS [, NAME NUMBERS]\n  LINES", "vary NAME N..N [step N]\n  LINES"],
    meaning: "run the lines below for each value, and show the results with sliders",
    details: """
      What varies may be η, α, a weight, a whole matrix (`w_ij`: all its weights are equal then), a name of \
      `let`, or a new name, which then stands for a number in the lines: `train N epochs`. `-8..8` makes a \
      slider over a range, with `step N` in steps of this size. Every position begins with the state before \
      `vary`, and afterwards the session is as before. In JupyterLab the lines run while a slider \
      moves (this takes the package `jupyterlab_widgets`); elsewhere, and in exported pages, the \
      sliders step through at most \(VaryRequest.mostPositions) positions that were computed beforehand. \
      The figures of all positions have the same scales, except those of a training that diverges. A \
      terminal shows a table of what the lines print, or of E.
      """,
    arguments: [.words(["η", "α"]), .weight],
    takesRows: true,
    examples: [
      "vary η 0.1 0.5 2\n  train 100 epochs\n  plot error",
      "vary w_j1k1 -4..4\n  forward 2\n  plot network",
      "vary N 10 20 50, η 0.5 2\n  train N epochs\n  print total E",
    ],
    parse: { (parser) throws(Diagnostic) in
      let request = try VaryRequest(&parser)
      return Action { (execution) throws(Diagnostic) in try execution.vary(request) }
    })
}

/// What `vary` is to do.
struct VaryRequest: Sendable {
  /// What varies.
  var targets: [VariedTarget]
  /// With the names of targets that are replaced by numbers.
  var script: VariedScript
  /// What is tabulated: the formulas that the lines print, and last the error that they end with.
  var columns: [VariedColumn]

  /// What would be unreadable, or take too long to compute beforehand.
  static let mostPositions = 400
  static let mostSliders = 8
  /// Of one list.
  static let mostValues = 100

  /// Commands that have no place in the lines below `vary`, and why.
  private static let excluded: [(command: String, found: String)] = [
    ("vary", "another `vary`: several things may vary in one line, separated by commas"),
    ("animate", "`animate`, which has a slider of its own"),
    ("ask", "`ask`, which puts its question once"), ("mark", "`mark`, which gives points once"),
    ("save", "`save`: nothing is written while values vary"),
    ("export", "`export`: nothing is written while values vary"),
    ("history", "`history`, which shows the session"), ("help", "`help`"),
  ]

  /// Reads what follows `vary`, and the lines below it.
  init(_ parser: inout StatementParser) throws(Diagnostic) {
    targets = []
    repeat {
      let target = try VariedTarget(&parser.cursor)
      if let first = targets.first(where: { $0.isSame(as: target) }) {
        let typed = parser.cursor.source.string(target.range)
        throw Diagnostic(
          .expected(
            "each thing to vary once",
            found: typed == first.name ? "`\(typed)` again" : "`\(typed)`, which is `\(first.name)` again"),
          at: target.range)
      }
      targets.append(target)
    } while parser.cursor.take(",")
    _ = parser.cursor.take(":")
    try parser.finish()
    guard targets.count <= Self.mostSliders else {
      throw Diagnostic(
        .outOfRange(
          "the number of sliders", value: Double(targets.count), allowed: "at most \(Self.mostSliders)"),
        at: parser.range, example: Command.vary.examples[0])
    }
    guard let first = parser.rows.first else {
      throw Diagnostic(
        .missingRows(command: parser.command.name), at: parser.range, example: Command.vary.examples[0])
    }
    let source = parser.cursor.source
    var start = first.range.lowerBound
    while start > 0, source.scalars[start - 1] != "\n" { start -= 1 }
    script = VariedScript(
      targets: targets.map { VariedScript.Target(name: $0.name, setting: $0.setting) },
      body: source.string(start..<parser.range.upperBound))
    let lines = try Self.statements(of: &script, targets, parser.notations, at: start)
    for place in targets.indices where script.targets[place].isReplaced { targets[place].takeWholeSteps() }
    columns = Self.columns(of: lines, in: SourceText(script.body))
  }

  /// The lines below `vary`, read with the first values. A name of which there is no other reading stands
  /// for its number: `train N epochs`.
  private static func statements(
    of script: inout VariedScript, _ targets: [VariedTarget], _ notations: Notations, at start: Int
  ) throws(Diagnostic) -> [Statement] {
    let first = targets.map { $0.first }
    let asTyped = script
    var cell = CellParser.parse(SourceText(script.text(with: first)), in: notations)
    let names = script.targets.indices.filter { script.targets[$0].isName }
    if let problem = cell.diagnostics.first, !names.isEmpty {
      for place in names { script.targets[place].isReplaced = true }
      let replaced = CellParser.parse(SourceText(script.text(with: first)), in: notations)
      // A mistake that has nothing to do with the names is found in either reading.
      let found = SourceText(asTyped.text(with: first)).string(problem.range)
      if replaced.diagnostics.isEmpty || script.targets.contains(where: { $0.name == found }) {
        cell = replaced
      } else {
        script = asTyped
      }
    }
    let settings = script.settings(first).unicodeScalars.count
    let replacement = script.replaced(script.body, with: first)
    /// The range in the cell.
    func typed(_ range: SourceRange) -> SourceRange {
      let lower = start + replacement.typed(range.lowerBound - settings)
      return lower..<max(lower, start + replacement.typed(range.upperBound - settings))
    }
    if var diagnostic = cell.diagnostics.first {
      if diagnostic.range.lowerBound >= settings {
        diagnostic.range = typed(diagnostic.range)
      } else {
        // A line that sets a value: what varies cannot be set.
        let before = SourceText(script.settings(first)).string(0..<diagnostic.range.lowerBound)
        let set = targets.indices.filter { !script.targets[$0].isReplaced }
        let line = before.unicodeScalars.count { $0 == "\n" }
        if set.indices.contains(line) { diagnostic.range = targets[set[line]].range }
      }
      throw diagnostic
    }
    let lines = Array(cell.statements.dropFirst(script.settingCount))
    for line in lines {
      if let (_, found) = excluded.first(where: { $0.command == line.command?.name }) {
        throw Diagnostic(
          .expected("lines that compute, print or plot", found: found), at: typed(line.range),
          example: Command.vary.examples[0])
      }
    }
    return lines
  }

  /// The formulas that the lines print, and last the error that they end with.
  private static func columns(of lines: [Statement], in body: SourceText) -> [VariedColumn] {
    var columns: [VariedColumn] = []
    let groups = CellLines.groups(of: Lexer.tokens(of: body).tokens)
    for (place, (line, group)) in zip(lines, groups).enumerated() {
      var cursor = TokenCursor(group.head.tokens, source: body, end: group.head.end)
      if line.command?.name == Command.print.name {
        cursor.advance()
      } else if line.action.formula == nil {
        continue
      }
      repeat {
        let item = cursor.takeSegment()
        guard let first = item.first, let last = item.last else { continue }
        let formula = body.string(first.range.lowerBound..<last.range.upperBound)
        columns.append(VariedColumn(formula: formula, statement: place))
      } while cursor.take(",")
    }
    let names = lines.compactMap { $0.command?.name }
    let trains = names.contains(Command.train.name) || names.contains(Command.test.name)
    columns.append(VariedColumn(formula: trains ? "total E" : "E", statement: lines.count - 1))
    return columns
  }
}

/// A thing that varies, and its values.
struct VariedTarget: Sendable {
  /// As it was typed: `w_i1j1`; a word by its usual spelling: `η`, not `\eta`.
  let name: String
  /// What it is made of, which does not depend on how it was typed.
  private let parts: [Token.Kind]
  let range: SourceRange
  private(set) var values: Values
  /// What gives it a value: `w_i1j1 = `, `let β = `.
  let setting: String

  enum Values: Sendable, Equatable {
    case list([Double])
    /// step: nil for one that suits the range.
    case range(ClosedRange<Double>, step: Double?)
  }

  var first: Double {
    switch values {
    case .list(let values): values.first ?? 0
    case .range(let range, _): range.lowerBound
    }
  }

  init(_ cursor: inout TokenCursor) throws(Diagnostic) {
    let start = cursor.range.lowerBound
    let word = cursor.word
    var count = 0
    var parts: [Token.Kind] = []
    while !cursor.isAtEnd, let part = cursor.peek, !(count > 0 && cursor.spaceBefore && cursor.isAtNumber),
      !["=", ",", ":"].contains(where: { cursor.peek == .symbol($0) })
    {
      parts.append(part)
      cursor.advance()
      count += 1
    }
    self.parts = parts
    range = cursor.range(from: start)
    guard count > 0, let word else {
      throw cursor.expected("what varies: η, α, a weight such as `w_i1j1`, or a name", example: Self.example)
    }
    name = count == 1 ? word : cursor.source.string(range)
    let isName = count == 1 && !Vocabulary.settings.contains(word)
    let isTaken = Vocabulary.isReserved(word) || CommandTable.command(named: word) != nil
    guard !isName || !isTaken else {
      throw Diagnostic(
        .expected("what varies: η, α, a weight or a name that means nothing yet", found: "`\(word)`"),
        at: range,
        example: Self.example)
    }
    setting = isName ? "let \(name) = " : "\(name) = "
    _ = cursor.take("=")
    values = try cursor.variedValues(of: name)
  }

  private static let example = Command.vary.examples[0]

  /// Whether both are the same thing, however they were typed.
  func isSame(as other: VariedTarget) -> Bool { name == other.name || parts == other.parts }

  /// A name that stands where only a number can stand is most often a number of something.
  mutating func takeWholeSteps() {
    guard case .range(let range, step: nil) = values, range.lowerBound == range.lowerBound.rounded(),
      range.upperBound == range.upperBound.rounded()
    else { return }
    values = .range(range, step: 1)
  }
}

extension TokenCursor {
  /// `0.1 0.5 2`, or `-8..8 step 0.5`
  fileprivate mutating func variedValues(of name: String) throws(Diagnostic) -> VariedTarget.Values {
    let start = range.lowerBound
    let first = try number("the values of \(name.asTyped), such as `0.1 0.5 2` or `-8..8`")
    guard take("..") || take("...") else {
      var values = [first.value]
      while isAtNumber || isAtCommaBeforeNumber {
        _ = take(",")
        let value = try number("a value of \(name.asTyped)")
        guard !values.contains(value.value) else {
          throw Diagnostic(
            .expected("each value once", found: "\(Wording.number(value.value)) again"), at: value.range)
        }
        values.append(value.value)
      }
      guard values.count <= VaryRequest.mostValues else {
        throw Diagnostic(
          .outOfRange(
            "the number of values", value: Double(values.count),
            allowed: "at most \(VaryRequest.mostValues); a range, `1..\(values.count)`, may have more"),
          at: range(from: first.range.lowerBound))
      }
      return .list(values)
    }
    let last = try number("the last value of \(name.asTyped)")
    let length = last.value - first.value
    let size = max(abs(first.value), abs(last.value))
    guard last.value <= first.value || length.isFinite && length > max(size * 1e-9, 1e-290) else {
      throw Diagnostic(
        .outOfRange(
          "the length of the range", value: length,
          allowed: "a number, and not less than a billionth of its ends"), at: range(from: start))
    }
    guard last.value > first.value else {
      throw Diagnostic(
        .outOfRange(
          "the end of the range", value: last.value, allowed: "more than \(Wording.number(first.value))"),
        at: last.range)
    }
    var step: Double?
    if take(word: "step") {
      let size = try number("the size of a step")
      guard size.value >= length * 1e-9, size.value <= length else {
        throw Diagnostic(
          .outOfRange(
            "the step", value: size.value,
            allowed: "more than a billionth of the range, and \(Wording.number(length)) at most"),
          at: size.range)
      }
      step = size.value
    }
    return .range(first.value...last.value, step: step)
  }

  private var isAtCommaBeforeNumber: Bool {
    var ahead = self
    return ahead.take(",") && ahead.isAtNumber
  }
}
