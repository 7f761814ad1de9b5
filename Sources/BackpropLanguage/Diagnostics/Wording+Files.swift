extension Wording {
  static func sentence(_ problem: FileProblem, in file: String) -> String {
    let sentence = sentence(problem)
    return "\"\(file.asTyped)\"" + (sentence.hasPrefix("line ") ? ", " : ": ") + sentence
  }

  /// What is wrong in a file, with the line number if it is known.
  static func sentence(_ problem: FileProblem) -> String {
    switch problem {
    case .notText: return fault(problem) + "; save the file as UTF-8"
    case .interrupted: return "stopped"
    case .foreign(let format): return sentence(format)
    case .noRows(let hasHeader):
      return "there are no rows of data" + (hasHeader ? ", only names of columns" : "")
    case .fieldTooLong(let line, let most):
      return "line \(line): a field of more than \(most) bytes begins here; perhaps a quote is not closed, "
        + "or this is not a table"
    case .tooManyColumns(let line, let most): return "line \(line): more than \(most) columns"
    case .unclosedQuote(let line): return "line \(line): the quote that opens here is never closed"
    case .textAfterQuote: return fault(problem) + "; a quote inside quotes is written twice"
    case .raggedRow: return fault(problem) + leavesOut
    case .noSuchColumn(let column, let columns):
      return
        columns == 1
        ? "there is no column \(column): the table has one column only"
        : "there is no column \(column): the table has columns 1 to \(columns)"
    case .unknownColumn(let name, let known):
      return "no column is called `\(name.asTyped)`; "
        + "the columns are \(shortList(known.map { "`\($0.asTyped)`" }))"
    case .ambiguousColumn(let name):
      return "several columns are called `\(name.asTyped)`; their numbers tell them apart"
    case .noHeader(let name):
      return "the first row is data, so no column is called `\(name.asTyped)`; columns are numbered from 1"
    case .notANumber(_, _, let found): return fault(problem) + advice(found)
    case .wordAmongNumbers:
      return fault(problem) + "; `classes` would make a class of each number and word" + leavesOut
    case .wordsInInputs(let column, let name, let found, let isOnlyOne, let numbers):
      return wordsInInputs(column, name, found, isOnlyOne, numbers)
    case .labelElsewhere(let column, let name, let last, let areClasses):
      let classes = areClasses ? ", classes" : ""
      return "column \(column) is called `\(name.asTyped)`; "
        + "write `target \(column)\(classes)` if it is the target, "
        + "`target \(last)` if the last column is"
    case .constantTarget(let last, let value):
      return "the last column, \(last), is \(number(value)) in every row and column 1 looks like the class; "
        + "write `target 1, classes`, or `target \(last)`"
    case .mixedDecimalMarks(let pointLine, let commaLine):
      return "line \(pointLine) has a number with a point, line \(commaLine) one with a comma; "
        + "write all with one decimal mark, and none between thousands"
    case .onlyBadRows(let count, let first):
      return "all \(plural(count, "row")) of data are bad; the first: " + sentence(first)
    case .reversedColumns(let first, let last):
      return "the columns \(first)..\(last) run backwards; a range begins with the smaller number"
    case .inputAndTarget(let column): return "column \(column) is an input and a target at once"
    case .pictureSize(let rows, let columns, let inputs):
      return "pictures of \(rows) × \(columns) pixels are not what \(plural(inputs, "input")) make"
    case .noInputs(let columns):
      return "no column is left for the inputs: "
        + (columns == 1
          ? "the table has one column only; commas, semicolons, tabs, bars or spaces separate columns"
          : "the table has \(plural(columns, "column")), all for targets")
    case .missingClass: return fault(problem) + leavesOut
    case .classTooLong(let line, let column, let most):
      return
        "line \(line), column \(column): expected the name of a class, found more than \(most) characters"
    case .tooManyClasses(let line, let column, let most):
      return
        "line \(line), column \(column): more than \(most) different words, the most classes that a target "
        + "may have"
    case .tooManyNumbers(let most): return "the patterns are too many: at most \(most) numbers"
    case .array(let problem): return sentence(problem)
    case .unexpected(let line, let column, let expected, let found):
      return "line \(line), column \(column): expected \(expected), found \(found)"
    case .tooDeep(let line, let most): return "line \(line): lists are nested more than \(most) deep"
    case .textTooLong(let line, let most):
      return "line \(line): a text of more than \(most) bytes begins here"
    case .tooManyValues(let line, let most): return "line \(line): more than \(most) values"
    case .repeatedMember(let line, let name): return "line \(line): `\(name.asTyped)` is given twice"
    case .wrongValue(let path, let expected): return "\(path): expected \(expected)"
    case .laterVersion(let version, let known):
      return "the file is of version \(version) of the format; this program reads up to version \(known)"
    case .network(let path, let error): return "\(path): \(sentence(error))"
    case .fileTooLarge(let most): return "it would hold more than \(most) bytes"
    }
  }

  /// What is wrong with a row, without advice; for any other problem, the complete message.
  static func fault(_ problem: FileProblem) -> String {
    switch problem {
    case .notText(let line): "line \(line): these bytes are not UTF-8 text"
    case .textAfterQuote(let line): "line \(line): expected a separator after the closing quote"
    case .raggedRow(let line, let expected, let count):
      "line \(line): this row has \(plural(count, "field")), but the others have \(expected)"
    case .notANumber(let line, let column, let found), .wordAmongNumbers(let line, let column, let found):
      "line \(line), column \(column.asTyped): expected a number, found \(shown(found))"
    case .missingClass(let line, let column, let found):
      "line \(line), column \(column.asTyped): expected the name of a class, found \(shown(found))"
    case let other: sentence(other)
    }
  }

  private static let leavesOut = "; `skip bad rows` leaves such rows out"

  private static func shown(_ found: String) -> String {
    found.isEmpty ? "an empty field" : "`\(found.asTyped)`"
  }

  /// What to do about a field that should be a number.
  private static func advice(_ found: String) -> String {
    switch NumberSlip(found) {
    case .percent: "; write it without the percent sign"
    case .currency: "; write it without the sign of the currency"
    case .thousands: "; write numbers with a decimal point and with nothing between thousands"
    case .date: "; a date is not a number; `inputs` can leave its column out"
    case .missing, nil: leavesOut
    }
  }

  private static func wordsInInputs(
    _ column: Int, _ name: String, _ found: String, _ isOnlyOne: Bool, _ numbers: [Int]
  ) -> String {
    let called = name == "\(column)" ? "" : ", \(name.asTyped),"
    let isDate = NumberSlip(found) == .date
    let words =
      "column \(column)\(called) holds \(isDate ? "dates" : "words") (`\(found.asTyped)`), "
      + "but inputs are numbers; "
    guard !numbers.isEmpty else { return words + "no column holds numbers" }
    let inputs = "`inputs \(columnRanges(numbers))`"
    return isOnlyOne && !isDate
      ? words + "`target \(column)` makes classes of them, \(inputs) leaves them out"
      : words + "\(inputs) takes the columns of numbers only"
  }

  /// Columns in the syntax of `inputs`: `1..4 7`.
  static func columnRanges(_ columns: [Int]) -> String {
    ranges(columns).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)..\($0.upperBound)" }
      .joined(separator: " ")
  }

  /// Columns as in a sentence: `columns 1 to 4 and 7`.
  static func columnWords(_ columns: [Int]) -> String {
    let ranges = ranges(columns).map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)"
    }
    return (columns.count == 1 ? "column " : "columns ") + shortList(ranges)
  }

  /// Consecutive numbers combined into ranges.
  private static func ranges(_ columns: [Int]) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for column in columns {
      if let last = ranges.last, last.upperBound + 1 == column {
        ranges[ranges.count - 1] = last.lowerBound...column
      } else {
        ranges.append(column...column)
      }
    }
    return ranges
  }

  private static func sentence(_ format: ForeignFormat) -> String {
    switch format {
    case .arff: "this is an ARFF file; delete all lines to `@data` and that one, and what is left is a table"
    case .libSVM: "this is LibSVM's format, `index:value`; write a table with a column for each index"
    case .json: "this is JSON, not a table; `load` reads what `save` has written"
    case .webPage: "this is a web page, not a table; download the file itself"
    case .workbook:
      "this is a workbook or a ZIP archive without NumPy's arrays; save the sheet as CSV (UTF-8), or unpack "
        + "it"
    case .compressed: "this file is compressed; unpack it"
    case .binary: "this is not text; save the table as CSV in UTF-8"
    }
  }

  /// Why a network cannot be written for other programs.
  static func sentence(_ problem: ExportProblem) -> String {
    switch problem {
    case .interrupted: return "stopped"
    case .notFinite(let from, let to): return "a weight w_\(from)\(to) is infinite or not a number"
    case .tooLarge(let most):
      return "the network does not fit into a file of \(most) bytes, the most the format allows"
    case .noOperation(let what, let function):
      return "the transfer function `\(function)` uses \(what), for which the format has no operation"
    }
  }
}
