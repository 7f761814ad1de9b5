extension Report {
  /// The table of the README: those that a reader may have heard of, and whole nanoseconds.
  var frontPage: String {
    let names = ["Backprop", "genann", "FANN", "C", "PyTorch", "JAX"].filter { name in
      self.rows.contains { $0.timings.contains { $0.name == name } }
    }
    let headings = names.map { $0 == "C" ? "plain C, -O3" : $0 }
    let rows = self.rows.map { row in
      [row.name]
        + names.map { name in
          guard let timing = row.timings.first(where: { $0.name == name }) else { return "" }
          return Numbers.whole(timing.median)
        }
    }
    return ReportTable(columns: [""] + headings, rows: rows).markdown
  }
}
