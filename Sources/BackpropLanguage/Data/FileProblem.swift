import Backprop

/// What is wrong with the content of a file: facts. `Wording` turns them into sentences. Lines and columns count
/// from 1.
public enum FileProblem: Error, Equatable, Sendable {
  /// The line holds bytes that are no UTF-8.
  case notText(line: Int)

  // MARK: Tables

  /// No row of data.
  case noRows
  case unclosedQuote(line: Int)
  /// Something stands between a closing quote and the next separator.
  case textAfterQuote(line: Int)
  case raggedRow(line: Int, expected: Int, count: Int)
  case noSuchColumn(Int, columns: Int)
  case unknownColumn(String, known: [String])
  /// Several columns have this name.
  case ambiguousColumn(String)
  /// A column asked for by name in a table whose first row is data.
  case noHeader(column: String)
  /// `found` is empty where the field is.
  case notANumber(line: Int, column: String, found: String)
  /// In a target column that holds numbers too.
  case wordAmongNumbers(line: Int, column: String, found: String)
  /// A range of columns with the greater number first.
  case reversedColumns(Int, Int)
  case inputAndTarget(column: String)
  case pictureSize(rows: Int, columns: Int, inputs: Int)
  /// Every one of so many columns is a target.
  case noInputs(columns: Int)
  case missingClass(line: Int, column: String)
  case tooManyClasses(line: Int, column: String, most: Int)
  /// More numbers than a pattern set may hold.
  case tooManyNumbers(most: Int)

  // MARK: JSON

  case unexpected(line: Int, column: Int, expected: String, found: String)
  case tooDeep(line: Int, most: Int)
  case repeatedMember(line: Int, name: String)

  // MARK: Saved networks and patterns

  /// Something else was needed at this place of the file: `networks[0].layers[1].units`.
  case wrongValue(path: String, expected: String)
  /// The file was written by a later version of the format.
  case laterVersion(Int, known: Int)
  case network(path: String, NetworkError)
}
