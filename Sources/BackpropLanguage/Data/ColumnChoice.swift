import Backprop

/// The columns of a table that become inputs and targets, counted from 0.
struct ColumnChoice {
  let inputs: [Int]
  let targets: [Int]
  /// A first column that was not requested and only names or counts the rows.
  private(set) var leftOut: Int?
  private let areInputsGiven: Bool
  private let isTargetGiven: Bool
  /// What the user should know about columns chosen by default.
  private(set) var doubt: Doubt?

  enum Doubt: Equatable {
    /// The first column counts the rows.
    case countsRows
    /// The first column holds few different whole numbers and the last holds many: perhaps the first is the
    /// class.
    case classFirst
    /// The target has this value in every row.
    case constantTarget(Double)
  }

  /// By default, the target is the last column, and the inputs are all others except one that names the rows.
  ///
  /// Throws: a column other than the last has a name that is usual for targets.
  init(inputs: [Int]?, targets: [Int]?, in table: CSVTable) throws(FileProblem) {
    let last = max(table.columns - 1, 0)
    areInputsGiven = inputs != nil
    isTargetGiven = targets != nil
    self.targets = targets ?? [last]
    if targets == nil, let label = Self.label(in: table.header, last: last) {
      throw .labelElsewhere(
        column: label + 1, name: table.columnName(label), last: last + 1,
        areClasses: try table.holdNumbers([label]))
    }
    if let inputs {
      self.inputs = inputs
      return
    }
    let areTargets = Set(self.targets)
    if table.columns > 2, !areTargets.contains(0), try Self.namesRows(table) { leftOut = 0 }
    let leftOut = self.leftOut
    self.inputs = (0..<table.columns).filter { !areTargets.contains($0) && $0 != leftOut }
  }

  /// A column that is both input and target.
  var inputAndTarget: Int? {
    let areTargets = Set(targets)
    return inputs.first { areTargets.contains($0) }
  }

  /// The table with its first row as data if that row is not a header for these columns.
  func withoutFalseHeader(_ table: CSVTable, areClasses: Bool) throws(FileProblem) -> CSVTable {
    guard !table.header.isEmpty else { return table }
    let areNumbers = areClasses ? false : try table.holdNumbers(targets)
    return table.withHeaderAsData(ifNumberIn: inputs + (areNumbers ? targets : []))
  }

  /// The patterns. Also throws: words in a column that was not requested, and similar problems.
  mutating func patterns(
    of table: CSVTable, areClasses: Bool
  ) throws(FileProblem) -> (set: PatternSet, skipped: SkippedRows) {
    do throws(FileProblem) {
      let patterns = try table.patterns(inputs: inputs, targets: targets, areClasses: areClasses)
      doubt = try doubt(about: patterns.set)
      return patterns
    } catch {
      throw try words(behind: error, in: table) ?? error
    }
  }

  // MARK: - Names

  private static let labels = [
    "label", "labels", "class", "classes", "target", "targets", "species", "diagnosis", "outcome",
  ]
  private static let rowNames = [
    "", "id", "index", "no", "no.", "nr", "nr.", "#", "row", "rownames", "row.names", "unnamed: 0",
  ]

  /// A column before the last that has a name usual for targets, if the last has not.
  private static func label(in header: [String], last: Int) -> Int? {
    guard header.count == last + 1, !labels.contains(header[last].lowercased()) else { return nil }
    return header.indices.dropLast().first {
      let name = header[$0].lowercased()
      return labels.contains(name) || $0 == 0 && name == "y" && header[last].lowercased() != "y"
    }
  }

  /// Whether the first column has a name that is usual for row names or counters and holds words or whole
  /// numbers.
  private static func namesRows(_ table: CSVTable) throws(FileProblem) -> Bool {
    // A repeated word is a class.
    if table.hasRowNames { return try !table.repeatsWords(0) }
    guard let name = table.header.first, rowNames.contains(name.lowercased()) else { return false }
    return try !table.holdsFractions(0)
  }

  // MARK: - Doubts

  /// Fewer patterns prove nothing.
  private static let fewestRows = 10
  private static let mostClassesSeen = 100
  private static let mostRowsSeen = 10_000

  private func doubt(about set: PatternSet) throws(FileProblem) -> Doubt? {
    guard !areInputsGiven, set.count >= Self.fewestRows else { return nil }
    let isFirst = inputs.first == 0
    if isFirst, countsRows(set) { return .countsRows }
    guard !isTargetGiven, set.targets.columns == 1, set.classNames == nil else { return nil }
    let target = set.targets.elements[0]
    let isConstant = set.targets.elements.allSatisfy { $0 == target }
    let isClassFirst = isFirst && looksLikeClasses(set.inputs)
    if isConstant && isClassFirst { throw .constantTarget(last: targets[0] + 1, value: target) }
    if isConstant { return .constantTarget(target) }
    return isClassFirst && !looksLikeClasses(set.targets) ? .classFirst : nil
  }

  private func countsRows(_ set: PatternSet) -> Bool {
    (1..<set.count).allSatisfy { set.inputs[$0, 0] == set.inputs[$0 - 1, 0] + 1 }
  }

  /// Whether the first column of the first rows holds several different whole numbers, each a few times.
  private func looksLikeClasses(_ matrix: Matrix) -> Bool {
    let count = min(matrix.rows, Self.mostRowsSeen)
    let most = min(Self.mostClassesSeen, count / 3)
    var found: Set<Double> = []
    for row in 0..<count {
      let number = matrix[row, 0]
      guard number == number.rounded() else { return false }
      if found.insert(number).inserted, found.count > most { return false }
    }
    return found.count > 1
  }

  /// The problem of a column of words among the inputs, if that is the cause of this one.
  private func words(behind problem: FileProblem, in table: CSVTable) throws(FileProblem) -> FileProblem? {
    var problem = problem
    if case .onlyBadRows(_, let first) = problem { problem = first }
    guard !areInputsGiven, case .notANumber(_, let name, let found) = problem else { return nil }
    let ofWords = Set(try table.columnsOfWords(inputs))
    guard let column = inputs.first(where: { ofWords.contains($0) && table.columnName($0) == name }) else {
      return nil
    }
    let isOnlyOne = isTargetGiven || ofWords.count > 1 ? false : try table.holdNumbers(targets)
    return .wordsInInputs(
      column: column + 1, name: name, found: found, isOnlyOne: isOnlyOne,
      numbers: inputs.filter { !ofWords.contains($0) }.map { $0 + 1 })
  }
}
