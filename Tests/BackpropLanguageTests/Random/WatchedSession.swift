import Backprop
import Rendering

@testable import BackpropLanguage

/// A session that checks every cell: that it ends, what it shows, and the state it leaves.
final class WatchedSession {
  private let session = Session()
  var files: [String: [UInt8]]
  /// The cursor position.
  private var offsets: RandomGenerator
  private var cells: [String] = []

  var state: SessionState { session.snapshot.state }

  init(files: [String: [UInt8]], offsets seed: UInt64) {
    self.files = files
    offsets = RandomGenerator(seed: seed)
  }

  /// The maximum number of bytes that a cell shows in one format; the largest results, animations, take a
  /// megabyte.
  private static let largestOutput = 4 << 20
  /// After an interrupt, a cell checks at most this many more times: each of its threads and loops once.
  private static let mostAfterInterrupt = 100
  /// Seconds between two checks; a debug build under a sanitizer is a hundred times slower than normal.
  private static let longestSilence = Duration.seconds(20)

  /// Runs the cell and returns what it does wrong.
  func faults(of cell: TrialCell) -> [Fault] {
    cells.append(cell.text.debugDescription)
    return Watchdog.shared.watch(cells.joined(separator: "\n")) {
      faultsOfAssistance(cell.text) + faultsOfRunning(cell)
    }
  }

  // MARK: - Running

  private func faultsOfRunning(_ cell: TrialCell) -> [Fault] {
    let before = session.snapshot
    var published: [SessionSnapshot] = []
    var results: [CellResult] = []
    var asked = 0
    var lastAsked = ContinuousClock.now
    var silence = Duration.zero
    func listen() {
      let now = ContinuousClock.now
      silence = max(silence, now - lastAsked)
      lastAsked = now
    }
    let host = CellHost(
      emit: { results.append($0) },
      isInterrupted: {
        asked += 1
        listen()
        return asked > cell.patience
      },
      readFile: { name in
        self.files[name].map { .success($0) } ?? .failure(.refused("no such file"))
      },
      writeFile: { name, bytes in
        guard !name.contains("full") else { return .failure(.refused("no space left")) }
        self.files[name] = bytes
        return .success(())
      },
      publish: { published.append($0) })
    let outcome = session.run(cell.text, host: host)
    listen()
    let after = session.snapshot
    var faults = faultsOfNumbers(after.state) + faultsOfResults(results)
    if asked > cell.patience + Self.mostAfterInterrupt {
      faults.append(Fault(.goesOnAfterInterrupt, "asks \(asked - cell.patience) times more"))
    }
    if silence > Self.longestSilence { faults.append(Fault(.doesNotAsk, "for \(silence)")) }
    let parsed = CellParser.parse(SourceText(cell.text))
    if parsed.diagnostics.isEmpty, Assistance.completeness(cell.text + "\n\n") != .complete {
      faults.append(Fault(.completeness, "\(Assistance.completeness(cell.text)) for a right cell"))
    }
    let isOne = parsed.statements.count == 1
    switch outcome {
    case .finished: break
    case .failed(let report):
      // The effects of the commands above the failing one remain.
      let hasRun = parsed.diagnostics.isEmpty
      let expected = isOne || !hasRun ? before : published.last ?? before
      let change = Self.change(from: expected, to: after, isThorough: hasRun)
      faults += change.map { [Fault(.stateOfFailure, $0)] } ?? []
      faults += faultsOfReport(report, cell.text)
    case .interrupted:
      guard isOne, !Self.keepsWhatItHas(cell.text) else { break }
      faults += Self.change(from: before, to: after).map { [Fault(.stateOfInterrupt, $0)] } ?? []
    }
    return faults
  }

  /// Interrupted, it keeps what it has done so far.
  private static func keepsWhatItHas(_ cell: String) -> Bool {
    let verb = cell.split { !$0.isLetter }.first.map { String($0) } ?? ""
    return CommandTable.command(named: verb)?.name == Command.train.name
  }

  // MARK: - The state

  private func faultsOfNumbers(_ state: SessionState) -> [Fault] {
    var faults: [Fault] = []
    for network in state.networks {
      let weights = network.core.projections.flatMap { $0.weights.elements }
      if let weight = weights.first(where: { !$0.isFinite }) {
        faults.append(Fault(.notFinite, "a weight of \(network.name) is \(weight)"))
      }
    }
    for patterns in state.patternSets {
      let numbers = patterns.set.inputs.elements + patterns.set.targets.elements
      if !numbers.allSatisfy({ $0.isFinite }) {
        faults.append(Fault(.notFinite, "a pattern of \(patterns.name)"))
      }
    }
    if !state.learningRate.isFinite || !state.momentum.isFinite { faults.append(Fault(.notFinite, "η or α")) }
    return faults
  }

  /// The state as shown by a session, and the files that it saves.
  private static func portrait(of snapshot: SessionSnapshot, isThorough: Bool) -> [String] {
    let state = snapshot.state
    let weights = state.network?.core.weightCount ?? 0
    let numbers = state.patternSets.reduce(0) { $0 + $1.set.inputs.elements.count }
    var probes = ["list", "print settings", "print network"]
    if weights < 1000, isThorough { probes += ["print weights", "print activations", "print δ", "print Δw"] }
    if numbers < 1000, isThorough { probes += ["print patterns", "save \"portrait\""] }
    return probes.map { probe in
      var shown = probe + "\n"
      let host = CellHost(
        emit: { shown += Renderer().text(for: $0) },
        writeFile: { _, bytes in
          shown += String(decoding: bytes, as: UTF8.self)
          return .success(())
        })
      if case .failed(let report) = Session(continuing: snapshot).run(probe, host: host) {
        shown += report.text
      }
      return shown
    }
  }

  private static func change(
    from before: SessionSnapshot, to after: SessionSnapshot, isThorough: Bool = true
  ) -> String? {
    for (old, new) in zip(
      portrait(of: before, isThorough: isThorough), portrait(of: after, isThorough: isThorough))
    where old != new {
      return "was\n\(old.prefix(800))\nis\n\(new.prefix(800))"
    }
    return before.state.networks.count == after.state.networks.count ? nil : "another number of networks"
  }

  /// Saved files are restored, if there are few patterns: networks and patterns unchanged, and from the
  /// second time on the whole file (definitions may change their order, since those needed by others come
  /// first).
  func faultsOfSaving() -> [Fault] {
    guard state.patternSets.reduce(0, { $0 + $1.set.inputs.elements.count }) < 5000 else { return [] }
    var saved: [[UInt8]] = []
    let host = CellHost(
      emit: { _ in }, readFile: { _ in .success(saved.last ?? []) },
      writeFile: { _, bytes in
        saved.append(bytes)
        return .success(())
      })
    guard case .finished = Session(continuing: session.snapshot).run("save \"a\"", host: host) else {
      return []
    }
    let other = Session()
    var faults: [Fault] = []
    if case .failed(let report) = other.run("load \"a\"\nsave \"b\"\nload \"b\"\nsave \"c\"", host: host) {
      faults.append(Fault(.roundTrip, "what was saved does not load: \(report.text)"))
    } else {
      let loaded = other.snapshot.state
      let isSame =
        loaded.currentNetwork == state.currentNetwork && loaded.currentPatterns == state.currentPatterns
        && Self.weights(loaded) == Self.weights(state)
        && loaded.patternSets.map { $0.set }.allSatisfy { set in state.patternSets.contains { $0.set == set }
        }
      if saved.count != 3 || saved[1] != saved[2] || !isSame {
        faults.append(Fault(.roundTrip, "what was saved is another after `load`"))
      }
    }
    return faults
  }

  private static func weights(_ state: SessionState) -> [[UInt64]] {
    state.networks.sorted { $0.name < $1.name }.map { network in
      network.core.projections.flatMap { $0.weights.elements.map { $0.bitPattern } }
    }
  }

  // MARK: - What is shown

  private func faultsOfResults(_ results: [CellResult]) -> [Fault] {
    var faults: [Fault] = []
    var sizes: [String: Int] = [:]
    for result in results {
      for entry in Renderer().rendition(of: result).entries {
        sizes[entry.type, default: 0] += entry.text.utf8.count
        let isText = entry.type != "image/png" && entry.type != "application/pdf"
        if isText { faults += faultsOfText(entry.text, entry.type) + faultsOfMarkup(entry) }
      }
    }
    for (type, size) in sizes where size > Self.largestOutput {
      faults.append(Fault(.tooLong, "\(size) bytes of \(type)"))
    }
    return faults
  }

  /// The content of names and files is text, never markup: `<zz`, `\zz`, `$zz`.
  private func faultsOfMarkup(_ entry: Rendition.Entry) -> [Fault] {
    guard entry.type != "text/plain" else { return [] }
    let isLaTeX = entry.type == "text/latex"
    let signs = isLaTeX ? "\\&#%$" : "<&"
    var rest = entry.text[...]
    while let place = rest.firstRange(of: "zz") {
      let before = rest[..<place.lowerBound]
      rest = rest[place.upperBound...]
      guard let sign = before.last, signs.contains(sign) else { continue }
      // In LaTeX, `<` and `>` occur only in formulas.
      if isLaTeX, before.dropLast().last == "\\" || before.hasSuffix("$<$") || before.hasSuffix("$>$") {
        continue
      }
      return [Fault(.markup, "\(entry.type): \(String(before.suffix(60)).debugDescription)")]
    }
    return []
  }

  private func faultsOfText(_ text: String, _ what: String) -> [Fault] {
    // Bytes, because pages are long: controls are single bytes, except those of C1, 0xC2 0x80 to 0xC2 0x9F.
    var last: UInt8 = 0
    for (place, byte) in text.utf8.enumerated() {
      defer { last = byte }
      guard byte < 0x20 && byte != 0x0A || byte == 0x7F || last == 0xC2 && byte < 0xA0 else { continue }
      let part = text.utf8.dropFirst(max(place - 60, 0)).prefix(100)
      return [Fault(.controlCharacter, "\(what): \(String(decoding: part, as: UTF8.self).debugDescription)")]
    }
    return []
  }

  private func faultsOfReport(_ report: DiagnosticReport, _ cell: String) -> [Fault] {
    var faults = faultsOfText(report.text, "report")
    if report.message.isEmpty || report.entries.isEmpty
      || report.entries.contains(where: { $0.message.isEmpty })
    {
      faults.append(Fault(.noMessage, report.text))
    }
    let source = SourceText(cell)
    for entry in report.entries {
      let line = source.line(entry.position.line)
      let columns = line.unicodeScalars.count + 1
      let isInside =
        (1...source.lineStarts.count).contains(entry.position.line)
        && (1...columns).contains(entry.position.column) && entry.length >= 1
        && entry.mark + entry.length <= entry.sourceLine.unicodeScalars.count + 1
      if !isInside { faults.append(Fault(.placeOutside, "\(entry)")) }
      // A refuted equation has no correct spelling.
      if report.name != "CheckFailed" { faults += faultsOfExample(entry.example, report, of: cell) }
    }
    return faults
  }

  /// The example is a correct cell. If the session was known, it names only what exists.
  private func faultsOfExample(_ example: String?, _ report: DiagnosticReport, of cell: String) -> [Fault] {
    guard let example else { return [Fault(.noExample, report.text)] }
    let parsed = CellParser.parse(SourceText(example), in: state.reading)
    guard parsed.diagnostics.isEmpty, !parsed.statements.isEmpty else {
      return [Fault(.exampleDoesNotParse, report.text)]
    }
    guard CellParser.parse(SourceText(cell), in: state.reading).diagnostics.isEmpty else { return [] }
    var files = self.files
    var asked = 0
    let host = CellHost(
      emit: { _ in },
      isInterrupted: {
        asked += 1
        return asked > 100
      },
      readFile: { _ in .success(Self.table) },
      writeFile: { name, bytes in
        files[name] = bytes
        return .success(())
      })
    let outcome = Session(continuing: session.snapshot).run(example, host: host)
    if case .failed(let failure) = outcome, Self.misfits.contains(where: { failure.message.contains($0) }) {
      return [Fault(.exampleDoesNotRun, report.text + "\nThe example:\n" + failure.text)]
    }
    return []
  }

  /// Messages about layers, units and patterns that do not exist.
  private static let misfits = [
    "has no layer", "there is no unit", "no weights lead", "there is no pattern ", "connected already",
    "numbers stand",
  ]

  /// The file read by every example.
  private static let table = Array("1,2,3,4,species\n1,2,3,4,a\n1,2,3,5,b\n".utf8)

  // MARK: - Assistance

  private func faultsOfAssistance(_ cell: String) -> [Fault] {
    var faults: [Fault] = []
    let count = cell.unicodeScalars.count
    _ = Assistance.completeness(cell)
    for _ in 0..<2 {
      let offset = offsets.below(count + 1)
      let completions = Assistance.complete(cell, at: offset, in: session.snapshot) { _ in
        self.files.keys.sorted()
      }
      if completions.range.lowerBound < 0 || completions.range.upperBound > count {
        faults.append(Fault(.completion, "\(completions.range) of \(count)"))
      }
      for item in completions.items {
        faults += faultsOfText(item.text + " " + item.detail, "completion at \(offset)")
      }
      guard let document = Assistance.inspect(cell, at: offset, in: session.snapshot) else { continue }
      for entry in Renderer().rendition(of: document).entries {
        faults += faultsOfText(entry.text, "inspection at \(offset), \(entry.type)")
      }
    }
    return faults
  }
}
