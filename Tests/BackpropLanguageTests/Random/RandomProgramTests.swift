import Testing

@testable import BackpropLanguage

/// Whatever is typed, cell after cell: each cell ends and can be interrupted, shows nothing that harms a terminal or a page,
/// leaves finite weights, and where it fails the state as it was and a report that helps.
@Suite(.serialized) struct RandomProgramTests {
  @Test func everyCellIsAnswered() {
    for seed in Trials("program", fixed: 1...6, share: 1) {
      let (program, fault) = RandomProgram.run(seed: seed, cells: 40)
      if let fault { record(fault, of: program, "seed \(seed)") }
    }
  }

  /// What random programs have found before.
  @Test(arguments: [[String]]())
  func foundBefore(_ cells: [String]) {
    let program = RandomProgram(cells.map { TrialCell(text: $0, patience: 300) })
    for fault in program.faults() { record(fault, of: program, "again") }
  }

  private func record(_ fault: Fault, of program: RandomProgram, _ name: String) {
    let short = program.shrunk(to: fault.kind)
    let shortFault = short.faults().first { $0.kind == fault.kind } ?? fault
    let text = "\(name): \(fault.kind): \(shortFault.detail)\nby the cells\n\(short.text)"
    Trials.say(text)
    Issue.record("\(text)")
  }
}
