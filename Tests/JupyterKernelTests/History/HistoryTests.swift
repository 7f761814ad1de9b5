import Foundation
import Testing

@testable import JupyterKernel

@Suite struct HistoryTests {
  func sources(_ history: borrowing History, _ request: HistoryRequest) throws -> [String] {
    try history.find(request, for: .main).map(\.source)
  }

  func history(_ sources: String...) throws -> History {
    var history = try History(path: ":memory:")
    for (index, source) in sources.enumerated() {
      try history.remember(.main, line: index + 1, source: source)
    }
    return history
  }

  @Test func theTailIsTheLatestInOrder() throws {
    let history = try history("a", "b", "c")
    var request = HistoryRequest(access: .tail)
    request.count = 2
    #expect(try sources(history, request) == ["b", "c"])
    request.count = -1
    #expect(try sources(history, request) == [])
  }

  @Test func aRangeEndsBeforeItsStop() throws {
    let history = try history("a", "b", "c", "d")
    var request = HistoryRequest(access: .range)
    request.start = 2
    request.stop = 4
    #expect(try sources(history, request) == ["b", "c"])
    request.session = -1
    #expect(try sources(history, request) == [])
  }

  @Test func searchesAreGlobs() throws {
    let history = try history("w_ij", "print w_ij", "δ_k", "w_ij")
    var request = HistoryRequest(access: .search)
    request.pattern = "*w_?j"
    #expect(try sources(history, request) == ["w_ij", "print w_ij", "w_ij"])
    request.unique = true
    #expect(try sources(history, request) == ["print w_ij", "w_ij"])
    request.pattern = "'; DROP TABLE cell; --"
    #expect(try sources(history, request) == [])
  }

  @Test func everyShellIsASession() throws {
    var history = try history("main")
    try history.remember(ShellName("side"), line: 1, source: "side")
    let entries = try history.find(HistoryRequest(access: .tail), for: .main)
    #expect(entries.map(\.session) == [1, 2])
    let here = try history.find(HistoryRequest(access: .range), for: ShellName("side"))
    #expect(here.map(\.source) == ["side"])
  }

  @Test func resultsStandWithTheirCells() throws {
    var history = try history("2 + 3")
    try history.rememberOutput(.main, line: 1, "5")
    #expect(
      try history.find(HistoryRequest(access: .tail), for: .main)
        == [HistoryEntry(session: 1, line: 1, source: "2 + 3", output: "5")])
  }

  @Test func whatIsSettledIsSeenByAnotherKernel() throws {
    let path = "\(NSTemporaryDirectory())history-\(UInt64.random(in: 0 ... .max)).sqlite"
    defer { for ending in ["", "-wal", "-shm"] { unlink(path + ending) } }
    var one = try History(path: path)
    var two = try History(path: path)
    try one.remember(.main, line: 1, source: "one")
    #expect(try sources(two, HistoryRequest(access: .tail)) == [])
    try one.settle()
    try two.remember(.main, line: 1, source: "two")
    try two.settle()
    let entries = try one.find(HistoryRequest(access: .tail), for: .main)
    #expect(entries.map(\.source) == ["one", "two"] && entries.map(\.session) == [1, 2])
  }

  @Test func aFileThatAnotherHoldsIsGivenUpOnceABatch() throws {
    let path = "\(NSTemporaryDirectory())history-\(UInt64.random(in: 0 ... .max)).sqlite"
    defer { for ending in ["", "-wal", "-shm"] { unlink(path + ending) } }
    var one = try History(path: path)
    var two = try History(path: path)
    try one.remember(.main, line: 1, source: "one")
    for line in 1...3 {
      #expect(throws: SQLiteDatabase.Failure.self) { try two.remember(.main, line: line, source: "two") }
    }
    try one.settle()
    try two.settle()
    try two.remember(.main, line: 4, source: "four")
    try two.settle()
    #expect(try sources(one, HistoryRequest(access: .tail)) == ["one", "four"])
  }

  @Test func aFileThatIsNoDatabaseIsRefused() {
    #expect(throws: SQLiteDatabase.Failure.self) { _ = try History(path: "/dev/null/history") }
  }
}
