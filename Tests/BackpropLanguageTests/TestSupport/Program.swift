import Foundation
import TestSupport

/// A file of cells, each followed by the lines that it should show:
///
///     forward 2
///     # expect:
///     #   y_k1 = 0.935049
///
/// The lines must be shown in this order; other lines may come between them. White space and line breaks
/// count only as separators, so that the width of the terminal does not matter. A line `# runs` ends a cell
/// without expectations.
struct Program: CustomStringConvertible, Sendable {
  struct Cell: Sendable {
    var source: String
    var expected: [String]
    /// The line of the file on which it begins.
    var line: Int
  }

  let name: String
  let cells: [Cell]
  var description: String { name }

  /// The programs of a folder, which must not be empty.
  static func all(in folder: String) throws -> [Program] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let directory = root.appending(path: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    return try some(names.filter { $0.hasSuffix(".bp") }).sorted().map { name in
      Program(name: name, text: try String(contentsOf: directory.appending(path: name), encoding: .utf8))
    }
  }

  init(name: String, text: String) {
    self.name = name
    var cells: [Cell] = []
    var source: [String] = []
    var expected: [String] = []
    var isExpecting = false
    var start = 1
    func close() {
      if source.contains(where: { !$0.isEmpty && !$0.hasPrefix("#") }) {
        let text = source.joined(separator: "\n").trimmingCharacters(in: .newlines)
        cells.append(Cell(source: text, expected: expected, line: start))
      }
      source = []
      expected = []
      isExpecting = false
    }
    for (number, line) in text.components(separatedBy: "\n").enumerated() {
      if isExpecting, line.hasPrefix("#") {
        expected.append(String(line.dropFirst()))
        continue
      }
      if isExpecting { close() }
      if line == "# runs" {
        close()
        continue
      }
      if line == "# expect:" {
        isExpecting = true
        continue
      }
      if source.isEmpty { start = number + 1 }
      if !(source.isEmpty && line.isEmpty) { source.append(line) }
    }
    close()
    self.cells = cells
  }

  /// The first expected line that `text` does not contain in order; nil if it contains them all.
  static func firstMissing(_ expected: [String], in text: String) -> String? {
    func words(_ line: String) -> String { line.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    var rest = words(text)[...]
    for line in expected {
      guard let place = rest.range(of: words(line)) else { return line }
      rest = rest[place.upperBound...]
    }
    return nil
  }
}
