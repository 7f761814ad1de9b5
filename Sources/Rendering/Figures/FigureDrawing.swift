import BackpropLanguage

extension Drawing {
  /// A picture may also be printed on the page of a book: if the figures together are wider than this, they
  /// are stacked.
  private static let mostWidth = 800.0

  /// Several in one picture, side by side unless that is too wide.
  init(sideBySide drawings: [Drawing], title: String) {
    if drawings.count == 1 {
      self = drawings[0]
      return
    }
    self.init(
      width: 0, height: 0, title: title, description: drawings.map { $0.description }.joined(separator: " "),
      marks: [])
    let isRow = drawings.reduce(0) { $0 + $1.width } <= Self.mostWidth
    for drawing in drawings {
      add(drawing, x: isRow ? width : 0, y: isRow ? 0 : height)
      width = isRow ? width + drawing.width : max(width, drawing.width)
      height = isRow ? max(height, drawing.height) : height + drawing.height
    }
  }
}

extension Figure {
  /// The figure's geometry.
  var drawing: Drawing {
    var drawing =
      switch content {
      case .chart(let chart):
        ChartDrawing(chart, title: title, description: description, isSmall: isSmall).drawing
      case .grid(let grid):
        GridDrawing(grid: grid, title: title, description: description, isSmall: isSmall).drawing
      case .network(let diagram):
        NetworkDrawing(diagram, title: title, description: description, isSmall: isSmall).drawing
      case .images(let sheet): ImageDrawing(sheet: sheet, title: title, description: description).drawing
      case .row(let figures): Drawing(sideBySide: figures.map { $0.drawing }, title: title)
      }
    // In whole pixels, so that no page cuts the frame of the card.
    drawing.width.round(.up)
    drawing.height.round(.up)
    drawing.isWide = isWide
    return drawing
  }
}
