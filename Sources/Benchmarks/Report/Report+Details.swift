import BackpropLanguage

extension Report {
  var priceSection: ReportSection {
    let names = prices.first?.prices.map { $0.timing.name } ?? []
    let columns = prices.flatMap { ["ns per pattern, \($0.title)", "× plain", "× plain, by weights"] }
    let rows = names.map { name in
      [name]
        + prices.flatMap { list -> [String] in
          guard let price = list.prices.first(where: { $0.timing.name == name }),
            let plain = list.prices.first
          else { return ["", "", ""] }
          let weights = Double(price.weights) / Double(plain.weights)
          return [
            Numbers.time(price.timing.median), Numbers.ratio(price.timing.ratio),
            weights == 1 ? "" : Numbers.ratio(price.timing.ratio / weights),
          ]
        }
    }
    return ReportSection(
      title: "The price of an option",
      paragraphs: [
        """
        64-32-10 on 960 patterns. × plain: the time relative to plain gradient descent with sigmoids and \
        squares; by weights: the same, divided by the ratio of the numbers of weights.
        """
      ], tables: [ReportTable(columns: ["option"] + columns, rows: rows)])
  }

  var growthSection: ReportSection {
    ReportSection(title: "How cost grows", figures: growth.map { $0.figure })
  }

  var sweepSection: ReportSection? {
    guard let sweep else { return nil }
    let rows = sweep.times.map {
      ["\($0.threads)", Numbers.time($0.milliseconds), Numbers.time($0.leastMilliseconds)]
    }
    let same =
      sweep.isSame
      ? "The results are the same to the last bit for every number of threads." : "THE RESULTS DIFFER."
    let difference = Numbers.power(sweep.largeNetworkDifference)
    let large =
      sweep.largeNetworkDifference == 0
      ? "The weights of a large network are the same with one thread and with two."
      : "The weights of a large network differ by \(difference) between one thread and two."
    return ReportSection(
      title: "A hundred seeds of XOR",
      paragraphs: [
        """
        Seeds 1 to \(sweep.runs), η 0.5, α 0.9, at most 5,000 epochs until total E < 0.01. \(sweep.reached) \
        of them reach it; \(sweep.epochs) epochs in all. Goal: one second. \(same) \(large)
        """
      ], tables: [ReportTable(columns: ["threads", "ms, median", "ms, least"], rows: rows)])
  }

  var observerSection: ReportSection {
    let rows = observer.map {
      [
        $0.name, Numbers.time($0.alone.median), Numbers.time($0.watched.median), Numbers.percent($0.share),
        $0.share < ObserverCost.limit ? "yes" : "no",
      ]
    }
    return ReportSection(
      title: "The cost of showing progress",
      paragraphs: [
        """
        A `train` cell whose progress is rendered for a notebook ten times per second, and the same training \
        without an observer. Goal: under \(Numbers.percent(ObserverCost.limit)).
        """
      ],
      tables: [ReportTable(columns: ["work", "alone, ns", "watched, ns", "cost", "goal met"], rows: rows)])
  }

  var memorySection: ReportSection {
    ReportSection(
      title: "Memory",
      paragraphs: [
        """
        The peak growth of a process, in bytes per weight, while 1024-1024-1024-10 is created and trained \
        with one batch of 256. A weight itself takes 8 bytes.
        """
      ],
      tables: [
        ReportTable(
          columns: ["", "bytes per weight"], rows: memory.map { [$0.name, Numbers.time($0.bytesPerWeight)] })
      ])
  }

  var allocationSection: ReportSection {
    let rows = allocations.map { work in
      [work.name, work.counts.map { "\($0.allocations) (\($0.epochs))" }.joined(separator: ", ")]
    }
    return ReportSection(
      title: "Allocations",
      paragraphs: [
        """
        How often a training allocates memory, by the number of epochs (in brackets). Long trainings also \
        allocate for the error history, which doubles until it holds 2,048 runs of epochs. Patterns allocate \
        nothing.
        """
      ], tables: [ReportTable(columns: ["work", "allocations (epochs)"], rows: rows)])
  }
}

extension Growth {
  /// A chart of its curves.
  var figure: Figure {
    Figure(
      title: title, description: "\(y) by \(x): \(curves.map { $0.name }.joined(separator: ", ")).",
      content: .chart(
        Figure.Chart(
          x: Figure.Axis(x, isLogarithmic: xIsLogarithmic), y: Figure.Axis(y, isLogarithmic: yIsLogarithmic),
          curves: curves.map { curve in
            Figure.Curve(
              name: curve.name, points: curve.points.map { Figure.Point(x: $0.x, y: Numbers.rounded($0.y)) })
          }, notes: notes)), formats: [.svg])
  }
}
