/// What all weights share in an update, with the settings of an epoch. Only what depends on the number of the
/// update is computed in each.
final class UpdateNumbers: @unchecked Sendable {
  private let program: RowProgram
  /// One number of each row of the program. Never changes after `init`.
  private let start: Numbers
  /// The same in eight lanes each, then each row of the program for eight updates that follow each other.
  private let lanes: Numbers
  /// The number of the first of these updates; 0 before any was computed.
  private var first: Int64 = 0

  /// program: with the inputs of `RuleProgram.inputs`, and with the number of the update as the late one.
  init(_ program: RowProgram, _ options: TrainingOptions) {
    self.program = program
    let inputs = RuleProgram.inputs(options, update: 1)
    let count = max(program.code.rowCount, 1)
    start = .allocate(capacity: count)
    start.initialize(repeating: 0, count: count)
    program.code.begin(start, inputs)
    lanes = .allocate(capacity: 16 * count)
    lanes.initialize(repeating: 0, count: 16 * count)
    for row in 0..<count { lanes.setLanes(8 * row, Lanes(repeating: start[row])) }
  }

  deinit {
    start.deallocate()
    lanes.deallocate()
  }

  /// Calls `body` with the results for this update. Such calls may run at the same time.
  @inline(__always)
  func with(_ update: Int64, _ body: (RowCode, Numbers) -> Void) {
    let code = program.code
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(code.rowCount, 1)) { memory in
      guard let numbers = memory.baseAddress else { return }
      numbers.initialize(from: start, count: code.rowCount)
      numbers[RuleProgram.updateInput] = Double(update)
      code.finish(numbers)
      body(code, numbers)
    }
  }

  /// Calls `body` with a function that gives each result for this update. Eight updates are computed at a
  /// time, so that those that follow cost little. Only one thread may call it.
  @inline(__always)
  func withBlock(_ update: Int64, _ body: ((Int) -> Double) -> Void) {
    let code = program.code
    let block = lanes + 8 &* max(code.rowCount, 1)
    if first == 0 || update < first || update &- first >= 8 {
      first = update
      block.update(from: lanes, count: 8 &* code.rowCount)
      let numbers = Lanes(repeating: Double(update)) + Lanes(0, 1, 2, 3, 4, 5, 6, 7)
      block.setLanes(8 &* RuleProgram.updateInput, numbers)
      code.finishLanes(block)
    }
    let lane = Int(update &- first)
    body { code.output($0, ofLanes: block, lane) }
  }
}
