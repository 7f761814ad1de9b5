extension Wording {
  static func sentence(_ problem: FileProblem, in file: String) -> String {
    let sentence = sentence(problem)
    return "\"\(file)\"" + (sentence.hasPrefix("line ") ? ", " : ": ") + sentence
  }

  /// What is wrong in a file, with the line of the file where it is known.
  static func sentence(_ problem: FileProblem) -> String {
    switch problem {
    case .notText(let line): return "line \(line): these bytes are no text in UTF-8; save the file as UTF-8"
    case .noRows: return "there are no rows of data"
    case .unclosedQuote(let line): return "line \(line): the quote that opens here is never closed"
    case .textAfterQuote(let line):
      return
        "line \(line): expected a separator after the closing quote; a quote inside quotes is written twice"
    case .raggedRow(let line, let expected, let count):
      return "line \(line): this row has \(plural(count, "field")), but the row above has \(expected)"
    case .noSuchColumn(let column, let columns):
      return
        columns == 1
        ? "there is no column \(column): the table has one column only"
        : "there is no column \(column): the table has columns 1 to \(columns)"
    case .unknownColumn(let name, let known):
      return "no column is called `\(name)`; the columns are \(list(known.map { "`\($0)`" }))"
    case .ambiguousColumn(let name):
      return "several columns are called `\(name)`; their numbers tell them apart"
    case .noHeader(let name):
      return "the first row is data, so no column is called `\(name)`; columns are numbered from 1"
    case .notANumber(let line, let column, let found):
      return "line \(line), column \(column): expected a number, found "
        + (found.isEmpty ? "an empty field" : "`\(found)`")
    case .wordAmongNumbers(let line, let column, let found):
      return "line \(line), column \(column): expected a number, found `\(found)`; "
        + "`classes` would make a class of each number and word"
    case .reversedColumns(let first, let last):
      return "the columns \(first)..\(last) run backwards; a range begins with the smaller number"
    case .inputAndTarget(let column): return "column \(column) is an input and a target at once"
    case .pictureSize(let rows, let columns, let inputs):
      return "pictures of \(rows) × \(columns) pixels are not what \(plural(inputs, "input")) make"
    case .noInputs(let columns):
      return "no column is left for the inputs: the table has \(plural(columns, "column")), all for targets"
    case .missingClass(let line, let column):
      return "line \(line), column \(column): expected the name of a class, found an empty field"
    case .tooManyClasses(let line, let column, let most):
      return
        "line \(line), column \(column): more than \(most) different words; a target has at most so many classes"
    case .tooManyNumbers(let most): return "the patterns are too many: at most \(most) numbers"
    case .unexpected(let line, let column, let expected, let found):
      return "line \(line), column \(column): expected \(expected), found \(found)"
    case .tooDeep(let line, let most): return "line \(line): lists are nested more than \(most) deep"
    case .repeatedMember(let line, let name): return "line \(line): `\(name)` is given twice"
    case .wrongValue(let path, let expected): return "\(path): expected \(expected)"
    case .laterVersion(let version, let known):
      return "the file is of version \(version) of the format; this program reads up to version \(known)"
    case .network(let path, let error): return "\(path): \(sentence(error))"
    }
  }

  /// Why a network cannot be written for other programs.
  static func sentence(_ problem: ExportProblem) -> String {
    switch problem {
    case .notFinite(let from, let to): return "a weight w_\(from)\(to) is infinite or not a number"
    case .tooLarge(let most):
      return "the network does not fit into a file of \(most) bytes, the most the format allows"
    case .noOperation(let what, let function):
      return "the transfer function `\(function)` uses \(what), for which the format has no operation"
    }
  }
}
