/// One result of a cell on its way to the reader.
public struct CellResult: Equatable, Sendable {
  public var content: Content
  /// Results with the same key replace one another in place: a progress display. nil: shown once, for good.
  public var displayKey: String?
  /// Digits after the decimal point that the session shows.
  public var digits: Int
  /// The value of the formula that the cell ends with: what a notebook shows as `Out`.
  public var isValue: Bool
  /// A long text to read beside the cell rather than below it: help.
  public var isPage: Bool

  public enum Content: Equatable, Sendable {
    case document(Document)
    /// How training goes, or went.
    case training(TrainingReport)
    case figure(Figure)
    case animation(Animation)
  }

  public init(
    _ content: Content, displayKey: String? = nil, digits: Int = 6, isValue: Bool = false,
    isPage: Bool = false
  ) {
    self.content = content
    self.displayKey = displayKey
    self.digits = digits
    self.isValue = isValue
    self.isPage = isPage
  }
}

/// What a running cell asks of the world around it: somewhere to put results, a clock, whether to stop.
/// Closures rather than a protocol, because Embedded Swift has no existentials.
public struct CellHost {
  /// In bytes. A larger file is no data for teaching, and would only exhaust the memory.
  public static let largestFile = 256 << 20

  public var emit: (CellResult) -> Void
  /// True once the user has asked for the cell to stop; polled between patterns.
  public var isInterrupted: () -> Bool
  /// Seconds since some fixed moment; for progress only, never for results.
  public var now: () -> Double
  /// The bytes of a file, or a reason for there being none. A large file may be long in coming, so this looks
  /// itself whether it is to stop.
  public var readFile: (String) -> Result<[UInt8], FileFailure>
  /// Writes all of a file, or leaves what was there; it too looks whether it is to stop.
  public var writeFile: (String, [UInt8]) -> Result<Void, FileFailure>
  /// About how many bytes of memory are free; nil where nobody knows.
  public var availableMemory: () -> Double?
  /// Told the state after every statement, so that assistance keeps up while a long cell runs.
  public var publish: (SessionSnapshot) -> Void

  public init(
    emit: @escaping (CellResult) -> Void,
    isInterrupted: @escaping () -> Bool = { false },
    now: @escaping () -> Double = { 0 },
    readFile: @escaping (String) -> Result<[UInt8], FileFailure> = { _ in
      .failure(.refused("there are no files here"))
    },
    writeFile: @escaping (String, [UInt8]) -> Result<Void, FileFailure> = { _, _ in
      .failure(.refused("there are no files here"))
    },
    availableMemory: @escaping () -> Double? = { nil },
    publish: @escaping (SessionSnapshot) -> Void = { _ in }
  ) {
    self.emit = emit
    self.isInterrupted = isInterrupted
    self.now = now
    self.readFile = readFile
    self.writeFile = writeFile
    self.availableMemory = availableMemory
    self.publish = publish
  }
}

/// Why a file could not be read or written.
public enum FileFailure: Error, Equatable, Sendable {
  /// In the system's words.
  case refused(String)
  /// The user asked for the cell to stop.
  case interrupted

  public var reason: String {
    switch self {
    case .refused(let reason): reason
    case .interrupted: "stopped"
    }
  }
}
