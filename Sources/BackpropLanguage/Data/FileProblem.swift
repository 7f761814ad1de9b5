import Backprop

/// What is wrong with the content of a file: facts. `Wording` turns them into sentences. Lines and columns
/// count from 1.
public indirect enum FileProblem: Error, Equatable, Sendable {
  /// The user interrupted it.
  case interrupted
  /// The line holds bytes that are not UTF-8.
  case notText(line: Int)

  // MARK: Tables

  /// Something other than a table.
  case foreign(ForeignFormat)
  /// No rows of data.
  case noRows(hasHeader: Bool)
  case unclosedQuote(line: Int)
  /// A field longer than the maximum.
  case fieldTooLong(line: Int, most: Int)
  case tooManyColumns(line: Int, most: Int)
  /// There is text between a closing quote and the next separator.
  case textAfterQuote(line: Int)
  case raggedRow(line: Int, expected: Int, count: Int)
  case noSuchColumn(Int64, columns: Int)
  case unknownColumn(String, known: [String])
  /// Several columns have this name.
  case ambiguousColumn(String)
  /// A column asked for by name in a table whose first row is data.
  case noHeader(column: String)
  /// `found` is empty if the field is.
  case notANumber(line: Int, column: String, found: String)
  /// In a target column that also holds numbers.
  case wordAmongNumbers(line: Int, column: String, found: String)
  /// An input column that was not requested holds only words, or something similar. `numbers`: the columns,
  /// from 1, that hold numbers; `isOnlyOne`: it is the only column of words, and so perhaps the target.
  case wordsInInputs(column: Int, name: String, found: String, isOnlyOne: Bool, numbers: [Int])
  /// No target is named, and a column other than the last has a name that is usual for targets.
  case labelElsewhere(column: Int, name: String, last: Int, areClasses: Bool)
  /// No target is named, the last column holds the same number in every row, and the first looks like
  /// classes.
  case constantTarget(last: Int, value: Double)
  /// Decimal points and decimal commas in one table.
  case mixedDecimalMarks(pointLine: Int, commaLine: Int)
  /// Every row would have been skipped; the reason for the first.
  case onlyBadRows(count: Int, first: FileProblem)
  /// A range of columns with the larger number first.
  case reversedColumns(Int64, Int64)
  case inputAndTarget(column: String)
  case pictureSize(rows: Int, columns: Int, inputs: Int)
  /// All of the given number of columns are targets.
  case noInputs(columns: Int)
  /// `found` is empty, or a mark for a missing value.
  case missingClass(line: Int, column: String, found: String)
  case classTooLong(line: Int, column: String, most: Int)
  case tooManyClasses(line: Int, column: String, most: Int)
  /// More values than a pattern set may hold.
  case tooManyNumbers(most: Int)

  // MARK: Arrays

  case array(ArrayProblem)

  // MARK: JSON

  case unexpected(line: Int, column: Int, expected: String, found: String)
  case tooDeep(line: Int, most: Int)
  case textTooLong(line: Int, most: Int)
  case tooManyValues(line: Int, most: Int)
  case repeatedMember(line: Int, name: String)

  // MARK: Saved networks and patterns

  /// Something else was expected at this place in the file: `networks[0].layers[1].units`.
  case wrongValue(path: String, expected: String)
  /// The file was written by a later version of the format.
  case laterVersion(Int, known: Int)
  case network(path: String, NetworkError)
  /// The file would be larger than the largest file that can be read.
  case fileTooLarge(most: Int)
}
