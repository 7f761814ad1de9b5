import Backprop

/// Everything that a cell shows, in a course's notation.
extension NotationWriter {
  func result(_ result: CellResult) -> CellResult {
    var result = result
    switch result.content {
    case .document(let document): result.content = .document(Document(blocks(document.blocks)))
    case .training(var report):
      report.errorName = prose(report.errorName)
      report.ending = report.ending.map { prose($0) }
      result.content = .training(report)
    case .figure(let figure): result.content = .figure(self.figure(figure))
    case .animation(var animation):
      animation.title = prose(animation.title)
      animation.description = prose(animation.description)
      animation.frames = animation.frames.map { frame in
        Animation.Frame(
          name: prose(frame.name), blocks: blocks(frame.blocks),
          figures: frame.figures.map { figure($0) })
      }
      result.content = .animation(animation)
    // Its results have been written already.
    case .variation: break
    }
    return result
  }

  func blocks(_ blocks: [Block]) -> [Block] {
    blocks.flatMap { self.block($0) }
  }

  /// A block; the bias weights of a matrix become one of their own if they have a symbol of their own.
  private func block(_ block: Block) -> [Block] {
    if case .table(let table) = block, notation.bias != nil, let (biases, others) = table.withoutBiases {
      return [.table(self.table(biases)), .table(self.table(others))]
    }
    let written: Block =
      switch block {
      case .heading(let inlines): .heading(line(inlines))
      case .paragraph(let inlines): .paragraph(line(inlines))
      case .note(let inlines): .note(line(inlines))
      case .table(let table): .table(self.table(table))
      case .derivation(let derivation): .derivation(self.derivation(derivation))
      case .board(let board): .board(self.board(board))
      case .code(let source): .code(code(source))
      case .list(let items): .list(items.map { line($0) })
      case .folded(let summary, let blocks, let otherwise):
        .folded(summary: summary, self.blocks(blocks), otherwise: line(otherwise))
      }
    return [written]
  }

  // MARK: - Lines

  /// `X = 3`, in which -X becomes X = -3; or any other line.
  private func line(_ inlines: [Inline]) -> [Inline] {
    if inlines.count == 3, case .formula(let subject) = inlines[0], inlines[1] == .text(" = ") {
      let written = formula(subject)
      if isTurned(subject, written) {
        switch inlines[2] {
        case .number(let value): return [.formula(written.turned), inlines[1], .number(-value)]
        case .formula(let value): return [.formula(written.turned), inlines[1], .formula(value.turned)]
        case .text, .strong, .code, .equation, .continuation: break
        }
      }
    }
    return inlines.map { self.inline($0) }
  }

  private func inline(_ inline: Inline) -> Inline {
    switch inline {
    case .text(let text): .text(prose(text))
    case .strong(let text): .strong(prose(text))
    case .code(let source): .code(code(source))
    case .formula(let formula): .formula(self.formula(formula))
    case .equation(let equation): .equation(self.equation(equation))
    case .continuation(let equation): .continuation(self.equation(equation))
    case .number: inline
    }
  }

  private func derivation(_ derivation: Derivation) -> Derivation {
    let subject = formula(derivation.subject)
    let isTurned = isTurned(derivation.subject, subject)
    // The rule comes first, and the same with numbers below it.
    let chain = derivation.chain.enumerated().map { place, step in
      place == 1 ? numbers(formula(step), for: derivation.chain[0]) : formula(step)
    }
    return Derivation(
      step: derivation.step, subject: isTurned ? subject.turned : subject,
      chain: isTurned ? chain.map { $0.turned } : chain,
      uses: derivation.uses.map { uses($0) }, terms: derivation.terms)
  }

  /// What a number comes from: `δ_k1 = 0.3 (2a)` or `δ_k1 (2a)`.
  private func uses(_ inlines: [Inline]) -> [Inline] {
    guard case .formula(let symbol)? = inlines.first else { return line(inlines) }
    let written = formula(symbol)
    guard isTurned(symbol, written) else { return line(inlines) }
    if inlines.count > 2, inlines[1] == .text(" = "), case .formula(let value) = inlines[2] {
      return [.formula(written.turned), inlines[1], .formula(value.turned)]
        + line(Array(inlines.dropFirst(3)))
    }
    return [.formula(written.turned)] + line(Array(inlines.dropFirst()))
  }

  // MARK: - Tables

  /// A column of -X becomes one of X, with its numbers turned; a matrix of weights gets a row for each
  /// receiving unit if these come first.
  private func table(_ table: Table) -> Table {
    var table = table
    let (caption, isTurned) = head(table.caption)
    let isMatrix =
      notation.receivesFirst && (table.letters.map { sendsInRows($0) } ?? table.caption.isWeights)
    table.caption = caption
    let stubs = table.columns.count - (table.rows.first?.cells.count ?? table.columns.count)
    var turned: Set<Int> = []
    table.columns = table.columns.enumerated().map { place, inlines in
      let (head, isTurned) = head(inlines)
      if isTurned { turned.insert(place - stubs) }
      return head
    }
    table.rows = table.rows.map { row in
      Table.Row(
        header: line(row.header),
        cells: row.cells.enumerated().map { place, cell in
          switch cell {
          case .number(let value): return .number(isTurned != turned.contains(place) ? -value : value)
          case .inline(let inlines): return .inline(line(inlines))
          case .integer, .empty: return cell
          }
        })
    }
    return isMatrix ? table.transposed : table
  }

  /// Whether the rows of a matrix are those of the sending units, where those of the receiving ones come
  /// first.
  private func sendsInRows(_ given: Table.Letters) -> Bool {
    guard !given.areGiven, let rows = letters.firstIndex(of: Subscript(given.rows).layerLetter),
      let columns = letters.firstIndex(of: Subscript(given.columns).layerLetter)
    else { return false }
    return rows < columns
  }

  /// A head that is one formula loses the sign that writing it has put in front.
  private func head(_ inlines: [Inline]) -> (head: [Inline], isTurned: Bool) {
    guard inlines.count == 1, case .formula(let symbol) = inlines[0] else { return (line(inlines), false) }
    let written = formula(symbol)
    return isTurned(symbol, written) ? ([.formula(written.turned)], true) : ([.formula(written)], false)
  }

  // MARK: - Completions

  func item(_ item: Completions.Item) -> Completions.Item {
    let isTyped = (item.kind == "file" || item.kind == "name") && item.text != Notation.freeLetter
    return Completions.Item(
      text: isTyped ? item.text : code(item.text), kind: item.kind,
      detail: prose(item.detail))
  }
}

extension [Inline] {
  /// Whether it names the weights between two layers, their changes, or a rule's own v_ij.
  fileprivate var isWeights: Bool {
    if count == 1, case .formula(.name(let name)) = self[0] {
      let places = OtherCourses.parts(of: name).subscripts
      return places.count == 2 && places.allSatisfy { $0.unit == nil && !$0.letter.isEmpty }
    }
    guard count == 1, case .formula(.quantity(let quantity, let places)) = self[0] else { return false }
    switch quantity {
    case .weight, .weightChange, .previousWeightChange: return places.allSatisfy { $0.unit == nil }
    case .totalInput, .output, .input, .target, .delta, .error, .totalError, .meanError, .accuracy, .epochs:
      return false
    }
  }
}

extension Table {
  /// The first row of a weight matrix as a column of its own, if it is the bias unit's, and the others.
  fileprivate var withoutBiases: (biases: Table, others: Table)? {
    guard caption.isWeights, case .formula(.quantity(let quantity, let places))? = caption.first,
      places.count == 2, let row = rows.first, row.header == [.text(places[0].letter + "0")]
    else { return nil }
    let name = Formula.quantity(quantity, [Subscript(places[0].letter, unit: 0), places[1]])
    let biases = Table(
      columns: [[.formula(name)]], rows: zip(columns, row.cells).map { Row(header: $0, cells: [$1]) },
      digits: digits)
    var others = self
    others.rows.removeFirst()
    others.extent = extent.map { Extent(rows: $0.rows - 1, columns: $0.columns) }
    return (biases, others)
  }

  /// With a row for each column.
  fileprivate var transposed: Table {
    let heads = columns.suffix(rows.first?.cells.count ?? 0)
    let rows = heads.enumerated().map { place, head in
      Row(header: head, cells: self.rows.map { $0.cells[place] })
    }
    let extent = extent.map { Extent(rows: $0.columns, columns: $0.rows) }
    return Table(
      caption: caption, columns: self.rows.map { $0.header }, rows: rows, digits: digits, extent: extent)
  }
}
