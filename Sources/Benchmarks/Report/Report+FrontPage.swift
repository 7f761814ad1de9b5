extension Report {
  /// The table of the README: the peers that a reader may know, with PyTorch in its faster form, and whole
  /// nanoseconds.
  var frontPage: String {
    let names = ["Backprop", "genann", "C", "FANN", "NumPy", "PyTorch", "JAX"].filter { name in
      self.rows.contains { $0.timings.contains { $0.name == name } }
    }
    let headings = names.map { $0 == "C" ? "plain C, -O3" : $0 }
    let rows = self.rows.map { row in
      [row.name]
        + names.map { name in
          let forms = name == PeerProgram.pyTorch[0] ? PeerProgram.pyTorch : [name]
          let times = row.timings.filter { forms.contains($0.name) }.map { $0.median }
          return times.min().map(Numbers.whole) ?? ""
        }
    }
    return ReportTable(columns: [""] + headings, rows: rows).markdown
  }
}
