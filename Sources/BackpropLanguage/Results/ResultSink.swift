import Backprop

/// One result of a cell, to be shown to the user.
public struct CellResult: Equatable, Sendable {
  public var content: Content
  /// Results with the same key replace each other in place, as in a progress display. nil: shown once and
  /// kept.
  public var displayKey: String?
  /// The session's number of digits after the decimal point.
  public var digits: Int
  /// The value of the formula at the end of the cell, which a notebook shows as `Out`.
  public var isValue: Bool
  /// A long text to show next to the cell rather than below it: help.
  public var isPage: Bool
  /// What was checked, proved or marked, for programs that grade.
  public var checks: [CheckRecord] = []

  public enum Content: Equatable, Sendable {
    case document(Document)
    /// The progress or the result of training.
    case training(TrainingReport)
    case figure(Figure)
    case animation(Animation)
    /// The same lines for many values, with sliders.
    indirect case variation(Variation)
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

/// What a running cell needs from its host: a place for results, a clock, an interrupt flag. Closures rather
/// than a protocol, because Embedded Swift has no existentials.
public struct CellHost {
  /// What becomes of a question to the user.
  public enum Reply: Equatable, Sendable {
    case line(String)
    /// The client takes no questions, as where a notebook is run without a reader.
    case nobody
    case interrupted
  }

  /// In bytes. A larger file is not data for teaching and would only exhaust the memory.
  public static let largestFile = 256 << 20

  public var emit: (CellResult) -> Void
  /// True once the user has interrupted the cell; polled between patterns.
  public var isInterrupted: () -> Bool
  /// Seconds since some fixed moment; used for progress only, never for results.
  public var now: () -> Double
  /// The bytes of a file, or the reason why it cannot be read. Reading a large file may take long, so this
  /// function checks for interrupts itself.
  public var readFile: (String) -> Result<[UInt8], FileFailure>
  /// Writes a complete file, or leaves the existing one unchanged; it also checks for interrupts itself.
  public var writeFile: (String, [UInt8]) -> Result<Void, FileFailure>
  /// What a compressed file holds, or the reason why it cannot be unpacked; it checks for interrupts itself.
  public var unpack: (PackedBytes) -> Result<[UInt8], FileFailure> = { _ in
    .failure(.refused("it is compressed; unpack it"))
  }
  /// The approximate number of free bytes of memory; nil if unknown.
  public var availableMemory: () -> Double?
  /// Asks the user for a line, and waits for it.
  public var ask: (_ prompt: String) -> Reply
  /// Called with a failure of a statement: whether those below it run all the same.
  public var goesOn: (DiagnosticReport) -> Bool
  /// Whether a report of what failed comes with examples that were tried; they take time.
  public var givesExamples = true
  /// Whether a picture of a network holds the explanations of its units and weights; they take time.
  public var explainsNetworks = true
  /// How many processor cores the cell may use at once; no result depends on it.
  public var cores = Processor.cores
  /// What surfaces cover that are seen one after the other; a surface that is not among them covers what its
  /// paths need.
  public var planes: [FigureScales.Plane] = []
  /// Called with the state after every statement, so that assistance stays current while a long cell runs.
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
    ask: @escaping (_ prompt: String) -> Reply = { _ in .nobody },
    goesOn: @escaping (DiagnosticReport) -> Bool = { _ in false },
    publish: @escaping (SessionSnapshot) -> Void = { _ in }
  ) {
    self.emit = emit
    self.isInterrupted = isInterrupted
    self.now = now
    self.readFile = readFile
    self.writeFile = writeFile
    self.availableMemory = availableMemory
    self.ask = ask
    self.goesOn = goesOn
    self.publish = publish
  }
}

extension CellHost {
  /// The same host, which shows every result in a notation.
  func writing(with writer: NotationWriter) -> CellHost {
    var host = self
    host.emit = { self.emit(writer.result($0)) }
    return host
  }
}

/// Compressed bytes in a file.
public struct PackedBytes: Sendable {
  public enum Format: Equatable, Sendable {
    /// RFC 1952
    case gzip
    /// RFC 1951, which unpacks to exactly so many bytes, with this checksum of ZIP's.
    case deflate(size: Int, checksum: UInt32)
  }

  public let file: [UInt8]
  public let range: Range<Int>
  public let format: Format

  /// The data of gzip end with the number of bytes that they hold, the least significant byte first.
  public var expectedSize: Int {
    switch format {
    case .gzip: Int(clamping: file[range].suffix(4).reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) })
    case .deflate(let size, _): size
    }
  }
}

/// Why a file could not be read or written.
public enum FileFailure: Error, Equatable, Sendable {
  /// As worded by the operating system.
  case refused(String)
  /// The user interrupted the cell.
  case interrupted

  public var reason: String {
    switch self {
    case .refused(let reason): reason
    case .interrupted: "stopped"
    }
  }
}
