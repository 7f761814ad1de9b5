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
    for row in request.rows {
      let key = "replay-\(row[0].range.lowerBound)"
      var contents: [CellResult.Content] = []
      for item in row {
        contents.append(try content(item, item.options.entries.isEmpty ? request.options : item.options, key))
      }
      let followsTraining = row.contains { $0.entry.followsTraining }
      for content in joined(contents) {
        results.append(
          CellResult(content, displayKey: followsTraining ? key : nil, digits: state.digits))
      }
    }
    for result in results { emit(result) }
  }

  private func content(
    _ item: FigureRequest.Item, _ options: OptionValues, _ key: String
  ) throws(Diagnostic) -> CellResult.Content {
    let content = try item.build(FigureContext(execution: self, options: options, key: key))
    guard options.isWide else { return content }
    switch content {
    case .figure(let figure): return .figure(figure.widened)
    case .animation(let animation): return .animation(animation.widened)
    default: return content
    }
  }

  /// Figures side by side as one.
  private func joined(_ contents: [CellResult.Content]) -> [CellResult.Content] {
    guard contents.count > 1 else { return contents }
    let figures = contents.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
    guard figures.count == contents.count else { return contents }
    return [.figure(Figure(row: figures, formats: state.figureFormats))]
  }

  /// The interrupt checks for long work of this statement.
  var work: LongWork { LongWork(range: range, isInterrupted: host.isInterrupted, cores: host.cores) }
}
