import CSQLite

/// A database in a file. It must be used on a single thread.
struct SQLiteDatabase: ~Copyable {
  enum Value {
    case integer(Int)
    case text(String)
    case null
  }

  struct Failure: Error, Equatable {
    var message: String
    /// Another process is holding the file; what has failed may be tried again.
    var isBusy = false
  }

  private let handle: OpaquePointer
  private let statements: Statements

  /// Opens or creates a database that several processes may use at once. It waits up to one second for a
  /// locked one.
  ///
  /// - Parameter path: a file, or `:memory:`.
  init(path: String) throws(Failure) {
    var handle: OpaquePointer?
    let status = sqlite3_open_v2(
      path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
    guard status == SQLITE_OK, let handle else {
      let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(handle)
      throw Failure(message: message)
    }
    self.handle = handle
    statements = Statements()
    sqlite3_busy_timeout(handle, 1000)
  }

  deinit {
    statements.finish()
    sqlite3_close_v2(handle)
  }

  /// Whether the file is readable but not writable.
  var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

  /// Runs one statement, with its question marks replaced by the values, and returns the rows. A statement is
  /// prepared when it first runs.
  @discardableResult
  func run(_ sql: String, _ values: [Value] = []) throws(Failure) -> [[Value]] {
    guard let statement = statements.prepared(sql, in: handle) else { throw failure() }
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (index, value) in values.enumerated() { bind(value, to: statement, at: Int32(index + 1)) }
    var rows: [[Value]] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: rows.append((0..<sqlite3_column_count(statement)).map { column($0, of: statement) })
      case SQLITE_DONE: return rows
      default: throw failure()
      }
    }
  }

  /// The number of the last inserted row.
  var lastInsertedRow: Int { Int(sqlite3_last_insert_rowid(handle)) }

  private func bind(_ value: Value, to statement: OpaquePointer?, at index: Int32) {
    switch value {
    case .integer(let number): sqlite3_bind_int64(statement, index, Int64(number))
    case .null: sqlite3_bind_null(statement, index)
    case .text(let text):
      // SQLITE_TRANSIENT, a cast that Swift does not import: SQLite copies the text.
      let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      sqlite3_bind_text64(statement, index, text, UInt64(text.utf8.count), copies, UInt8(SQLITE_UTF8))
    }
  }

  private func column(_ index: Int32, of statement: OpaquePointer?) -> Value {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_INTEGER: return .integer(Int(sqlite3_column_int64(statement, index)))
    case SQLITE_NULL: return .null
    default:
      let bytes = UnsafeBufferPointer(
        start: sqlite3_column_text(statement, index), count: Int(sqlite3_column_bytes(statement, index)))
      return .text(String(decoding: bytes, as: UTF8.self))
    }
  }

  private func failure() -> Failure {
    Failure(
      message: String(cString: sqlite3_errmsg(handle)),
      isBusy: [SQLITE_BUSY, SQLITE_LOCKED].contains(sqlite3_errcode(handle)))
  }

  /// The statements that have been run, by their text.
  private final class Statements {
    private var prepared: [String: OpaquePointer] = [:]

    func prepared(_ sql: String, in handle: OpaquePointer) -> OpaquePointer? {
      if let known = prepared[sql] { return known }
      var statement: OpaquePointer?
      guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { return nil }
      prepared[sql] = statement
      return statement
    }

    func finish() {
      for statement in prepared.values { sqlite3_finalize(statement) }
      prepared = [:]
    }
  }
}

extension SQLiteDatabase.Value {
  var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  var text: String? { if case .text(let value) = self { value } else { nil } }
}
