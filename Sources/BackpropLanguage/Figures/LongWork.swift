import Backprop

/// What work that may take long asks while it goes on, and where it says that something went wrong.
struct LongWork {
  /// The statement that it is done for.
  let range: SourceRange
  let isInterrupted: () -> Bool

  /// Work over patterns asks after so many of them whether it is to stop.
  static let patternsPerPoll = 4096

  /// Throws where the user has asked for the cell to stop.
  func checkInterrupt() throws(Diagnostic) { if isInterrupted() { throw problem(.interrupted) } }

  func problem(_ problem: Problem, example: String? = nil) -> Diagnostic {
    Diagnostic(problem, at: range, example: example)
  }

  func problem(_ error: NetworkError) -> Diagnostic { Diagnostic(.network(error), at: range) }

  /// A command that cannot be done.
  func need(_ what: String, for command: String, example: String? = nil) -> Diagnostic {
    problem(.needs(command: command, what), example: example)
  }

  /// What a network makes of every pattern, by all cores.
  func test(_ network: Network, _ set: PatternSet) throws(Diagnostic) -> TestResult {
    let result: TestResult
    do throws(NetworkError) {
      result = try network.test(set, threads: Processor.cores) { !isInterrupted() }
    } catch { throw problem(error) }
    guard result.outputs.rows == set.count else { throw problem(.interrupted) }
    return result
  }
}
