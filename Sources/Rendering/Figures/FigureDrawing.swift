import BackpropLanguage

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
      }
    drawing.isWide = isWide
    return drawing
  }
}
