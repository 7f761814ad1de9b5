import Backprop

@testable import BackpropLanguage

/// A random cell and the conditions it runs under.
struct TrialCell {
  var text: String
  /// The number of interrupt checks before it is interrupted.
  var patience: Int
}

/// Random cells run in one session, so that their effects accumulate, and what they do wrong.
struct RandomProgram {
  var cells: [TrialCell]

  init(_ cells: [TrialCell]) { self.cells = cells }

  /// The files that exist from the start.
  static let files: [String: [UInt8]] = [
    "iris.csv":
      "length,width,species\n5.1,3.5,setosa\n7.0,3.2,versicolor\n6.3,3.3,virginica\n4.9,3.0,setosa\n",
    "markup.csv": "<zz,$zz,&zz,\\zz\n1,0,%zz,<zz>\n0,1,{zz,#zz\n1,1,^zz,\\zz\n0,0,&zz,$zz$\n",
    "plain.csv": "0 0 0\n0 1 1\n1 0 1\n1 1 0\n",
    "hostile.csv":
      "a\u{1B}[31m,\"b\u{7}\n\nb\",<zz>\u{0}\n0,1,\u{1B}[2J<zz>\n1,0,\"x\n\n$zz\"\n"
      + "1,1,\(String(repeating: "w", count: 60))\n",
    "huge.csv": "1e308,-1e308,1\n-1e308,1e308,0\n1e-320,0,1\n",
    "broken.csv": "1,2,3\n4,5\n\u{FEFF}6,x,7\n",
    "empty.csv": "",
    "net.json": "{}",
  ].mapValues { Array($0.utf8) }

  /// A different program for each seed: each cell is made for the state left by the cells above it. Returns
  /// the program up to the failing cell, and what that cell did wrong.
  static func run(seed: UInt64, cells count: Int) -> (program: RandomProgram, fault: Fault?) {
    var random = RandomGenerator(seed: seed)
    let session = WatchedSession(files: files, offsets: seed)
    var program = RandomProgram([])
    for _ in 0..<count {
      var source = RandomCell(
        random: RandomGenerator(seed: random.next()), state: session.state, files: session.files.keys.sorted()
      )
      let cell = TrialCell(text: source.cell(), patience: random.below(4) == 0 ? random.below(30) : 300)
      program.cells.append(cell)
      if let fault = session.faults(of: cell).first { return (program, fault) }
    }
    return (program, session.faultsOfSaving().first)
  }

  /// The fault of the first faulty cell.
  func faults() -> [Fault] {
    let session = WatchedSession(files: Self.files, offsets: 0)
    for cell in cells {
      let faults = session.faults(of: cell)
      if !faults.isEmpty { return faults }
    }
    return session.faultsOfSaving()
  }

  /// A shorter program with the same kind of fault: cells, lines and words are left out as long as the fault
  /// remains.
  func shrunk(to kind: Fault.Kind) -> RandomProgram {
    var program = self
    var attempts = 300
    func keeps(_ attempt: RandomProgram) -> Bool {
      attempts -= 1
      guard attempts > 0, attempt.faults().contains(where: { $0.kind == kind }) else { return false }
      program = attempt
      return true
    }
    for place in cells.indices.reversed() {
      var attempt = program
      attempt.cells.remove(at: place)
      _ = keeps(attempt)
    }
    for separator in ["\n", " "] as [Character] {
      for place in program.cells.indices {
        var piece = 0
        while true {
          var pieces = program.cells[place].text.split(separator: separator, omittingEmptySubsequences: false)
          guard piece < pieces.count, pieces.count > 1, attempts > 0 else { break }
          pieces.remove(at: piece)
          var attempt = program
          attempt.cells[place].text = pieces.joined(separator: String(separator))
          if !keeps(attempt) { piece += 1 }
        }
      }
    }
    return program
  }

  /// The cells as Swift literals, so that control characters are visible.
  var text: String {
    cells.map { "  \($0.text.debugDescription), interrupted after \($0.patience)" }.joined(separator: "\n")
  }
}
