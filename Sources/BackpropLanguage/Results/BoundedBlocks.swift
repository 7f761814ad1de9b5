/// The output of one statement, collected up to what a page can hold. The rest is left out, and a note says
/// how much: nobody would read a display of a hundred megabytes, and the page would freeze.
struct BoundedBlocks {
  private(set) var blocks: [Block] = []
  private var characters = 0
  private var leftOut = 0

  /// The approximate maximum number of characters of a display as HTML, its longest form.
  static let mostCharacters = 1_500_000

  /// Whether the limit has been reached.
  var isFull: Bool { characters >= Self.mostCharacters }

  mutating func add(_ more: [Block]) {
    for (place, block) in more.enumerated() {
      if isFull { return leaveOut(more.count - place) }
      blocks.append(block)
      characters += block.characters
    }
  }

  /// Records that there is more.
  mutating func leaveOut(_ parts: Int) { leftOut += parts }

  /// The collected blocks, with a note on how much is missing.
  var withNotice: [Block] {
    guard leftOut > 0 else { return blocks }
    let notice =
      "the output of one statement ends here; \(Wording.plural(leftOut, "more part")) "
      + (leftOut == 1 ? "is left out" : "are left out")
    return blocks + [.note([.text(notice)])]
  }
}

extension Block {
  /// The approximate number of characters of its HTML.
  fileprivate var characters: Int {
    switch self {
    case .heading(let inline), .paragraph(let inline), .note(let inline): 30 + Self.characters(inline)
    case .table(let table): table.characters
    case .derivation(let derivation):
      100 + ([derivation.subject] + derivation.chain).reduce(0) { $0 + 60 + $1.characters }
        + derivation.uses.reduce(0) { $0 + Self.characters($1) }
    case .board(let board):
      board.uses.reduce(100) { $0 + Self.characters($1) }
        + board.lines.reduce(0) { sum, line in
          sum + 100 + (line.left?.characters ?? 0) + line.right.characters + Self.characters(line.reason)
        }
    case .code(let source): 30 + source.utf8.count
    case .folded(_, let blocks, let otherwise):
      blocks.reduce(100 + Self.characters(otherwise)) { $0 + $1.characters }
    case .list(let items): items.reduce(0) { $0 + 10 + Self.characters($1) }
    }
  }

  fileprivate static func characters(_ inlines: [Inline]) -> Int {
    inlines.reduce(0) { sum, inline in
      switch inline {
      case .text(let text), .strong(let text), .code(let text): sum + 20 + text.utf8.count
      case .formula(let formula): sum + formula.characters
      case .equation(let equation), .continuation(let equation):
        sum + equation.left.characters + equation.right.characters
      case .number: sum + 20
      }
    }
  }
}

extension Table {
  fileprivate var characters: Int {
    let shown = rows.prefix(Self.mostRows)
    let cells = shown.reduce(0) { sum, row in
      sum + 30 + Block.characters(row.header)
        + row.cells.prefix(Self.mostColumns).reduce(0) { sum, cell in
          if case .inline(let inline) = cell { sum + 20 + Block.characters(inline) } else { sum + 35 }
        }
    }
    return cells + columns.prefix(Self.mostColumns).reduce(100) { $0 + 30 + Block.characters($1) }
      + Block.characters(caption)
  }
}

extension Formula {
  /// An italic letter takes eight characters, and a part of a formula has two or three letters; a very long
  /// formula is cut.
  fileprivate var characters: Int { min(parts, 10_000) * 20 }

  private var parts: Int { children.reduce(1) { $0 + $1.parts } }
}
