/// What all weights share in an update, with the settings of an epoch. Only what depends on the number of the
/// update is computed in each.
final class UpdateNumbers: @unchecked Sendable {
  private let program: RowProgram
  /// One number of each row of the program. Never changes after `init`.
  private let start: Numbers

  /// program: with the inputs of `RuleProgram.inputs`, and with the number of the update as the late one.
  init(_ program: RowProgram, _ options: TrainingOptions) {
    self.program = program
    let inputs = RuleProgram.inputs(options, update: 1)
    start = .allocate(capacity: max(program.code.rowCount, 1))
    start.initialize(repeating: 0, count: max(program.code.rowCount, 1))
    program.code.begin(start, inputs)
  }

  deinit { start.deallocate() }

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
}
