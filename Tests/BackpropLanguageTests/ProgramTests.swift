import BackpropLanguage
import Testing

/// Small programs with their expected output: `Programs` holds those that run, `Mistakes` those with errors.
@Suite struct ProgramTests {
  @Test(arguments: try Program.all(in: "Programs"))
  func runs(_ program: Program) {
    let notebook = Notebook()
    #expect(program.cells.contains { !$0.expected.isEmpty })
    for cell in program.cells {
      let (outcome, text) = notebook.outcome(of: cell.source)
      if case .failed(let report) = outcome {
        Issue.record("\(program.name):\(cell.line) fails: \(report.text)")
        continue
      }
      if let missing = Program.firstMissing(cell.expected, in: text) {
        Issue.record("\(program.name):\(cell.line) does not show `\(missing)`, but\n\(text)")
      }
    }
  }

  /// Every cell with an expectation fails with that report, and each problem comes with an example that can
  /// be parsed; cells without one prepare the session.
  @Test(arguments: try Program.all(in: "Mistakes"))
  func teaches(_ program: Program) {
    let notebook = Notebook()
    #expect(program.cells.contains { !$0.expected.isEmpty })
    for cell in program.cells {
      let (outcome, text) = notebook.outcome(of: cell.source)
      switch outcome {
      case .failed(let report):
        if cell.expected.isEmpty {
          Issue.record("\(program.name):\(cell.line) fails: \(report.text)")
          continue
        }
        for entry in report.entries where report.name != "CheckFailed" {
          let example = entry.example ?? ""
          let state = notebook.session.snapshot
          if example.isEmpty || Assistance.completeness(example + "\n", in: state) != .complete {
            Issue.record("\(program.name):\(cell.line) has no right example, but `\(example)`")
          }
        }
        if let missing = Program.firstMissing(cell.expected, in: report.text) {
          Issue.record("\(program.name):\(cell.line) does not say `\(missing)`, but\n\(report.text)")
        }
      default:
        if !cell.expected.isEmpty {
          Issue.record("\(program.name):\(cell.line) runs, and shows\n\(text)")
        }
      }
    }
  }
}
