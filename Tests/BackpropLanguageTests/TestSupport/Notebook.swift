import BackpropLanguage
import Rendering
import Testing

/// A session and what its cells have shown, for tests that read as notebooks.
final class Notebook {
  let session = Session()
  /// What has been shown, in order; a later result of the same display key stands in place of the earlier.
  private(set) var shown: [CellResult] = []
  /// Every result, progress included.
  private(set) var emitted: [CellResult] = []
  var files: [String: [UInt8]] = [:]
  /// How often the last cell has asked whether it is interrupted.
  private(set) var timesAsked = 0
  var now: () -> Double = { 0 }

  /// Runs a cell and gives back what it shows, as plain text; of a failing cell also the report.
  @discardableResult
  func run(_ cell: String) -> String {
    let (outcome, text) = outcome(of: cell)
    switch outcome {
    case .finished: return text
    case .failed(let report): return text.isEmpty ? report.text : text + "\n" + report.text
    case .interrupted: return text + "\ninterrupted"
    }
  }

  /// Runs a cell, which is told that it is interrupted once it has asked more than `patience` times.
  func outcome(of cell: String, interruptedAfter patience: Int = .max) -> (CellOutcome, String) {
    shown = []
    emitted = []
    timesAsked = 0
    let host = CellHost(
      emit: { result in
        self.emitted.append(result)
        if let key = result.displayKey, let place = self.shown.firstIndex(where: { $0.displayKey == key }) {
          self.shown[place] = result
        } else {
          self.shown.append(result)
        }
      },
      isInterrupted: {
        self.timesAsked += 1
        return self.timesAsked > patience
      },
      now: { self.now() },
      readFile: { name in
        self.files[name].map { .success($0) } ?? .failure(.refused("no such file"))
      },
      writeFile: { name, bytes in
        self.files[name] = bytes
        return .success(())
      })
    let outcome = session.run(cell, host: host)
    return (outcome, shown.map { Renderer().text(for: $0) }.joined(separator: "\n"))
  }

  /// The report of a cell that must fail.
  func failure(_ cell: String, sourceLocation: SourceLocation = #_sourceLocation) -> DiagnosticReport? {
    if case .failed(let report) = outcome(of: cell).0 { return report }
    Issue.record("the cell runs", sourceLocation: sourceLocation)
    return nil
  }
}
