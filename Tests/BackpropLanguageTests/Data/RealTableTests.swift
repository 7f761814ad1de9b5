import Backprop
import Testing

@testable import BackpropLanguage

/// A notebook next to a file `t.csv`.
private func notebook(_ bytes: [UInt8]) -> Notebook {
  let notebook = Notebook()
  notebook.files["t.csv"] = bytes
  return notebook
}

/// The message of `patterns t from "t.csv"`, in one line.
private func said(_ file: String, _ options: String = "") -> String { said(Array(file.utf8), options) }

private func said(_ bytes: [UInt8], _ options: String = "") -> String {
  notebook(bytes).run("patterns t from \"t.csv\"\(options)").split(whereSeparator: \.isWhitespace)
    .joined(separator: " ")
}

private func utf16(_ text: String, isLittleEndian: Bool) -> [UInt8] {
  "\u{FEFF}\(text)".utf16.flatMap { unit in
    let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
    return isLittleEndian ? bytes.reversed() : bytes
  }
}

/// Lines from data sets of the UCI Machine Learning Repository, from R and from spreadsheets, in their
/// original form.
@Suite struct RealTableTests {
  /// iris.data, wine.data, seeds_dataset.txt, auto-mpg.data, housing.data: the numbers of patterns, inputs
  /// and targets.
  @Test(arguments: [
    (
      "5.1,3.5,1.4,0.2,Iris-setosa\n7.0,3.2,4.7,1.4,Iris-versicolor\n\n", "",
      "2 patterns, 4 inputs, 2 targets (Iris-setosa and Iris-versicolor)"
    ),
    (
      "1,14.23,1.71,2.43\n2,12.37,.94,1.36\n3,12.86,1.35,2.32\n", ", target 1, classes",
      "3 patterns, 3 inputs, 3 targets (1, 2 and 3); inputs: columns 2 to 4; target: column 1"
    ),
    (
      "15.26\t14.84\t0.871\t5.763\t3.312\t2.221\t5.22\t1\n14.11\t14.1\t0.8911\t5.42\t3.302\t2.7\t\t5\t\t1\n",
      "", "2 patterns, 7 inputs, 1 target; inputs: columns 1 to 7; target: column 8"
    ),
    (
      """
      18.0   8   307.0      130.0      3504.      12.0   70  1\t"chevrolet chevelle malibu"
      15.0   8   350.0      165.0      3693.      11.5   70  1\t"buick skylark 320"
      """, ", inputs 2..8, target 1",
      "2 patterns, 7 inputs, 1 target; inputs: columns 2 to 8; target: column 1"
    ),
    (
      " 0.00632  18.00   2.310  0  0.5380  24.00\n 0.02731   0.00   7.070  0  0.4690  21.60\n", "",
      "2 patterns, 5 inputs, 1 target"
    ),
    ("# x y z\n0 0 1\n# a remark\n1 0 1\n", "", "2 patterns, 2 inputs, 1 target"),
    ("sep=;\na;b;c\n0,5;1;2\n1,5;3;4\n", "", "2 patterns, 2 inputs, 1 target"),
    ("\u{FEFF}sep=,\r\na,b\r\n1,2\r\n", "", "1 pattern, 1 input, 1 target"),
    ("\"sep=\t\"\na\tb\n1\t2\n", "", "1 pattern, 1 input, 1 target"),
    ("0,5 1,5 2\n1,5 2,5 3\n", "", "2 patterns, 2 inputs, 1 target"),
    ("a|b|c\n1|2|3\n", "", "1 pattern, 2 inputs, 1 target"),
    ("1,2,3,\n4,5,6,\n", "", "2 patterns, 2 inputs, 1 target; inputs: columns 1 to 2; target: column 3"),
    ("a,b,c\n1,2,3,,,\n4,5,6,,,\n", "", "inputs: columns 1 to 2 (a and b); target: column 3, c"),
    ("#,x,y\n1,2,3\n2,5,6\n", "", "1 input, 1 target; input: column 2, x; target: column 3, y"),
  ]) func areRead(file: String, options: String, what: String) {
    #expect(said(file, options).contains(what), "\(said(file, options))")
  }

  @Test(arguments: [true, false]) func unicodeTextOfExcel(isLittleEndian: Bool) {
    let bytes = utf16("Länge\tClass\r\n1,5\trot 🌹\r\n2\tblau\r\n", isLittleEndian: isLittleEndian)
    #expect(said(bytes).contains("2 patterns, 1 input, 2 targets (blau and rot 🌹); input: column 1, Länge"))
    #expect(said(Array(bytes.dropLast())).contains("line 3: these bytes are not UTF-8 text"))
    #expect(said(Array(bytes.dropFirst(2))).contains("this is not text; save the table as CSV in UTF-8"))
  }

  /// R's `write.table` and `write.csv`, pandas' `to_csv`, Kaggle.
  @Test(arguments: [
    "\"mpg\" \"cyl\" \"hp\"\n\"Mazda RX4\" 21 6 110\n\"Datsun 710\" 22.8 4 93\n",
    "\"\",\"mpg\",\"cyl\",\"hp\"\n\"Mazda RX4\",21,6,110\n\"Datsun 710\",22.8,4,93\n",
    ",mpg,cyl,hp\n17,21,6,110\n4,22.8,4,93\n", "Id,mpg,cyl,hp\n1,21,6,110\n2,22.8,4,93\n",
  ]) func namesAndNumbersOfRowsAreLeftOut(file: String) {
    let said = said(file)
    #expect(said.contains("inputs: columns 2 to 3 (mpg and cyl); target: column 4, hp;"))
    #expect(said.contains("is left out: it names the rows"))
    #expect(notebook(Array(file.utf8)).run("patterns t from \"t.csv\"\nprint patterns").contains("22.8"))
  }

  /// A refractive index is not a row number.
  @Test func aColumnOfFractionsNamesNoRows() {
    #expect(said("index,x,y\n1.52,2,3\n1.51,5,6\n").contains("inputs: columns 1 to 2 (index and x)"))
    #expect(said("id,x,y\n1,2,3\n2,5,6\n", ", inputs 1..2").contains("columns 1 to 2 (id and x)"))
  }

  // MARK: - The label elsewhere

  @Test(arguments: [
    ("label,p1,p2\n5,0,0\n3,0,9\n", "column 1 is called `label`; write `target 1, classes`"),
    (
      "id,diagnosis,r\n84,M,1.5\n85,B,2.5\n",
      "column 2 is called `diagnosis`; write `target 2` if it is the target"
    ),
    (
      "M,0.455,15\nF,0.53,9\nI,0.33,7\n",
      "column 1 holds words (`M`), but inputs are numbers; `target 1` makes classes of them, "
        + "`inputs 2` leaves them out"
    ),
    (
      "39, State-gov, 77516, Male, <=50K\n50, Private, 83311, Male, >50K\n",
      "column 2 holds words (`State-gov`), but inputs are numbers; `inputs 1 3` takes the columns of numbers "
        + "only"
    ),
    (
      "day,x,y\n2021-03-01,1,2\n2021-03-02,3,4\n",
      "column 1, day, holds dates (`2021-03-01`), but inputs are numbers; `inputs 2` takes"
    ),
    // segmentation.data: no name for the class, which comes first.
    (
      "A,B\nBRICKFACE,140.0,125.0\nSKY,1.0,2.0\nBRICKFACE,3,4\n",
      "column 1 holds words (`BRICKFACE`), but inputs are numbers; `target 1` makes classes of them"
    ),
    ("a,b\nc,d\ne,f\n", "no column holds numbers"),
  ]) func isAskedFor(file: String, what: String) throws {
    #expect(said(file).contains(what), "\(said(file))")
    let notebook = notebook(Array(file.utf8))
    let entry = try #require(notebook.failure("patterns t from \"t.csv\"")?.entries.first)
    let example = try #require(entry.example)
    guard example.contains("t.csv") else {
      #expect(what == "no column holds numbers")
      return
    }
    #expect(notebook.outcome(of: example).0 == .finished, "\(example)")
  }

  /// MNIST without a header: the last pixel is white in every picture.
  @Test func theLastPixelIsNoTarget() {
    let pictures = (0..<30).map { "\($0 % 3),\($0 * 7 % 256),0\n" }.joined()
    #expect(said(pictures).contains("write `target 1, classes`, or `target 3`"))
    #expect(said(pictures, ", target 1, classes").contains("30 patterns, 2 inputs, 3 targets (0, 1 and 2)"))
    #expect(said(pictures, ", target 3").contains("30 patterns, 2 inputs, 1 target"))
  }

  @Test func whatWasTakenUnaskedIsSaid() {
    let wine = (0..<30).map { "\($0 / 10 + 1),\(Double($0) / 7),\($0 * 37 + 400)\n" }.joined()
    #expect(
      said(wine).contains(
        "target: column 3; column 1 holds few different numbers: if they are classes, write"))
    let glass = (1..<30).map { "\($0),\(Double($0) / 7),\($0 % 3)\n" }.joined()
    #expect(said(glass).contains("target: column 3; column 1 only counts the rows: `inputs 2` leaves it out"))
  }

  // MARK: - What is neither a number nor a table

  @Test(arguments: [
    ("1,12%,3\n4,5,6", "expected a number, found `12%`; write it without the percent sign"),
    ("1,\"1,234\",3\n4,5,6", "found `1,234`; write numbers with a decimal point and with nothing between"),
    ("1;1.234,5;3\n4;5;6", "found `1.234,5`; write numbers with a decimal point and with nothing between"),
    ("1,$12,3\n4,5,6", "found `$12`; write it without the sign of the currency"),
    ("1,31.12.2020,3\n4,5,6", "found `31.12.2020`; a date is not a number"),
    ("1,12:30,3\n4,5,6", "found `12:30`; a date is not a number"),
    ("1,?,3\n4,5,6", "found `?`; `skip bad rows` leaves such rows out"),
    ("1,NA,3\n4,5,6", "found `NA`; `skip bad rows` leaves such rows out"),
    ("1;1.5;3\n4;5,5;6", "line 1 has a number with a point, line 2 one with a comma"),
    ("x,y,z\n", "there are no rows of data, only names of columns"),
    ("# x\n% y\n", "there are no rows of data"),
    ("1,2,a\n3,4,?\n", "line 2, column 3: expected the name of a class, found `?`; `skip bad rows`"),
    ("% iris\n@RELATION iris\n@ATTRIBUTE a NUMERIC\n@DATA\n1,2\n", "an ARFF file"),
    ("+1 1:0.5 3:0.7\n-1 2:1\n", "LibSVM's format"), ("{\"a\": 1}", "this is JSON"),
    ("<!DOCTYPE html>\n<html>", "a web page"), ("PK\u{3}\u{4}…", "a workbook or a ZIP archive"),
    ("1,2\n\u{0}", "this is not text"),
  ]) func isExplained(file: String, what: String) { #expect(said(file).contains(what), "\(said(file))") }

  @Test func compressedFilesAndArrays() {
    #expect(said(Array("BZh9".utf8)).contains("this file is compressed; unpack it"))
    #expect(said([0x93] + Array("NUMPY\u{1}\u{0}v".utf8)).contains("the header of the array is cut off"))
  }

  // MARK: - Bad rows

  private static let bad = """
    a,b,class
    1,2,x
    3,?,y
    4,5
    6,7,8,9
    10,11,
    12,13,y
    ,15,x
    "a"b,2,x
    14,15,x

    """

  @Test func badRowsAreLeftOutCountedAndNamed() throws {
    let text = said(Self.bad, ", skip bad rows")
    #expect(
      text.contains(
        "3 patterns, 2 inputs, 2 targets (x and y); inputs: columns 1 to 2 (a and b); target: column 3, "
          + "class; "
          + "row 1 holds the names; 6 bad rows left out: line 3, column b: expected a number, found `?`; "
          + "line 4: this row has 2 fields, but the others have 3; "
          + "line 5: this row has 4 fields, but the others have 3; and 3 more"), "\(text)")
    let notebook = notebook(Array(Self.bad.utf8))
    notebook.run("patterns t from \"t.csv\", skip bad rows\nsave patterns \"t.json\"")
    let saved = try NetworkFile(try #require(notebook.files["t.json"])) { _ in
      NetworkFile.Defined(transfer: { _ in nil }, error: { _, _ in nil })
    }
    #expect(saved.patternSets[0].value.inputs.elements == [1, 2, 12, 13, 14, 15])
    #expect(saved.patternSets[0].value.targets.elements == [1, 0, 0, 1, 1, 0])
  }

  /// A title, names, units.
  @Test func whatStandsAboveTheDataIsLeftOutToo() {
    let text = said("My measurements\n\na,b,c\ncm,kg,\n1,2,3\n4,5,6\n", ", skip bad rows")
    #expect(
      text.contains(
        "2 patterns, 2 inputs, 1 target; inputs: columns 1 to 2 (a and b); target: column 3, c; "
          + "line 3 holds the names; 2 bad rows left out: line 1: this row has 1 field, but the others have "
          + "3; "
          + "line 4, column a: expected a number, found `cm`"), "\(text)")
  }

  @Test func badRowsAreErrorsUnlessTheyAreToBeSkipped() {
    #expect(said(Self.bad).contains("line 4: this row has 2 fields, but the others have 3; `skip bad rows`"))
    #expect(said("1,2\n3,4\n", ", skip bad rows").contains("; no bad rows"))
    #expect(
      said("a,1\n?,2\n5,x\n", ", skip bad rows").contains("all 3 rows of data are bad; the first: line 1"))
    #expect(
      said("1,2\n3,\u{FF}\n".unicodeScalars.map { UInt8($0.value) }, ", skip bad rows").contains(
        "1 bad row left out: line 2"))
    #expect(said("1,2\n3,\"4\n", ", skip bad rows").contains("the quote that opens here is never closed"))
    #expect(said("1,2\n3,4\n", ", skip rows").contains("expected `skip bad rows`"))
  }
}
