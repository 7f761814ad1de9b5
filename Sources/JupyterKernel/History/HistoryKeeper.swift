/// Something to record about a cell.
struct HistoryChange: Sendable {
  enum Part: Sendable {
    case source(String)
    case output(String)
  }

  var shell: ShellName
  var line: Int
  var part: Part

  init(shell: ShellName, line: Int, _ part: Part) {
    self.shell = shell
    self.line = line
    self.part = part
  }
}

/// Writes the history to its file, or only to memory once the file fails: the kernel goes on, and reports the
/// failure once.
struct HistoryKeeper: ~Copyable {
  private var history: History
  private let path: String?
  private var isInFile: Bool
  private let log: KernelLog
  /// What could not be written yet because another process holds the file.
  private var delayed: [HistoryChange] = []
  private var delays = 0
  /// How many times in a row the file may be busy, for one second each time.
  private static let mostDelays = 3

  /// - Parameter path: the file; nil to use only memory.
  init(_ path: String?, _ log: KernelLog) throws(SQLiteDatabase.Failure) {
    self.path = path
    self.log = log
    if let path {
      do throws(SQLiteDatabase.Failure) {
        history = try History(path: path)
        isInFile = true
        return
      } catch {
        Self.complain(path, error, log)
      }
    }
    history = try History(path: ":memory:")
    isInFile = false
  }

  /// Writes either all changes or none; if none, they are kept for the next attempt or in memory.
  mutating func write(_ changes: [HistoryChange]) {
    let changes = delayed + changes
    guard !changes.isEmpty else { return }
    delayed = []
    do throws(SQLiteDatabase.Failure) {
      try apply(changes)
      delays = 0
    } catch {
      history.undo()
      if error.isBusy && isInFile && delays < Self.mostDelays {
        delays += 1
        delayed = changes
      } else {
        keepInMemory(changes, because: error)
      }
    }
  }

  /// The requested cells; none if the file cannot be read.
  mutating func find(_ request: HistoryRequest, for shell: ShellName) -> [HistoryEntry] {
    do throws(SQLiteDatabase.Failure) {
      return try history.find(request, for: shell)
    } catch {
      if error.isBusy || !isInFile {
        log.warning("history_not_read", ("reason", error.message))
        return []
      }
      keepInMemory([], because: error)
      return (try? history.find(request, for: shell)) ?? []
    }
  }

  private mutating func apply(_ changes: [HistoryChange]) throws(SQLiteDatabase.Failure) {
    for change in changes {
      switch change.part {
      case .source(let source): try history.remember(change.shell, line: change.line, source: source)
      case .output(let output): try history.rememberOutput(change.shell, line: change.line, output)
      }
    }
    try history.settle()
  }

  private mutating func keepInMemory(_ changes: [HistoryChange], because failure: SQLiteDatabase.Failure) {
    guard isInFile, let memory = try? History(path: ":memory:") else {
      log.warning("history_failed", ("reason", failure.message))
      return
    }
    Self.complain(path ?? "", failure, log)
    history = memory
    isInFile = false
    write(changes)
  }

  private static func complain(_ path: String, _ failure: SQLiteDatabase.Failure, _ log: KernelLog) {
    log.complaint("history_in_memory", ("path", path), ("reason", failure.message))
  }
}
