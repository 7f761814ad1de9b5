import BackpropLanguage

extension Figure.ImageSheet {
  /// The same images with at most the given number of pixels per side, each pixel being the mean of a square
  /// of original pixels; and the side of that square.
  func coarser(_ most: Int) -> (sheet: Figure.ImageSheet, square: Int) {
    let square = max((max(rows, columns) + most - 1) / max(most, 1), 1)
    guard square > 1 else { return (self, 1) }
    let sheet = Figure.ImageSheet(
      rows: (rows + square - 1) / square, columns: (columns + square - 1) / square,
      images: images.map { image in
        var coarse = image
        coarse.values = means(image.values, square)
        return coarse
      }, count: count)
    return (sheet, square)
  }

  private func means(_ values: [Double], _ square: Int) -> [Double] {
    guard values.count == rows * columns else { return [] }
    var means: [Double] = []
    for top in stride(from: 0, to: rows, by: square) {
      for left in stride(from: 0, to: columns, by: square) {
        var sum = 0.0
        var count = 0.0
        for row in top..<min(top + square, rows) {
          for column in left..<min(left + square, columns) {
            sum += values[row * columns + column]
            count += 1
          }
        }
        means.append(sum / count)
      }
    }
    return means
  }
}
