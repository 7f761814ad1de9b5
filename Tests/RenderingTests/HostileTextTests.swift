import Backprop
import BackpropLanguage
import Foundation
import FoundationXML
import Testing

@testable import Rendering

/// Names, class words and source lines may contain anything. It never controls a terminal, reverses the
/// writing direction, breaks a LaTeX document or makes a picture that is not XML.
@Suite struct HostileTextTests {
  /// Every control, formatting character and separator of Unicode, and the markup of LaTeX and HTML.
  static let nasty: String = {
    var text = "a"
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        text.unicodeScalars.append(scalar)
        text += "b"
      default: continue
      }
    }
    return text + "\n\n\u{1B}[31m\u{FFFE}\\ { } $ & # % _ ^ ~ < > \" ' | [x] * \\\\ [2] ]]> --> </svg>"
  }()

  static let results: [CellResult] = {
    let name = [Inline.text(nasty)]
    let formula = Formula.name(nasty)
    let document = Document([
      .heading(name), .paragraph([.strong(nasty), .code(nasty), .formula(formula)]), .note(name),
      .table(
        Table(
          caption: name, columns: [name, name],
          rows: [
            .init(header: name, cells: [.inline(name)]),
            .init(header: name, cells: [.inline([.code("[x]")])]),
          ])),
      .table(Table(columns: [name], rows: [.init(header: name, cells: [.number(1)])])),
      .derivation(Derivation(step: nasty, subject: formula, chain: [formula], uses: [name])), .code(nasty),
      .list([name]),
      .board(
        Board(
          lines: [Board.Line(lead: nasty, left: formula, right: formula, reason: name)], uses: [name])),
    ])
    let point = Figure.Point(x: 1, y: 2)
    let chart = Figure.Chart(
      x: .init(nasty), y: .init(nasty),
      field: .init(
        x: 0...1, y: 0...1, columns: 2, rows: 2, values: [0, 1, 0, 1], label: nasty,
        scale: .classes([nasty, nasty])),
      curves: [.init(name: nasty, points: [point, point]), .init(name: "b" + nasty, points: [point])],
      points: [.init(name: nasty, points: [point], labels: [nasty])],
      markers: [.init(point, label: nasty)], notes: [nasty])
    let panel = Figure.Grid.Panel(
      title: nasty, rowName: nasty, columnName: nasty, rowLabels: [nasty], columnLabels: [nasty],
      values: Matrix(rows: 1, columns: 1, repeating: 0.5))
    let sheet = Figure.ImageSheet(rows: 1, columns: 1, images: [.init(values: [1], caption: nasty)])
    var contents: [Figure.Content] = [
      .chart(chart), .grid(.init(style: .heat, panels: [panel], notes: [nasty])), .images(sheet),
    ]
    if let network = try? FigureSamples.network([2, 2, 1]) {
      contents.append(.network(.init(network: network, letters: [nasty, nasty, nasty])))
    }
    let figures = contents.map {
      Figure(title: nasty, description: nasty, content: $0, formats: [.svg])
    }
    let frame = Animation.Frame(name: nasty, blocks: [.paragraph(name)], figures: Array(figures.prefix(1)))
    var report = TrainingReport(epoch: 1, epochs: 2, errorName: nasty, error: 1)
    report.ending = nasty
    return [.init(.document(document)), .init(.training(report))] + figures.map { .init(.figure($0)) } + [
      .init(
        .animation(
          .init(title: nasty, description: nasty, frames: [frame, frame], still: 1, formats: [.svg])))
    ]
  }()

  /// Characters that control a terminal or mislead an editor, except line feeds.
  static func commands(in text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\n"
      case .lineSeparator, .paragraphSeparator: true
      default: scalar.properties.isBidiControl
      }
    }
  }

  @Test func allAreThere() { #expect(Self.results.count == 7 && Self.nasty.unicodeScalars.count > 200) }

  @Test(arguments: results.indices)
  func noFormCommandsAnything(_ place: Int) {
    let bundle = Renderer().rendition(of: Self.results[place])
    #expect(bundle.entries.count > 1)
    for entry in bundle.entries { #expect(Self.commands(in: entry.text).isEmpty, "\(entry.type)") }
    #expect(Self.commands(in: Renderer().text(for: Self.results[place])).isEmpty)
  }

  @Test(arguments: results.indices)
  func picturesArePiecesOfXML(_ place: Int) {
    let pictures = Renderer().rendition(of: Self.results[place]).entries.filter { $0.type == "image/svg+xml" }
    // A document and a training's progress have none.
    #expect(pictures.count == (place < 2 ? 0 : 1))
    for picture in pictures { #expect(HTMLWriterTests.isWellFormed(picture.text)) }
  }

  /// A LaTeX document has no paragraph break within mathematics or a table.
  @Test func mathematicsHasNoEmptyLines() throws {
    let latex = try #require(Renderer().rendition(of: Self.results[0])["text/latex"])
    for (place, part) in latex.components(separatedBy: "$$").enumerated() where place % 2 == 1 {
      #expect(!part.contains("\n\n"))
    }
    let table = latex.components(separatedBy: "\\begin{tabular}").dropFirst()
    #expect(!table.isEmpty)
    for part in table {
      let rows = part.components(separatedBy: "\\end{tabular}")[0]
      #expect(!rows.contains("\n\n") && !rows.contains("\\\\\n[") && !rows.contains("\\\\\n*"))
    }
  }

  /// A name that no formula can have is not typeset: names in formulas come from the lexer.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/xelatex")))
  func xelatexSetsIt() throws {
    let name = [Inline.text(Self.nasty)]
    let document = Document([
      .heading(name), .paragraph([.strong(Self.nasty), .code(Self.nasty)]), .note(name),
      .table(
        Table(
          caption: name, columns: [name, name],
          rows: [
            .init(header: name, cells: [.inline(name), .inline([.text("[x]")])]),
            .init(header: [.text("[2]")], cells: [.inline([.code("*")]), .number(1)]),
          ])),
      .table(Table(columns: [name], rows: [.init(header: name, cells: [.number(1)])])), .code(Self.nasty),
      .list([name]),
    ])
    let latex = Renderer().rendition(of: CellResult(.document(document)))["text/latex"] ?? ""
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "hostile-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = "\\documentclass{article}\\usepackage{amsmath}\\begin{document}\n\(latex)\n\\end{document}\n"
    try page.write(to: folder.appending(path: "page.tex"), atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/xelatex")
    process.arguments = ["-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let log = (try? String(contentsOf: folder.appending(path: "page.log"), encoding: .utf8)) ?? ""
    let errors = log.split(separator: "\n").filter { $0.hasPrefix("!") }
    #expect(process.terminationStatus == 0, "\(errors)")
  }

  @Test(arguments: [false, true])
  func tracebacksCommandNothingButColours(_ isColoured: Bool) {
    let session = Session()
    let cell = "forward \u{1B}[2J\u{7}\u{202E} 1\u{85}2\u{2028}3"
    guard case .failed(let report) = session.run(cell, host: CellHost(emit: { _ in })) else {
      Issue.record("the cell runs")
      return
    }
    let text = Renderer().traceback(for: report, coloured: isColoured).joined(separator: "\n")
    let bare = ["36", "1", "1;31", "32", "0"].reduce(text) {
      $0.replacing("\u{1B}[\($1)m", with: "")
    }
    #expect(Self.commands(in: bare).isEmpty && Self.commands(in: report.message).isEmpty)
    #expect(Self.commands(in: report.text).isEmpty)
    #expect(report.entries.first?.sourceLine.contains("\u{FFFD}[2J\u{FFFD}\u{FFFD}") == true)
    // The marker is in the same position.
    #expect(report.entries.first?.sourceLine.unicodeScalars.count == cell.unicodeScalars.count)
  }
}
