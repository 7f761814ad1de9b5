import Backprop
import JSON
import Testing

@testable import BackpropLanguage

private let flowers = """
  sepal length,width,species
  5.1,3.5,setosa
  7.0,3.2,versicolor
  6.3,3.3,virginica
  5.8,2.7,virginica
  """

/// A notebook with files next to it.
private func notebook(_ files: [String: String] = ["iris.csv": flowers]) -> Notebook {
  let notebook = Notebook()
  notebook.files = files.mapValues { Array($0.utf8) }
  return notebook
}

@Suite struct DataCommandTests {
  @Test(arguments: [
    "patterns iris from \"iris.csv\", inputs 1..2, target species",
    "patterns iris from \"iris.csv\", inputs 1 2, target 3",
    "patterns iris from \"iris.csv\", inputs 1, 2, target 3",
    "patterns iris from \"iris.csv\", target species, inputs \"sepal length\", width",
    "patterns iris from \"iris.csv\"",
  ])
  func patternsFromAFile(cell: String) {
    let notebook = notebook()
    let text = notebook.run(cell)
    #expect(text.contains("patterns iris: 4 patterns, 2 inputs, 3 targets"))
    let shown = notebook.run("network 2-3\nforward 3\nbackward")
    #expect(shown.contains("3 of iris: sepal length 6.3, width 3.3 → 0 0 1, virginica"))
    // In 1a and b, 1c, and 2a.
    #expect(shown.split(separator: "\n").filter { $0.hasPrefix("k2 versicolor  ") }.count == 3)
    let typed = notebook.run("forward 6.3 3.3 -> 0 1 1")
    #expect(typed.contains("sepal length 6.3, width 3.3 → 0 1 1\n"))
  }

  /// The classes are those of the set that was presented.
  @Test func anotherSetNamesNothing() {
    let notebook = notebook()
    notebook.run("patterns iris from \"iris.csv\"\nnetwork 2-3\nforward 3")
    notebook.run("patterns other:\n  1 2 -> 1 0 0\n  3 4 -> 0 1 0\n  5 6 -> 0 0 1")
    #expect(!notebook.run("backward").contains("virginica"))
    #expect(notebook.run("use iris\nbackward").contains("k3 virginica"))
  }

  @Test func activationsNameTheColumns() {
    let notebook = notebook()
    notebook.run("patterns iris from \"iris.csv\"\nnetwork 2-3")
    let shown = notebook.run("plot activations")
    #expect(shown.contains("i1: sepal length, i2: width, k1: setosa, k2: versicolor, k3: virginica."))
  }

  /// Row 1 is a header only if none of its fields in numeric columns is a number, and the message says that
  /// it is a header.
  @Test(arguments: [
    (
      "x,y\n1,2\n3,4", "patterns p from \"p.csv\"",
      "2 patterns, 1 input, 1 target; input: column 1, x; target: column 2, y; row 1 holds the names"
    ),
    ("id,1,2\n7,3,4", "patterns p from \"p.csv\", inputs 2, target 3", "2 patterns, 1 input, 1 target"),
    ("x,2\n3,4", "patterns p from \"p.csv\"", "\"p.csv\", line 1, column 1: expected a number, found `x`"),
    ("x,1999\n3,4", "patterns p from \"p.csv\", inputs x, target \"1999\"", "row 1 holds the names"),
    ("1,2\n3,4", "patterns p from \"p.csv\"", "2 patterns"),
  ])
  func headers(file: String, cell: String, said: String) {
    let text = notebook(["p.csv": file]).run(cell).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(text.contains(said))
    #expect(text.contains("names") == said.contains("names"))
  }

  /// Memory is checked before the command, and again once its file is known to be a table.
  @Test(arguments: [0, 1]) func anInterruptWhileAFileIsReadLeavesNoPatterns(patience: Int) {
    let notebook = notebook()
    let (outcome, _) = notebook.outcome(
      of: "patterns iris from \"iris.csv\"", interruptedAfter: patience)
    #expect(outcome == .interrupted)
    #expect(notebook.failure("print patterns") != nil)
  }

  @Test func patternsFromAFileNeedNoName() {
    #expect(notebook().run("patterns from \"iris.csv\"").contains("patterns patterns: 4 patterns"))
  }

  /// Each mistake with its position in the cell and its message.
  @Test(arguments: [
    (
      "patterns iris from \"iris.csv\", inputs 1..4", 39,
      "\"iris.csv\": there is no column 4: the table has columns 1 to 3"
    ),
    (
      "patterns iris from \"iris.csv\", target specie", 39,
      "\"iris.csv\": no column is called `specie`; the columns are `sepal length`, `width` and `species`"
    ),
    (
      "patterns iris from \"iris.csv\", inputs 3", 39,
      "\"iris.csv\": column species is an input and a target at once"
    ),
    (
      "patterns iris from \"iris.csv\", inputs 2..1", 39,
      "\"iris.csv\": the columns 2..1 run backwards; a range begins with the smaller number"
    ),
    ("patterns iris from \"iriss.csv\"", 20, "cannot read \"iriss.csv\": no such file"),
    ("patterns iris from iris.csv", 20, "expected the name of a file, in quotes, found `iris`"),
    (
      "patterns iris from \"iris.csv\", inputs, target 3", 38,
      "expected columns, by number or name: 1..4, species, \"sepal length\", found `,`"
    ),
    (
      "patterns iris from \"iris.csv\", columns 1..4", 32,
      "`patterns` has no option `columns`; it takes inputs, target, classes, pictures, skip, labels, first, "
        + "noise and seed"
    ),
    (
      "patterns iris from \"iris.csv\", pictures 1 3", 32,
      "\"iris.csv\": pictures of 1 × 3 pixels are not what 2 inputs make"
    ),
    (
      "patterns iris from \"iris.csv\", pictures 2", 42,
      "expected the columns of pictures, found the end of the line"
    ),
    (
      "patterns iris from \"iris.csv\", pictures 4503599627370496 4096", 32,
      "\"iris.csv\": pictures of 4503599627370496 × 4096 pixels are not what 2 inputs make"
    ),
  ])
  func mistakes(cell: String, column: Int, message: String) throws {
    let report = try #require(notebook().failure(cell))
    #expect(report.entries.map { $0.message } == [message])
    #expect(report.entries[0].example != nil)
    #expect(report.entries[0].position.column == column)
  }

  @Test func picturesFromAFileArePlotted() throws {
    let notebook = notebook(["p.csv": "0,1,2,3,a\n3,2,1,0,b"])
    notebook.run("patterns p from \"p.csv\", pictures 2 2\nnetwork 4-2\nweights zero\nplot digits")
    guard case .figure(let figure) = notebook.shown.last?.content, case .images(let sheet) = figure.content
    else {
      Issue.record("no pictures were shown")
      return
    }
    #expect((sheet.rows, sheet.columns) == (2, 2))
    #expect(sheet.images.map { $0.values } == [[0, 1, 2, 3], [3, 2, 1, 0]])
    #expect(sheet.images.map { $0.caption } == ["a → a", "b → a"])
  }

  @Test func aColumnWithoutANameHasItsNumber() throws {
    let report = try #require(
      notebook(["p.csv": "a,,b\n1,2,3\n1,,3"]).failure("patterns p from \"p.csv\""))
    #expect(
      report.entries.map { $0.message } == [
        "\"p.csv\", line 3, column 2: expected a number, found an empty field; "
          + "`skip bad rows` leaves such rows out"
      ])
  }

  @Test func aMisspeltColumnIsSuggested() throws {
    let report = try #require(notebook().failure("patterns iris from \"iris.csv\", target specie"))
    #expect(report.entries[0].suggestion == "species")
  }

  @Test func splitAndScale() {
    let notebook = notebook()
    let parts = notebook.run("patterns iris\nsplit 80 20, seed 1")
    #expect(parts.contains("patterns iris-training: 120 patterns, in use; iris-test: 30 patterns; seed 1"))
    #expect(
      notebook.run("scale inputs 0 1").contains(
        "inputs of iris-training scaled to 0 to 1; those of iris-test by the same numbers"))
    #expect(
      notebook.run("use iris\nscale standard").contains(
        "inputs of iris scaled to mean 0 and standard deviation 1"))
    // (5.1 - 5.843333) / 0.825301, …: the first flower standardised, as scikit-learn's StandardScaler does.
    #expect(notebook.run("network 4-3\nforward 1").contains("-0.900681"))
  }

  @Test(arguments: [
    ("split 80", "expected the share of the test set, a number, found the end of the line"),
    ("split 80 0", "a share is 0 here, but it must be more than 0"),
    ("scale inputs 1 0", "the greatest input is 0 here, but it must be more than 1"),
    ("scale inputs", "expected `standard`, or the least and the greatest input, found the end of the line"),
    ("export pdf \"net.pdf\"", "expected `onnx`, `safetensors` or `csv`, found `pdf`"),
    ("export csv", "expected the name of a file, in quotes, found the end of the line"),
    (
      "save \"iris.CSV\"",
      "cannot write \"iris.CSV\": `save` writes JSON, and a name with `.csv` stands for other content"
    ),
    ("save \"\"", "expected the name of a file, found nothing between the quotes"),
    ("load net.json", "expected the name of a file, in quotes, found `net`"),
    ("load \"iris.csv\"", "\"iris.csv\", line 1, column 1: expected a value, found `s`"),
  ])
  func moreMistakes(cell: String, message: String) throws {
    let notebook = notebook()
    notebook.run("patterns xor\nnetwork 2-1")
    let report = try #require(notebook.failure(cell))
    #expect(report.entries.map { $0.message } == [message])
    #expect(report.entries[0].example != nil)
  }

  @Test(arguments: [
    "split 80 20", "scale standard", "save \"net.json\"", "save network \"net.json\"", "export csv \"w.csv\"",
  ])
  func nothingToWorkOnYet(cell: String) throws {
    #expect(try #require(notebook().failure(cell)).name == "StateError")
  }

  @Test func savedAndLoadedInAnotherSession() {
    let first = notebook()
    first.run(
      "network xor: 2-2-1, bias -1\nnetwork deep: i 3 - h 2 tanh - k 2 softmax\nuse xor\nfreeze "
        + "bias\npatterns xor"
    )
    #expect(
      first.run("save \"net.json\"").contains(
        "saved in \"net.json\": network deep, network xor and patterns xor"))
    let second = Notebook()
    second.files = first.files
    #expect(
      second.run("load \"net.json\"").contains(
        "loaded from \"net.json\": network deep, network xor and patterns xor"))
    #expect(second.run("print weights\ntest") == first.run("print weights\ntest"))
    #expect(second.run("use deep\nprint weights") == first.run("use deep\nprint weights"))
  }

  @Test func functionsOfOnesOwnAreSavedWithTheNetwork() {
    let first = notebook([:])
    first.run(
      """
      network 2-2-1
      let c = 2
      soft(b) = b / c
      f(b) = soft(b) + c b^2
      soft(b) = b / (1 + abs(b))
      transfer j f
      save "net.json"
      """)
    let second = Notebook()
    second.files = first.files
    second.run("load \"net.json\"")
    #expect(second.run("forward 0.3 -2").contains("a_j"))
    #expect(second.run("forward 0.3 -2\nprint y_j") == first.run("forward 0.3 -2\nprint y_j"))
    #expect(second.run("let c = 5\nsave \"again.json\"").contains("again.json"))
  }

  @Test(arguments: [
    ("forward 1", "`let NAME = FORMULA`, `NAME(a) = FORMULA` or `rule NAME: …`"),
    ("let", "`let NAME = FORMULA`, `NAME(a) = FORMULA` or `rule NAME: …`"),
    ("let c = 1\nlet d = 2", "`let NAME = FORMULA`, `NAME(a) = FORMULA` or `rule NAME: …`"),
  ])
  func definitionsThatAreNone(line: String, message: String) throws {
    let text = JSONValue.object([
      JSONValue.Member("format", .string("backprop")), JSONValue.Member("version", .number(1)),
      JSONValue.Member("definitions", .array([.string(line)])),
    ])
    let notebook = notebook([:])
    notebook.files["x.json"] = text.bytes
    let report = try #require(notebook.failure("load \"x.json\""))
    #expect(report.entries[0].message == "\"x.json\": definitions[0]: expected \(message)")
  }

  /// A rule, a function and a name that lost what they need keep nothing else from being loaded.
  @Test func whatNeedsNamesThatAreGoneIsLeftOut() {
    let first = notebook([:])
    first.run(
      """
      network 2-2-1, bias
      let f = 3
      rule r3: Δw_ij = η δ_j y_i / f
      h(a) = a^2
      f1(a) = h(a) + a
      """)
    first.run("delete f")
    first.run("delete h")
    first.run("save \"net.json\"")
    let second = Notebook()
    second.files = first.files
    let output = second.run("load \"net.json\"")
    #expect(output.contains("loaded from \"net.json\": network net"))
    #expect(output.contains("left out, because they need names that nothing defines"))
    #expect(output.contains("f1(a) = h(a) + a") && output.contains("rule r3"))
    #expect(second.run("print weights") == first.run("print weights"))
  }

  @Test(arguments: [
    ("export ", ["onnx", "safetensors", "csv"]),
    (
      "patterns a from \"a.csv\", ",
      ["inputs", "target", "classes", "pictures", "skip", "labels", "first", "noise", "seed"]
    ),
    ("patterns a from \"a.csv\", skip ", ["bad rows"]), ("split 80 20, ", ["seed"]),
    ("save ", ["network", "patterns"]), ("load \"n", ["net.json"]),
    ("patterns di", ["digits"]),
  ])
  func completion(cell: String, texts: [String]) {
    let found = Assistance.complete(cell, at: cell.unicodeScalars.count, in: Session().snapshot) { _ in
      ["net.json"]
    }
    #expect(found.items.map { $0.text } == texts)
  }

  /// As many names as a session may have, and more than it may have networks.
  @Test func manyDefinitionsAreSavedAndLoaded() {
    let first = Notebook()
    first.run("network 2-1\n" + (1...1500).map { "let v\($0) = \($0)" }.joined(separator: "\n"))
    #expect(first.outcome(of: "save \"net.json\"").0 == .finished)
    let second = Notebook()
    second.files = first.files
    #expect(second.outcome(of: "load \"net.json\"").0 == .finished)
    #expect(second.run("v1 + v1500").contains("= 1501"))
  }

  @Test func savedAlone() {
    let notebook = notebook()
    notebook.run("network 2-1\nnetwork b: 2-1\npatterns xor")
    #expect(notebook.run("save network \"net.json\"").contains("saved in \"net.json\": network b"))
    #expect(notebook.run("save patterns \"p.json\"").contains("saved in \"p.json\": patterns xor"))
  }

  @Test func weightsAsCSV() {
    let notebook = notebook()
    notebook.run("network 2-1, bias\nw_ik = 0.5\nw_i0k1 = -1\nexport csv \"w.csv\"")
    #expect(
      notebook.files["w.csv"].map { String(decoding: $0, as: UTF8.self) }
        == "from,to,weight\ni0,k1,-1.0\ni1,k1,0.5\ni2,k1,0.5\n")
  }
}
