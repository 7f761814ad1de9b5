import Testing

@testable import BackpropLanguage

/// The example below an error can be typed as it is, in the session in which it is shown.
@Suite struct ExampleTests {
  @Test(arguments: [
    // The layer that comes second is not the j of the handout.
    ("network 4 - 8 - j 8 - 3 softmax", "connect h -> j"),
    ("network 2-2-1", "connect i -> j"),
    ("network 2-2-1\nconnect i -> k", "connect i -> k"),
    ("network 2-1", "connect i -> k"),
    ("network a: b 3 - c 4 - d 2", "connect b -> c"),
    ("network 2-1", "w_ik ="),
    ("network 3-4-2", "w_ij ="),
    ("network 2-1\npatterns or", "plot surface"),
    ("network 2-2-1\npatterns xor", "plot surface w_i1j1"),
    ("network 60-4-1\npatterns parity 4", "transfer j"),
    // Nobody types so many inputs, and a file of the example's name is not there.
    ("network 60-3-10", "train"),
    ("network 60-3-10", "forward 1"),
    ("network 60-3-10", "predict"),
    ("network i 64 - b 3 - c 10", "train"),
    ("network 30-5-30", "train"),
    ("network 784-16-10, bias", "step"),
    ("network 784-16-10, bias", "b1 = 0.35"),
    ("", "load \"nothing.json\""),
    ("", "save net \"net.json\""),
    ("", "train 10 epochs, lr"),
    ("network 2-2-1", "plot network a y δ"),
    ("network 2-2-1", "plot network z"),
    ("network 3-2-1", "log(0)"),
    ("network 3-2-1", "\"hello\""),
    ("network 2-1", "\"hello\""),
    ("network 2-1", "print w_ij,"),
    ("network 2-1", "print history now"),
    ("", "r"),
    ("network 2-1", "r"),
    ("network i 2 - h 2 - k 1", "b1 = 0.35"),
    ("network 4 - 8 - j 8 - 3 softmax", "b_j"),
    // The cell itself defines what its own last line needs.
    ("", "network 3-2-1\npatterns p:\n  0 1 0 -> 1\nforward 1\nz_j"),
    // What is proposed names weights that are not there, or is no correct line.
    ("network 2-3-2-2-2", "check 1.65 = wj1j"),
    ("", "0.1_000"),
    // The patterns in use do not fit the network.
    ("network 2-2-1\npatterns parity 4", "train 10 epochs, rule adagrad"),
  ])
  func runsWhereItIsShown(_ session: String, _ mistake: String) throws {
    let notebook = Notebook()
    notebook.run(session)
    let example = try #require(notebook.failure(mistake)?.entries[0].example)
    let before = mistake.split(separator: "\n").dropLast().joined(separator: "\n")
    notebook.run(before)
    #expect(notebook.outcome(of: example).0 == .finished, "\(example)")
  }

  private static let sessions = [
    "", "network 2-2-1", "network 2-2-1, bias\npatterns xor\nforward 2\nbackward", "network 2-1",
    "network 9-3-1", "network 60-3-10", "network n: i 2 - h 2 - k 1", "network 4 - 8 - j 8 - 3 softmax",
  ]

  /// Every mistake of a program, in sessions that it was not written for.
  @Test(arguments: try Program.all(in: "Mistakes"))
  func runsAfterEveryMistake(_ program: Program) {
    let cells = program.cells.filter { !$0.expected.isEmpty && !$0.source.contains("\n") }
    #expect(countOfExamples(after: cells.map { $0.source }) > Self.sessions.count)
  }

  /// Every command with what it does not take.
  @Test(arguments: CommandTable.all.map { $0.name })
  func runsAfterEveryCommand(_ name: String) throws {
    let command = try #require(CommandTable.command(named: name))
    var cells = ["", " zzz", " \"zzz\"", " 7 7 zzz", ", zzz", " j9", " zzz: 1"].map { name + $0 }
    let beginning = command.beginning.split(separator: "\n").last ?? ""
    cells += command.options.map { "\(beginning), \($0.name) zzz" }
    #expect(countOfExamples(after: cells) > 0)
  }

  /// Runs the example below each mistake in each session; returns how many there were.
  private func countOfExamples(after mistakes: [String]) -> Int {
    var count = 0
    for mistake in mistakes {
      for session in Self.sessions {
        let notebook = Notebook()
        notebook.run(session)
        guard case .failed(let report) = notebook.outcome(of: mistake, interruptedAfter: 200).0 else {
          continue
        }
        for entry in report.entries {
          // There is no file of this name here.
          guard let example = entry.example, !example.contains(" from \"") else { continue }
          count += 1
          let copy = Notebook()
          copy.run(session)
          if case .failed(let second) = copy.outcome(of: example, interruptedAfter: 200).0 {
            Issue.record("after `\(session)`, `\(mistake)` shows\n\(example)\n\(second.text)")
          }
        }
      }
    }
    return count
  }
}
