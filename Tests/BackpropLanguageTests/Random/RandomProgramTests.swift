import Testing

@testable import BackpropLanguage

/// For any sequence of cells: each cell ends, can be interrupted, shows nothing that harms a terminal or a
/// page, and leaves finite weights. If it fails, the state is unchanged and the report is helpful.
@Suite(.serialized) struct RandomProgramTests {
  @Test func everyCellIsAnswered() {
    for seed in Trials("program", fixed: 1...4, share: 1) {
      let (program, fault) = RandomProgram.run(seed: seed, cells: 40)
      if let fault { record(fault, of: program, "seed \(seed)") }
    }
  }

  /// Earlier findings of random programs, as text, because a seed gives a different program once a command is
  /// added.
  @Test(arguments: [
    ["tr\0in"], ["Del\u{1B}a"], ["a\tb"], ["\r network"], ["patterns from \"hostile.csv\""],
    ["patterns from \"markup.csv\", target 4", "network 3-2-4", "test\nplot confusion, boundary"],
    ["network my-first-network-for-exercise-4: 2-2-1", "list"],
    [
      "network 2-2-2-3, bias", "patterns mine:\n 0.5 0.5 -> 0.7 0.5 0.5", "forward", "g(a) = exp(exp(a))",
      "backward",
      "update",
    ],
    [
      "network 2-2-1", "patterns xor", "h(a) = sqrt(a)", "transfer j h", "weights zero", "w_jk = 1", "step 2",
    ],
    ["network 2-2-1", "patterns huge:\n  0 1 -> 1e308", "η = 1e10", "step 1", "step 1"],
    ["network 2-2-2, bias", "freeze w_i1j4, w_jk"], ["network 2-3", "freeze w_ij"],
    ["network 2-2-1", "patterns one:\n  0 1 -> 1", "print Δw"], ["\\frac{\\partia∂"], ["^\\prime"],
    ["ΔΔw_mk"],
    ["patterns \\delta:\n  0.3 -> 0.4"], ["patterns from \"net\", inputs 3..9007199254740993"],
    ["patterns from \"huge.csv\", inputs 4..2.6"], ["net e\u{301}: 2 - 5 - 3 , error squares"],
    ["h(a) = h(a)"],
    ["h(a) = a", "network 2-1", "f(a) = h(a)", "h(a) = log(1 + exp(a))"],
  ])
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
