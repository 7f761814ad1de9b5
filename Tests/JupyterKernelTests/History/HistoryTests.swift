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

  @Test(arguments: ["/dev/null/history", "/dev/null", "/proc/history", "/tmp"])
  func whatCanBeNoFileIsRefused(path: String) {
    #expect(throws: SQLiteDatabase.Failure.self) { _ = try History(path: path) }
  }

  /// The file is unchanged: no new table, no other journal, no byte written.
  @Test(arguments: ["no database at all, but a text of some length", ""])
  func whatBelongsToAnotherIsRefusedAndLeftAlone(text: String) throws {
    let path = "\(NSTemporaryDirectory())history-\(UInt64.random(in: 0 ... .max)).sqlite"
    defer { for ending in ["", "-wal", "-shm"] { unlink(path + ending) } }
    if text.isEmpty {
      let other = try SQLiteDatabase(path: path)
      try other.run("CREATE TABLE session (number INTEGER, name TEXT)")
      try other.run("INSERT INTO session VALUES (1, 'theirs')")
    } else {
      try writeFile(path, Array(text.utf8))
    }
    let before = try readFile(path)
    #expect(throws: SQLiteDatabase.Failure.self) { _ = try History(path: path) }
    #expect(try readFile(path) == before)
  }

  @Test func aLaterFormIsRefused() throws {
    let path = "\(NSTemporaryDirectory())history-\(UInt64.random(in: 0 ... .max)).sqlite"
    defer { for ending in ["", "-wal", "-shm"] { unlink(path + ending) } }
    _ = try History(path: path)
    _ = try History(path: path)
    try SQLiteDatabase(path: path).run("PRAGMA user_version = 99")
    #expect(throws: SQLiteDatabase.Failure.self) { _ = try History(path: path) }
  }

  @Test func theFileIsForItsOwner() throws {
    let path = "\(NSTemporaryDirectory())history-\(UInt64.random(in: 0 ... .max)).sqlite"
    defer { for ending in ["", "-wal", "-shm"] { unlink(path + ending) } }
    var history = try History(path: path)
    try history.remember(.main, line: 1, source: "secret")
    try history.settle()
    for ending in ["", "-wal", "-shm"] {
      var status = stat()
      #expect(stat(path + ending, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }
  }
}

@Suite struct HistoryKeeperTests {
  let path = "\(NSTemporaryDirectory())history-\(UInt64.random(in: 0 ... .max)).sqlite"

  private func sources(_ keeper: inout HistoryKeeper) -> [String] {
    keeper.find(HistoryRequest(access: .tail), for: .main).map(\.source)
  }

  private func change(_ line: Int) -> HistoryChange {
    HistoryChange(shell: .main, line: line, .source("cell \(line)"))
  }

  private func removeFiles() { for ending in ["", "-wal", "-shm"] { unlink(path + ending) } }

  @Test func withoutAFileItKeepsTheSessionInMemory() throws {
    try writeFile(path, Array("no database".utf8))
    defer { removeFiles() }
    var keeper = try HistoryKeeper(path, KernelLog(.error))
    keeper.write([change(1)])
    #expect(sources(&keeper) == ["cell 1"])
    #expect(try readFile(path) == Array("no database".utf8))
  }

  /// What another process delayed is written once that process releases the file, in order and only once.
  @Test func whatIsHeldUpIsWrittenLater() throws {
    defer { removeFiles() }
    var keeper = try HistoryKeeper(path, KernelLog(.error))
    let other = try SQLiteDatabase(path: path)
    try other.run("BEGIN IMMEDIATE")
    keeper.write([change(1)])
    #expect(sources(&keeper) == [])
    try other.run("ROLLBACK")
    keeper.write([change(2)])
    #expect(sources(&keeper) == ["cell 1", "cell 2"])
    var reader = try HistoryKeeper(path, KernelLog(.error))
    #expect(sources(&reader) == ["cell 1", "cell 2"])
  }

  @Test func aFileThatFailsLaterIsGivenUp() throws {
    defer { removeFiles() }
    var keeper = try HistoryKeeper(path, KernelLog(.error))
    keeper.write([change(1)])
    // Another program removes the table.
    try SQLiteDatabase(path: path).run("DROP TABLE cell")
    keeper.write([change(2)])
    #expect(sources(&keeper) == ["cell 2"])
  }
}
