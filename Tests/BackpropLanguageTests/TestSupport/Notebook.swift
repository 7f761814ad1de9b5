import BackpropLanguage
import Compression
import Rendering
import Testing

/// A session and the output of its cells, for tests that read like notebooks.
final class Notebook {
  let session = Session()
  /// What has been shown, in order; a later result with the same display key replaces the earlier one.
  private(set) var shown: [CellResult] = []
  /// Every result, including progress.
  private(set) var emitted: [CellResult] = []
  var files: [String: [UInt8]] = [:]
  /// The number of interrupt checks of the last cell.
  private(set) var timesAsked = 0
  var now: () -> Double = { 0 }
  /// What becomes of a question to the user.
  var ask: (String) -> CellHost.Reply = { _ in .nobody }
  /// The records of the last cell for programs that grade.
  var checks: [CheckRecord] { emitted.flatMap { $0.checks } }

  /// Runs a cell and returns what it shows as plain text, including the report if it fails.
  @discardableResult
  func run(_ cell: String) -> String {
    let (outcome, text) = outcome(of: cell)
    switch outcome {
    case .finished: return text
    case .failed(let report): return text.isEmpty ? report.text : text + "\n" + report.text
    case .interrupted: return text + "\ninterrupted"
    }
  }

  /// Runs a cell that is interrupted after more than `patience` checks.
  func outcome(of cell: String, interruptedAfter patience: Int = .max) -> (CellOutcome, String) {
    shown = []
    emitted = []
    timesAsked = 0
    var host = CellHost(
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
      }, ask: { self.ask($0) })
    host.unpack = Self.unpack
    let outcome = session.run(cell, host: host)
    return (outcome, shown.map { Renderer().text(for: $0) }.joined(separator: "\n"))
  }

  private static func unpack(_ packed: PackedBytes) -> Result<[UInt8], FileFailure> {
    guard let zlib = Zlib.shared else { return .failure(.refused("zlib is not on this machine")) }
    let result = zlib.unpacked(
      packed.file[packed.range], packed.format == .gzip ? .gzip : .deflate, expected: packed.expectedSize,
      most: CellHost.largestFile, isStopped: { false })
    return result.mapError { .refused("\($0)") }
  }

  /// The report of a cell that must fail.
  func failure(_ cell: String, sourceLocation: SourceLocation = #_sourceLocation) -> DiagnosticReport? {
    if case .failed(let report) = outcome(of: cell).0 { return report }
    Issue.record("the cell runs", sourceLocation: sourceLocation)
    return nil
  }
}
