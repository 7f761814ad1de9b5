/// Rows of a derivation of which some are about any layer: `δ^l = ((w^{l+1})^T δ^{l+1}) ⊙ σ'(z^l)`. Each
/// chain is written once for every layer for which all of it exists.
struct GeneralRows {
  private(set) var lines: StatementLines
  /// The letters, each with the layers that a chain was written for, counted from 0.
  private(set) var layers: [(letter: String, layers: [Int])] = []

  private struct Segment {
    /// 0: the command's own line.
    let line: Int
    let tokens: [Token]

    /// Whether it goes on with the one above.
    var continues: Bool {
      guard case .symbol(let sign)? = tokens.first?.kind else { return false }
      if DerivationRows.continuing.contains(sign) { return true }
      return (sign == "-" || sign == "->") && !tokens.contains { $0.isRelation }
    }
  }

  /// unified: the rows with one spelling for what is printed in several. nil if no row is about any layer, or
  /// there are none.
  init?(
    _ written: StatementLines, _ symbols: LayerSymbolReader, in source: SourceText,
    unified: ([Token]) -> [Token]
  ) throws(Diagnostic) {
    let colon = written.head.tokens.firstIndex { $0.kind == .symbol(":") }
    guard colon != nil || !written.rows.isEmpty else { return nil }
    lines = written
    let start = colon.map { $0 + 1 } ?? 1
    var segments: [Segment] = []
    let rows = [Array(written.head.tokens[start...])] + written.rows.map { $0.tokens }
    for (line, row) in rows.enumerated() {
      let tokens = unified(line == 0 ? row : DerivationRows.withoutLabel(row, in: source))
      segments += GeneralLayer.parts(tokens[...], ";").map { Segment(line: line, tokens: $0) }
    }
    guard segments.contains(where: { GeneralLayer.letter(in: $0.tokens) != nil }) else { return nil }
    lines.head.tokens = Array(written.head.tokens[..<start])
    lines.rows = []
    for chain in Self.chains(segments) { try add(chain, written, symbols) }
  }

  private static func chains(_ segments: [Segment]) -> [[Segment]] {
    var chains: [[Segment]] = []
    for segment in segments {
      if segment.continues, !chains.isEmpty {
        chains[chains.count - 1].append(segment)
      } else {
        chains.append([segment])
      }
    }
    return chains
  }

  private mutating func add(
    _ chain: [Segment], _ written: StatementLines, _ symbols: LayerSymbolReader
  ) throws(Diagnostic) {
    guard let (letter, range) = chain.lazy.compactMap({ GeneralLayer.letter(in: $0.tokens) }).first else {
      for segment in chain { add(segment.tokens, from: segment.line, of: written) }
      return
    }
    var own: [Int] = []
    for layer in symbols.letters.indices {
      let rows = chain.compactMap { GeneralLayer.line($0.tokens, letter, layer, symbols) }
      guard rows.count == chain.count else { continue }
      own.append(layer)
      for (segment, row) in zip(chain, rows) { add(row, from: segment.line, of: written) }
    }
    guard !own.isEmpty else { throw Diagnostic(.layers(.noLayer(letter: letter)), at: range) }
    if !layers.contains(where: { $0.letter == letter && $0.layers == own }) { layers.append((letter, own)) }
  }

  private mutating func add(_ tokens: [Token], from line: Int, of written: StatementLines) {
    let isBelowColon = lines.head.tokens.last?.kind == .symbol(":")
    if line == 0, lines.head.tokens.count == 1, !isBelowColon {
      lines.head.tokens += tokens
      return
    }
    var row = line > 0 ? written.rows[line - 1] : written.rows.first ?? written.head
    row.tokens = tokens
    row.indent = max(row.indent, written.head.indent + 1)
    lines.rows.append(row)
  }
}
