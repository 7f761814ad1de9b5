/// `plot`, `animate`.
extension Action {
  static func draw(_ request: FigureRequest) -> Action {
    Action { (execution) throws(Diagnostic) in try execution.draw(request) }
  }
}

extension Execution {
  /// All figures are made before the first is shown, so that a failing `plot` shows nothing.
  fileprivate func draw(_ request: FigureRequest) throws(Diagnostic) {
    var results: [CellResult] = []
    let isWide = request.options.word("size") == "wide"
    for item in request.items {
      let key = "replay-\(item.range.lowerBound)"
      var content = try item.build(FigureContext(execution: self, options: request.options, key: key))
      if isWide, case .figure(var figure) = content {
        figure.isWide = true
        content = .figure(figure)
      }
      results.append(
        CellResult(content, displayKey: item.entry.followsTraining ? key : nil, digits: state.digits))
    }
    for result in results { host.emit(result) }
  }

  /// The interrupt checks for long work of this statement.
  var work: LongWork { LongWork(range: range, isInterrupted: host.isInterrupted) }
}
