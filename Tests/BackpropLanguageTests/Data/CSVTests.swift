import Backprop
import Testing

@testable import BackpropLanguage

/// The rows that a reader finds, and their positions.
private func rows(_ reader: CSVReader, in bytes: [UInt8]) throws(FileProblem) -> [(
  line: Int, fields: [String]
)] {
  var reader = reader
  var rows: [(line: Int, fields: [String])] = []
  var fields: [CSVField] = []
  while let row = try reader.row(into: &fields) {
    if let problem = row.problem { throw problem }
    rows.append((row.line, fields.map { $0.text(in: bytes) }))
  }
  return rows
}

/// The fields of the data rows, unchanged.
private func fields(of table: CSVTable, _ text: String) throws(FileProblem) -> [String] {
  try rows(table.reader, in: Array(text.utf8)).flatMap { $0.fields }
}

private func table(_ text: String) throws(FileProblem) -> CSVTable { try CSVTable(Array(text.utf8)) }

/// The message about the text if all columns except the last are inputs.
private func complaint(_ text: String, inputs: ColumnSelection? = nil) -> String {
  do throws(FileProblem) {
    let table = try table(text)
    let last = max(table.columns - 1, 0)
    let places = try inputs.map { (selection) throws(FileProblem) in try table.places(selection) }
    _ = try table.patterns(inputs: places ?? Array(0..<last), targets: [last])
    return ""
  } catch {
    return Quotation.plain(Wording.sentence(error))
  }
}

private let skipping = "`skip bad rows` leaves such rows out"

@Suite struct CSVTests {
  @Test func headerNumbersAndClasses() throws {
    let table = try table(
      """
      length,width,species
      5.1,3.5,setosa
      7.0,3.2,versicolor
      6.3,3.3,virginica
      5.8,2.7,virginica

      """)
    #expect(table.header == ["length", "width", "species"])
    let inputs = try table.places(.numbers(1, 2))
    let set = try table.patterns(inputs: inputs, targets: try table.places(.name("species"))).set
    #expect(set.classNames == ["setosa", "versicolor", "virginica"])
    #expect(set[0] == Pattern(input: [5.1, 3.5], target: [1, 0, 0]))
    #expect(set[3] == Pattern(input: [5.8, 2.7], target: [0, 0, 1]))
  }

  @Test func numbersStayNumbersAndNoHeaderIsNeeded() throws {
    let table = try table("0,0,0\n0,1,1\n1,0,1\n1,1,0")
    #expect(table.header.isEmpty)
    let set = try table.patterns(inputs: [0, 1], targets: [2]).set
    #expect(set == PatternSet.xor)
  }

  /// The examples of RFC 4180, section 2: line breaks and doubled quotes inside quoted fields.
  @Test func quotingByTheRFC() throws {
    let bytes = Array("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,\"b\"\"bb\",xxx\r\n".utf8)
    let rows = try rows(CSVReader(bytes, separator: .comma), in: bytes)
    #expect(rows.map { $0.fields } == [["aaa", "b\r\nbb", "ccc"], ["zzz", "b\"bb", "xxx"]])
    #expect(rows.map { $0.line } == [1, 3])
  }

  @Test(arguments: [
    "x,y\n1,2\n3,4", "x;y\r\n1;2\r\n3;4\r\n", "x\ty\r1\t2\r3\t4\r", "\u{FEFF}x, y\n\n1 , 2\n,\n3,4\n",
  ])
  func separatorsLineBreaksAndByteOrderMark(text: String) throws {
    let table = try table(text)
    #expect(table.header == ["x", "y"])
    #expect(try fields(of: table, text) == ["1", "2", "3", "4"])
  }

  @Test func numbersAsClassesInTheirOrder() throws {
    let table = try table("pixel,digit\n1,10\n2,9\n3,2\n4,9\n")
    let set = try table.patterns(inputs: [0], targets: [1], areClasses: true).set
    #expect(set.classNames == ["2", "9", "10"])
    #expect((0..<4).map { set[$0].target } == [[0, 0, 1], [0, 1, 0], [1, 0, 0], [0, 1, 0]])
  }

  @Test func decimalCommasWhereSemicolonsSeparate() throws {
    let set = try table("x;y\n0,5;1,25\n2;3,5\n").patterns(inputs: [0], targets: [1]).set
    #expect(set.inputs.elements == [0.5, 2])
    #expect(set.targets.elements == [1.25, 3.5])
  }

  /// Missing values and empty columns are of either kind; a single column of words makes the answer no.
  @Test func columnsHoldNumbersWhereOneStandsInEach() throws {
    let table = try table("1,,NA,x\n,,2,y\n")
    #expect(try table.holdNumbers([0, 1, 2]))
    #expect(try table.holdNumbers([]))
    #expect(try !table.holdNumbers([3]))
    #expect(try !table.holdNumbers([0, 3, 1]))
  }

  @Test func columnsByNameWhateverTheirCase() throws {
    let table = try table("A,B,C\n1,2,3\n")
    #expect(try table.places(.name("b")) == [1])
  }

  @Test(arguments: [
    ("", "there are no rows of data"),
    ("\n\n", "there are no rows of data"),
    ("x,y\n1,2\n3\n", "line 3: this row has 1 field, but the others have 2; " + skipping),
    (
      "x,y\n1,2\n3,o\n",
      "line 3, column y: expected a number, found `o`; `classes` would make a class of each number and word; "
        + skipping
    ),
    (
      "x,y\n1,nan\n3,4\n",
      "line 2, column y: expected a number, found `nan`; " + skipping
    ),
    (
      "1,2\n3,0x10\n",
      "line 2, column 2: expected a number, found `0x10`; `classes` would make a class of each number and "
        + "word; "
        + skipping
    ),
    (
      "x\n1\n2\n",
      "no column is left for the inputs: the table has one column only; commas, semicolons, tabs, bars or "
        + "spaces "
        + "separate columns"
    ),
    ("1e999,2\n3,4\n", "line 1, column 1: expected a number, found `1e999`; " + skipping),
    ("\0,2\n3,4\n", "this is not text; save the table as CSV in UTF-8"),
    ("x,y\n\"1\n\",2\n,4\n", "line 2, column x: expected a number, found `1 `; " + skipping),
    ("1,2\n,4\n", "line 2, column 1: expected a number, found an empty field; " + skipping),
    ("1,2\nnan,4\n", "line 2, column 1: expected a number, found `nan`; " + skipping),
    ("1,2\n0x10,4\n", "line 2, column 1: expected a number, found `0x10`; " + skipping),
    ("1,2\n1e999,4\n", "line 2, column 1: expected a number, found `1e999`; " + skipping),
    ("x,y\n1,red\n2,\n", "line 3, column y: expected the name of a class, found an empty field; " + skipping),
    ("x,y\n1,\"2\n3,4\n", "line 2: the quote that opens here is never closed"),
    (
      "1,2\n\"a\"b,4\n",
      "line 2: expected a separator after the closing quote; a quote inside quotes is written twice"
    ),
  ]) func messages(text: String, message: String) { #expect(complaint(text) == message) }

  @Test func messagesAboutColumns() {
    #expect(
      complaint("x,y\n1,2\n", inputs: .number(3)) == "there is no column 3: the table has columns 1 to 2")
    #expect(
      complaint("x,y\n1,2\n", inputs: .numbers(0, 1)) == "there is no column 0: the table has columns 1 to 2")
    #expect(
      complaint("x,y\n1,2\n", inputs: .numbers(2, 1))
        == "the columns 2..1 run backwards; a range begins with the smaller number")
    #expect(
      complaint("x,y\n1,2\n", inputs: .number(2)) == "column y is an input and a target at once")
    #expect(
      complaint("x,y\n1,2\n", inputs: .name("z")) == "no column is called `z`; the columns are `x` and `y`")
    #expect(
      complaint("x,x\n1,2\n", inputs: .name("x"))
        == "several columns are called `x`; their numbers tell them apart")
    #expect(
      complaint("1,2\n", inputs: .name("x"))
        == "the first row is data, so no column is called `x`; columns are numbered from 1")
  }

  @Test func bytesThatAreNoTextAreRefusedWithTheirLine() {
    #expect(throws: FileProblem.notText(line: 2)) { try CSVTable(Array("1,2\n".utf8) + [0xE9, 0x2C, 0x31]) }
    #expect(throws: FileProblem.notText(line: 2)) {
      try CSVTable(Array("1,2\n\"3\n".utf8) + [0xE9] + Array("\",4".utf8))
    }
  }

  @Test func asManyDifferentWordsAsRowsAreNoClasses() {
    let text = "x,y\n" + (0..<2000).map { "1,word\($0)\n" }.joined()
    #expect(
      complaint(text)
        == "line 1002, column y: more than 1000 different words, the most classes that a target may have")
  }

  /// A million quotes, separators or line breaks are read once each.
  @Test(arguments: [
    ("\"", "no column is left for the inputs"), ("\"\"", "no column is left for the inputs"),
    (",", "there are no rows of data"), ("\n", "there are no rows of data"),
    ("\r", "there are no rows of data"), (",\n", "there are no rows of data"),
    ("x\n", "no column is left for the inputs"), ("\"x\",", "column 1: expected a number, found `x`"),
    ("\u{0}", "this is not text"), (";,\t", "column 1: expected a number, found `;,`"),
  ])
  func hostileFilesEndWithoutHarm(unit: String, message: String) {
    #expect(complaint(String(repeating: unit, count: 300_000)).contains(message))
  }

  /// Any bytes give a table or a problem, and each row of a table is a pattern.
  @Test func randomBytesNeverTrap() {
    var generator = RandomGenerator(seed: 1)
    let text = Array("\"\",,,;\t\r\n 1959.e-ax".utf8)
    var (tables, sets) = (0, 0)
    for _ in 0..<3000 {
      let alphabet = text + [[], [0xEF, 0xBB, 0xBF, 0xFF]][generator.below(2)]
      let bytes = (0..<generator.below(40)).map { _ in alphabet[generator.below(alphabet.count)] }
      guard let table = try? CSVTable(bytes), table.columns > 1 else { continue }
      tables += 1
      let places = (inputs: Array(0..<table.columns - 1), targets: [table.columns - 1])
      guard let set = try? table.patterns(inputs: places.inputs, targets: places.targets).set else {
        continue
      }
      sets += 1
      #expect(set.count == table.rowCount)
    }
    #expect(tables > 100 && sets > 10, "\(tables) \(sets)")
  }

  /// Well- and ill-formed tables of plain, quoted and empty fields, numbers and words.
  @Test func randomTablesAreReadAsANaiveReaderReadsThem() throws {
    var generator = RandomGenerator(seed: 2)
    func pick(_ choices: [String]) -> String { choices[generator.below(choices.count)] }
    let numbers = ["1", "-2.5", " 3 ", "\"4\"", "1e3", "+.5", "\" 6\"", "12345678901234567890", "\"7\"  "]
    let words = [
      "x", "", "\"\"", "\"a\"\"b\"", "a\"b", "é", "\"8,9\"", "\"c\r\nd\"", "\"e\n\"", "nan",
      "\"f\"g", "\"h",
    ]
    var tablesOfNumbers = 0
    for _ in 0..<5000 {
      let columns = 1 + generator.below(4)
      let wordiness = [0, 1, 30][generator.below(3)]
      var text = pick(["", "", "\u{FEFF}", "\n", "name,b,c,d\n"])
      for _ in 0..<generator.below(6) {
        let width = generator.below(30) == 0 ? 2 : columns
        let row = (0..<width).map { _ in generator.below(100) < wordiness ? pick(words) : pick(numbers) }
        text += row.joined(separator: ",") + pick(["\n", "\r\n", "\r", "\n\n", "\n,,\n"])
      }
      if generator.below(2) == 0 { text = String(text.dropLast()) }
      expectNaiveReading(of: text)
      if try expectNaivePatterns(of: text) { tablesOfNumbers += 1 }
    }
    #expect(tablesOfNumbers > 500)
  }

  @Test func randomTextsAreReadAsANaiveReaderReadsThem() {
    var generator = RandomGenerator(seed: 3)
    let alphabet = ["\"", "\"", ",", ",", "\n", "\r", " ", "1", "2", "a", "é"]
    for _ in 0..<5000 {
      expectNaiveReading(of: (0..<generator.below(24)).map { _ in alphabet[generator.below(11)] }.joined())
    }
  }
}

/// Rows and problems are the same as those of a naive reader.
private func expectNaiveReading(of text: String) {
  let bytes = Array(text.utf8)
  let start = CSVPlace(position: text.unicodeScalars.first == "\u{FEFF}" ? 3 : 0, line: 1)
  let reader = CSVReader(bytes, separator: .comma, at: start)
  do throws(FileProblem) {
    let naive = try NaiveReading(text)
    do throws(FileProblem) {
      let rows = try rows(reader, in: bytes)
      #expect(rows.map { $0.fields } == naive.rows.map { $0.fields }, "\(text)")
      #expect(rows.map { $0.line } == naive.rows.map { $0.line }, "\(text)")
    } catch {
      Issue.record("\(error): \(text)")
    }
  } catch {
    #expect(throws: error, "\(text)") { () throws(FileProblem) in try rows(reader, in: bytes) }
  }
}

/// The patterns of a table of numbers are those of the naive reader.
private func expectNaivePatterns(of text: String) throws -> Bool {
  guard let naive = try? NaiveReading(text), let width = naive.rows.first?.fields.count, width > 1,
    naive.rows.allSatisfy({ $0.fields.count == width })
  else { return false }
  let numbers = naive.rows.map { $0.fields.map(naiveNumber) }
  let rows = numbers.filter { !$0.contains(nil) }
  let hasHeader = naive.rows[0].fields[0] == "name"
  guard rows.count > 0, rows == Array(numbers.dropFirst(hasHeader ? 1 : 0)) else { return false }
  let table = try table(text)
  let set = try table.patterns(inputs: Array(0..<width - 1), targets: [width - 1]).set
  #expect(set.inputs.elements == rows.flatMap { $0.dropLast().compactMap { $0 } }, "\(text)")
  #expect(set.targets.elements == rows.compactMap { $0.last ?? nil }, "\(text)")
  return true
}

private func naiveNumber(_ field: String) -> Double? {
  field.allSatisfy { "0123456789+-.e".contains($0) } ? Double(field) : nil
}

/// Comma-separated values, read character by character from the rest of the text; a line break is one
/// character.
private struct NaiveReading {
  private(set) var rows: [(line: Int, fields: [String])] = []

  init(_ text: String) throws(FileProblem) {
    var rest = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
    var line = 1
    while !rest.isEmpty {
      let first = line
      var fields = [try Self.takeField(from: &rest, &line)]
      while rest.first == "," {
        rest.removeFirst()
        fields.append(try Self.takeField(from: &rest, &line))
      }
      if !rest.isEmpty { rest.removeFirst() }
      line += 1
      if fields.contains(where: { !$0.isEmpty }) { rows.append((first, fields)) }
    }
  }

  /// Does not read the comma or line break that ends it.
  private static func takeField(from rest: inout String, _ line: inout Int) throws(FileProblem) -> String {
    rest = String(rest.drop { $0 == " " })
    var field = ""
    guard rest.first == "\"" else {
      while let next = rest.first, next != ",", !next.isNewline { field.append(rest.removeFirst()) }
      while field.last == " " { field.removeLast() }
      return field
    }
    let first = line
    rest.removeFirst()
    while !rest.hasPrefix("\"") || rest.hasPrefix("\"\"") {
      guard let next = rest.first else { throw .unclosedQuote(line: first) }
      field.append(next)
      if next.isNewline { line += 1 }
      rest.removeFirst(next == "\"" ? 2 : 1)
    }
    rest.removeFirst()
    rest = String(rest.drop { $0 == " " })
    if let next = rest.first, next != ",", !next.isNewline { throw .textAfterQuote(line: line) }
    return field
  }
}
