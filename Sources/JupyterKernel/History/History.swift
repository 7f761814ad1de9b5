import Glibc

/// The cells of this session and of earlier ones, in a database that all kernels of a user share. Each shell
/// of a kernel is a session of its own; it gets its number, one more than the last, with its first cell.
/// Other kernels see what is written once it is committed; only then is it also safe.
struct History: ~Copyable {
  private let database: SQLiteDatabase
  private var sessions: [ShellName: Int] = [:]
  private var settledSessions: [ShellName: Int] = [:]
  private var transaction: Transaction?

  /// What has been written between two calls of `settle`.
  private enum Transaction {
    case open
    /// Another kernel has held the file for too long; further writes do not wait for it again.
    case refused(SQLiteDatabase.Failure)
  }

  /// Opens the history in a file, which is created if missing and readable by its owner only. Nothing is
  /// written to a file with other content.
  ///
  /// - Parameter path: a file, or `:memory:`.
  init(path: String) throws(SQLiteDatabase.Failure) {
    if path != ":memory:" { try Self.prepareFile(path) }
    let database = try SQLiteDatabase(path: path)
    if database.isReadOnly { throw SQLiteDatabase.Failure(message: "the file cannot be written") }
    let version = try database.run("PRAGMA user_version").first?.first?.integer ?? 0
    guard version <= Self.version else {
      throw SQLiteDatabase.Failure(message: "a later version of this program keeps its history there")
    }
    let tables = try database.run("SELECT name FROM sqlite_master WHERE type = 'table'")
    if !tables.isEmpty, !Self.isHistory(database) {
      throw SQLiteDatabase.Failure(message: "it is another program's database")
    }
    // With this, readers and a writer do not wait for one another.
    try database.run("PRAGMA journal_mode = WAL")
    try database.run("PRAGMA synchronous = NORMAL")
    try database.run("PRAGMA cache_size = -200")
    try database.run(
      "CREATE TABLE IF NOT EXISTS session (number INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL)")
    try database.run(
      """
      CREATE TABLE IF NOT EXISTS cell (
        id INTEGER PRIMARY KEY, session INTEGER NOT NULL, line INTEGER NOT NULL, source TEXT NOT NULL, \
        output TEXT,
        UNIQUE (session, line))
      """)
    if version < Self.version { try database.run("PRAGMA user_version = \(Self.version)") }
    self.database = database
  }

  /// The version of the table layout.
  private static let version = 1

  /// Whether the tables are those that this program creates.
  private static func isHistory(_ database: borrowing SQLiteDatabase) -> Bool {
    do throws(SQLiteDatabase.Failure) {
      try database.run("SELECT number, started FROM session LIMIT 0")
      try database.run("SELECT id, session, line, source, output FROM cell LIMIT 0")
      return true
    } catch {
      return false
    }
  }

  /// SQLite gives its auxiliary files the permissions of the main file.
  private static func prepareFile(_ path: String) throws(SQLiteDatabase.Failure) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw SQLiteDatabase.Failure(message: SystemError(number: errno).description)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw SQLiteDatabase.Failure(message: "it is not a file")
    }
  }

  mutating func remember(_ shell: ShellName, line: Int, source: String) throws(SQLiteDatabase.Failure) {
    try begin()
    if sessions[shell] == nil {
      try database.run("INSERT INTO session (started) VALUES (?)", [.text(MessageStamp.now())])
      sessions[shell] = database.lastInsertedRow
    }
    try database.run(
      "INSERT OR REPLACE INTO cell (session, line, source) VALUES (?, ?, ?)",
      [.integer(sessions[shell] ?? 0), .integer(line), .text(source)])
  }

  /// The result of a cell that is already in the history.
  mutating func rememberOutput(_ shell: ShellName, line: Int, _ output: String) throws(SQLiteDatabase.Failure)
  {
    try begin()
    try database.run(
      "UPDATE cell SET output = ? WHERE session = ? AND line = ?",
      [.text(output), .integer(sessions[shell] ?? 0), .integer(line)])
  }

  private mutating func begin() throws(SQLiteDatabase.Failure) {
    switch transaction {
    case .open?: return
    case .refused(let failure)?: throw failure
    case nil: break
    }
    do throws(SQLiteDatabase.Failure) {
      try database.run("BEGIN IMMEDIATE")
      transaction = .open
    } catch {
      transaction = .refused(error)
      throw error
    }
  }

  /// Commits what has been written. If that fails, the sessions that it began do not exist.
  mutating func settle() throws(SQLiteDatabase.Failure) {
    defer { transaction = nil }
    guard case .open? = transaction else { return }
    do throws(SQLiteDatabase.Failure) {
      try database.run("COMMIT")
      settledSessions = sessions
    } catch {
      sessions = settledSessions
      _ = try? database.run("ROLLBACK")
      throw error
    }
  }

  /// Rolls back what has been written but not settled.
  mutating func undo() {
    if case .open? = transaction { _ = try? database.run("ROLLBACK") }
    sessions = settledSessions
    transaction = nil
  }

  /// The entries that a request asks for, the oldest first.
  func find(_ request: HistoryRequest, for shell: ShellName) throws(SQLiteDatabase.Failure) -> [HistoryEntry]
  {
    let columns = "SELECT session, line, source, output FROM cell"
    let count = SQLiteDatabase.Value.integer(max(0, request.count ?? Int(Int32.max)))
    let rows: [[SQLiteDatabase.Value]]
    switch request.access {
    case .tail:
      rows = try database.run("\(columns) ORDER BY session DESC, line DESC LIMIT ?", [count]).reversed()
    case .search:
      let unique = request.unique ? "AND id IN (SELECT max(id) FROM cell GROUP BY source)" : ""
      rows = try database.run(
        "\(columns) WHERE source GLOB ? \(unique) ORDER BY session DESC, line DESC LIMIT ?",
        [.text(request.pattern), count]
      ).reversed()
    case .range:
      rows = try database.run(
        "\(columns) WHERE session = ? AND line >= ? AND line < ? ORDER BY line",
        [
          .integer(try number(of: request.session, for: shell)), .integer(request.start),
          .integer(request.stop ?? Int(Int32.max)),
        ])
    }
    return rows.compactMap { row in
      guard row.count == 4, let session = row[0].integer, let line = row[1].integer, let source = row[2].text
      else { return nil }
      return HistoryEntry(session: session, line: line, source: source, output: row[3].text)
    }
  }

  /// The absolute number of a session that may be given relatively: 0 for this one, -1 for the one before.
  private func number(of session: Int, for shell: ShellName) throws(SQLiteDatabase.Failure) -> Int {
    if session > 0 { return session }
    guard let this = sessions[shell] else {
      let last = try database.run("SELECT max(number) FROM session").first?.first?.integer ?? 0
      return last &+ 1 &+ session
    }
    return this &+ session
  }
}
