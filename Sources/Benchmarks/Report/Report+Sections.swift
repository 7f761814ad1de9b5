import BackpropLanguage

extension Report {
  /// The whole report, in reading order.
  var sections: [ReportSection] {
    [
      times, goals, comparison, rates, agreement, priceSection, growthSection, sweepSection, observerSection,
      memorySection,
      allocationSection,
    ].compactMap { $0 }.filter { !$0.figures.isEmpty || $0.tables.contains { !$0.rows.isEmpty } }
  }

  var title: String { "The core and its peers" }

  var introduction: String {
    """
    \(machine.processor), \(machine.cores) cores, \(machine.instructions.rawValue); load \
    \(Numbers.ratio(machine.load)) at the start. \(libraries)Double precision unless the row says \
    otherwise; sigmoids, a bias, squares, plain gradient descent; the same initial weights and the same \
    order of patterns for all. The programs train in turns. Times are CPU times; with two threads, they are \
    wall-clock times.
    """
  }

  private var libraries: String {
    let all = versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return all.isEmpty ? "" : all.joined(separator: ", ") + ". "
  }

  /// In the order of first appearance.
  private var names: [String] {
    var names: [String] = []
    for timing in rows.flatMap({ $0.timings }) where !names.contains(timing.name) {
      names.append(timing.name)
    }
    return names
  }

  private func table(_ names: [String], _ cell: (Timing) -> String) -> ReportTable {
    ReportTable(
      columns: ["work"] + names,
      rows: rows.map { row in
        [row.name]
          + names.map { name in row.timings.first { $0.name == name }.map(cell) ?? "" }
      })
  }

  private var times: ReportSection {
    ReportSection(
      title: "Nanoseconds per pattern presented and learnt",
      paragraphs: [
        "Medians.",
        """
        floor: a C program for this one network, its sizes known to the compiler. dgemm, sgemm: the matrix \
        products alone, by the installed BLAS. genann: with the sigmoid computed, as by all others; \
        genann (table): \
        its default, which looks the sigmoid up. PyTorch: the rule in tensor operations, in place, without \
        autograd, which is its fastest form; PyTorch autograd: derives the gradient, and updates all weights \
        by one call. JAX: the whole training compiled. reference: the handout's equations, against which \
        the core is tested.
        """,
      ], tables: [table(names) { Numbers.time($0.median) }])
  }

  private var goals: ReportSection {
    let rows = self.rows.flatMap { row in
      row.verdicts.map { verdict in
        [row.name, verdict.goal, verdict.measured, verdict.state.rawValue]
      }
    }
    let met = self.rows.flatMap { $0.verdicts }.filter { $0.state == .met }.count
    return ReportSection(
      title: "Goals",
      paragraphs: [
        """
        \(met) of \(rows.count) met. Ratios are taken round by round. The best peer is the fastest of all \
        other programs but the floor, the products alone and genann's table, which do less. A goal is met \
        “at best” if the least disturbed rounds meet it, but the median does not.
        """
      ], tables: [ReportTable(columns: ["work", "goal", "measured", "goal met"], rows: rows)])
  }

  private var comparison: ReportSection {
    ReportSection(
      title: "Times relative to ours",
      paragraphs: [
        "The median of the ratios of all rounds.",
        "The spread of the rounds: the shortest time and the upper quartile, relative to the median.",
      ],
      tables: [
        table(names) { Numbers.ratio($0.ratio) },
        table(names) {
          Numbers.deviation($0.least / $0.median) + " to " + Numbers.deviation($0.upperQuartile / $0.median)
        },
      ])
  }

  private var rates: ReportSection {
    let rows = self.rows.compactMap { row -> [String]? in
      guard let operations = row.operationsPerPattern, let ours = row.timings.first else { return nil }
      let products = row.timings.first { DenseProducts.names.contains($0.name) }
      return [
        row.name, Numbers.time(operations / ours.median),
        products.map { Numbers.time(operations / $0.median) } ?? "-",
        products.map { Numbers.percent($0.ratio) } ?? "-",
      ]
    }
    return ReportSection(
      title: "Large networks: GFLOP/s",
      paragraphs: [
        """
        The operations of the matrix products (forward, backward and for the gradient), divided by the time \
        of the whole training; next to it, the installed BLAS on these products alone, measured in turns.
        """
      ],
      tables: [
        ReportTable(columns: ["work", "Backprop", "the products alone", "our share of it"], rows: rows)
      ])
  }

  private var agreement: ReportSection {
    ReportSection(
      title: "Agreement",
      paragraphs: [
        """
        The largest difference between the weights and ours after two epochs, divided by the largest weight. \
        That of genann (table) comes from its table of 4096 values.
        """
      ],
      tables: [
        table(names.filter { $0 != names.first && !DenseProducts.names.contains($0) }) {
          $0.difference.map(Numbers.power) ?? ""
        }
      ])
  }
}
