import Foundation

/// What was measured, as a table or as JSON. Times are nanoseconds of processor time a pattern presented and learnt.
struct Report: Encodable {
  struct Entry: Encodable {
    let name: String
    let median: Double
    let least: Double
    let upperQuartile: Double
    /// The greatest difference of the weights from ours after two epochs, in the scale of the greatest weight.
    let difference: Double

    init(name: String, times: [Double], difference: Double) {
      let sorted = times.sorted()
      func quantile(_ share: Double) -> Double {
        sorted.isEmpty ? .nan : sorted[Int((Double(sorted.count - 1) * share).rounded())]
      }
      self.name = name
      median = quantile(0.5)
      least = quantile(0)
      upperQuartile = quantile(0.75)
      self.difference = difference
    }
  }

  struct Row: Encodable {
    let name: String
    let goal: String
    let entries: [Entry]
  }

  let rows: [Row]
  /// The digits in mini-batches of 32, with other options.
  let options: [Entry]
  let bytesPerWeight: Double

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  func table() -> String {
    var names: [String] = []
    for row in rows {
      for entry in row.entries where !names.contains(entry.name) { names.append(entry.name) }
    }
    var text = "Nanoseconds a pattern: median (least to upper quartile); one core each, in turns.\n\n"
    text += "| work | goal | \(names.joined(separator: " | ")) |\n"
    text += "| --- | --- |\(names.map { _ in " --- |" }.joined())\n"
    for row in rows {
      let cells = names.map { name in
        row.entries.first { $0.name == name }.map(cell) ?? "-"
      }
      text += "| \(row.name) | \(row.goal) | \(cells.joined(separator: " | ")) |\n"
    }
    text +=
      "\nGreatest difference of the weights from ours after two epochs, in the scale of the greatest weight:\n\n"
    for row in rows {
      let parts = row.entries.dropFirst().map { "\($0.name) \(String(format: "%.0e", $0.difference))" }
      text += "- \(row.name): \(parts.joined(separator: ", "))\n"
    }
    text += "\nDigits in mini-batches of 32, with other options:\n\n"
    let plain = options.first?.median ?? 1
    for entry in options {
      text +=
        "- \(entry.name): \(number(entry.median)) ns, \(String(format: "%.2f", entry.median / plain)) ×\n"
    }
    text += "\nMemory while 1024-1024-1024-10 trains: \(number(bytesPerWeight)) bytes a weight.\n"
    return text
  }

  private func cell(_ entry: Entry) -> String {
    "\(number(entry.median)) (\(number(entry.least)) to \(number(entry.upperQuartile)))"
  }

  private func number(_ x: Double) -> String {
    String(format: x < 100 ? "%.1f" : "%.0f", x)
  }
}
