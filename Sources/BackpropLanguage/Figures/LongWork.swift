import Backprop

/// How long work checks for interrupts, and how it reports that something went wrong.
struct LongWork {
  /// The statement that the work belongs to.
  let range: SourceRange
  let isInterrupted: () -> Bool
  /// How many processor cores it may use.
  let cores: Int

  /// The number of patterns after which work checks for an interrupt.
  static let patternsPerPoll = 4096

  /// Throws if the user has interrupted the cell.
  func checkInterrupt() throws(Diagnostic) { if isInterrupted() { throw problem(.interrupted) } }

  func problem(_ problem: Problem, example: String? = nil) -> Diagnostic {
    Diagnostic(problem, at: range, example: example)
  }

  func problem(_ error: NetworkError) -> Diagnostic { Diagnostic(.network(error), at: range) }

  /// A command that cannot be carried out.
  func need(_ what: String, for command: String, example: String? = nil) -> Diagnostic {
    problem(.needs(command: command, what), example: example)
  }

  /// The outputs of a network for every pattern, computed on all cores that it may use.
  func test(_ network: Network, _ set: PatternSet) throws(Diagnostic) -> TestResult {
    let result: TestResult
    do throws(NetworkError) {
      result = try network.test(set, threads: cores) { !isInterrupted() }
    } catch { throw problem(error) }
    guard result.outputs.rows == set.count else { throw problem(.interrupted) }
    return result
  }
}
