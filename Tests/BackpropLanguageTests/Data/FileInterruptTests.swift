import Backprop
import Testing

@testable import BackpropLanguage

/// The unit repeated, up to this many bytes.
private func file(_ unit: String, _ count: Int = 160 << 10) -> [UInt8] {
  let unit = Array(unit.utf8)
  var bytes: [UInt8] = []
  while bytes.count < count { bytes += unit }
  return bytes
}

/// Reading and writing files keeps checking for interrupts and, once interrupted, leaves everything
/// unchanged.
@Suite struct FileInterruptTests {
  /// At least one check per 128 KiB, or the file is refused at once.
  @Test(arguments: [
    "\n", "\r\n", " \n", ",\n", "1,2\n", "1,x\n", "#", "# x\n", "1 2\n", "\"1\";2\n", ",,,,,,,,\n", "1,2,\n",
    "\t\n",
  ]) func aTableIsReadInSmallPieces(unit: String) {
    let notebook = Notebook()
    notebook.files["t.csv"] = file(unit)
    let outcome = notebook.outcome(of: "patterns t from \"t.csv\"").0
    #expect(outcome != .interrupted)
    #expect(notebook.timesAsked >= 2)
    for patience in [0, notebook.timesAsked - 1] {
      let notebook = Notebook()
      notebook.files["t.csv"] = file(unit)
      #expect(notebook.outcome(of: "patterns t from \"t.csv\"", interruptedAfter: patience).0 == .interrupted)
      #expect(notebook.failure("print patterns") != nil)
    }
  }

  /// Endless fields and rows.
  @Test(arguments: [
    ("x", "line 1: a field of more than 1048576 bytes begins here"),
    ("1", "line 1: a field of more than 1048576 bytes begins here"),
    ("\"", "line 1: a field of more than 1048576 bytes begins here"),
    (",", "line 1: more than 1048576 columns"), ("1,", "line 1: more than 1048576 columns"),
    (" ", "line 1: a field of more than 1048576 bytes begins here"),
  ]) func whatHasNoEndIsRefused(unit: String, message: String) throws {
    let notebook = Notebook()
    notebook.files["t.csv"] = file(unit, 1 << 21 | 1 << 10) + Array("1,".utf8)
    let report = try #require(notebook.failure("patterns t from \"t.csv\""))
    #expect(report.message.contains(message), "\(report.message)")
  }

  @Test(arguments: ["0,", " ", "[0,1],", "[0],[0,1],", "{},", "\"a\\n\",", "\n", "[[0]],"])
  func aSavedFileIsReadInSmallPieces(unit: String) {
    let notebook = Notebook()
    notebook.files["t.json"] = Array("[".utf8) + file(unit)
    let outcome = notebook.outcome(of: "load \"t.json\"").0
    #expect(outcome != .interrupted)
    #expect(notebook.timesAsked >= 2)
    for patience in [0, notebook.timesAsked - 1] {
      #expect(notebook.outcome(of: "load \"t.json\"", interruptedAfter: patience).0 == .interrupted)
    }
  }

  @Test(arguments: [
    "save \"f\"", "save patterns \"f\"", "save network \"f\"", "export onnx \"f\"",
    "export safetensors \"f\"",
    "export csv \"f\"",
  ]) func writingIsDoneInSmallPiecesAndLeavesTheOldFile(cell: String) throws {
    let notebook = Notebook()
    notebook.files["t.csv"] = (0..<6000).flatMap { Array("\($0),\($0 % 7),\($0 % 3)\n".utf8) }
    notebook.run("patterns t from \"t.csv\", inputs 1..2, target 3\nnetwork 100-150-10")
    notebook.run(cell)
    let written = try #require(notebook.files["f"])
    let asked = notebook.timesAsked
    // Copying a weight of eight bytes takes less time than writing one as text.
    #expect(asked >= written.count >> (cell.contains("export") && !cell.contains("csv") ? 20 : 17))
    #expect(asked > 2)
    notebook.files["f"] = [1, 2, 3]
    for patience in [0, 1, 2, asked / 2, asked - 1] where patience < asked {
      #expect(notebook.outcome(of: cell, interruptedAfter: patience).0 == .interrupted)
      #expect(notebook.files["f"] == [1, 2, 3])
    }
  }

  @Test func definitionsThatWaitForOneAnotherCanBeInterrupted() {
    let notebook = Notebook()
    let lines = (0..<300).map { "\"let c\($0) = \($0 == 299 ? "1" : "c\($0 + 1)")\"" }.joined(separator: ",")
    notebook.files["d.json"] = Array(
      "{\"format\": \"backprop\", \"version\": 1, \"definitions\": [\(lines)]}".utf8)
    for patience in [3, 200] {
      #expect(notebook.outcome(of: "load \"d.json\"", interruptedAfter: patience).0 == .interrupted)
    }
  }

  /// A table as wide as a one-megapixel picture; the search for names similar to a misspelt one ends too.
  @Test func twentyThousandColumns() {
    let notebook = Notebook()
    let names = (0..<20_000).map { "c\($0)" }.joined(separator: ",")
    let numbers = Array(repeating: "1", count: 20_000).joined(separator: ",")
    notebook.files["t.csv"] = Array("\(names)\n\(numbers)\n\(numbers)\n".utf8)
    #expect(
      notebook.run("patterns t from \"t.csv\", target 1..10000").contains("10000 inputs, 10000 targets"))
    #expect(notebook.run("patterns t from \"t.csv\", target d5").contains("no column is called `d5`"))
  }
}
