import BackpropLanguage

/// The geometry of small pictures with captions.
struct ImageDrawing {
  private let sheet: Figure.ImageSheet
  private let title: String
  private let description: String
  /// The side of the square of original pixels that one drawn pixel stands for.
  private let square: Int

  private static let most = 40
  /// An image with more pixels per side is drawn more coarsely, and fewer of larger images are drawn: in
  /// total, as many pixels as forty images of 28 × 28 have.
  private static let mostPixels = 56
  private static let mostPixelsInAll = 40 * 28 * 28
  private static let pageWidth = 660.0
  private static let darkest = 16.0

  init(sheet: Figure.ImageSheet, title: String, description: String) {
    let shown = Self.most(of: sheet)
    var few = sheet
    few.images = Array(sheet.images.prefix(shown))
    (self.sheet, square) = few.coarser(Self.mostPixels)
    self.title = title
    self.description = description
  }

  /// The number of images that are drawn.
  private static func most(of sheet: Figure.ImageSheet) -> Int {
    let pixels = min(sheet.rows, mostPixels) * min(sheet.columns, mostPixels)
    return min(most, max(mostPixelsInAll / max(pixels, 1), 1), sheet.images.count)
  }

  var drawing: Drawing {
    let shown = sheet.images
    let widest = shown.map { Label($0.caption).width * Layout.smallSize }.max() ?? 0
    // A whole number, like the places of the images, so that there are no seams between pixels.
    let pixel = max(min(8, (64 / Double(max(sheet.columns, sheet.rows, 1))).rounded()), 2)
    let pictureWidth = pixel * Double(sheet.columns)
    let pictureHeight = pixel * Double(sheet.rows)
    let stepX = max(pictureWidth, min(widest, 140)) + 16
    let stepY = pictureHeight + 30
    let across = max(1, min(shown.count, Int((Self.pageWidth - 2 * Layout.margin) / stepX)))
    var marks: [Mark] = []
    var veils: [Spot] = []
    for (place, image) in shown.enumerated() {
      let x = Layout.margin + Double(place % across) * stepX
      let y = Layout.top + 4 + Double(place / across) * stepY
      let box = Box(
        x: (x + (stepX - 16 - pictureWidth) / 2).rounded(), y: y, width: pictureWidth, height: pictureHeight)
      marks += picture(image, box, pixel)
      veils += [Spot(box.x, box.centre.y), Spot(box.right, box.centre.y)]
      let paint: Paint = image.isMarked ? .accent : .ink
      marks.append(
        .text(
          Label(image.caption).shortened(to: (stepX - 4) / Layout.smallSize),
          at: Spot(x + (stepX - 16) / 2, y + pictureHeight + 16), size: Layout.smallSize, anchor: .middle,
          paint,
          bold: image.isMarked))
    }
    marks.append(.segments(veils, Stroke(paint: .veil, width: pictureHeight)))
    let lines = (shown.count + across - 1) / across
    var notes = shown.count < sheet.count ? ["The first \(shown.count) of \(sheet.count)."] : []
    if square > 1 { notes.append("Each pixel is the mean of \(square) × \(square).") }
    let width = max(Layout.margin * 2 + stepX * Double(across) - 16, 320)
    let bottom = Layout.top + 4 + Double(lines) * stepY
    marks.insert(Layout.title(title, width: width), at: 0)
    marks += Layout.notes(notes, y: bottom + 10, width: width)
    return Drawing(
      width: width, height: bottom + 8 + Layout.noteHeight(notes, width: width), title: title,
      description: description, marks: marks)
  }

  /// Dark on white, like ink. For each shade, the runs of its pixels are lines one pixel thick, and together
  /// they are one mark, because a sheet of larger images has tens of thousands of runs.
  private func picture(_ image: Figure.ImageSheet.Image, _ box: Box, _ pixel: Double) -> [Mark] {
    let frame = Stroke(paint: image.isMarked ? .accent : .muted, width: image.isMarked ? 2 : 1)
    let sheetOfPaper = Mark.rectangle(box, fill: .fixed(.white), frame, radius: 0, tip: image.caption)
    guard image.values.count == sheet.rows * sheet.columns, sheet.columns > 0 else { return [sheetOfPaper] }
    let high = image.values.filter { $0.isFinite }.max() ?? 1
    let low = min(image.values.filter { $0.isFinite }.min() ?? 0, 0)
    let shades = image.values.map { value in
      value.isFinite ? Int((value.share(from: low, to: high) * Self.darkest).rounded()) : 0
    }
    var runs: [Int: [Spot]] = [:]
    for row in 0..<sheet.rows {
      let y = pixel * (Double(row) + 0.5)
      var start = 0
      for column in 1...sheet.columns {
        let shade = shades[row * sheet.columns + start]
        if column < sheet.columns, shades[row * sheet.columns + column] == shade { continue }
        if shade > 0 {
          let ends = [start, column].map { Spot(pixel * Double($0), y) }
          runs[shade, default: []] += ends
        }
        start = column
      }
    }
    let pixels = runs.sorted { $0.key < $1.key }.map { shade, spots in
      let colour = RGB.white.mixed(with: .black, Double(shade) / Self.darkest)
      return Mark.segments(spots, Stroke(paint: .fixed(colour), width: pixel))
    }
    return [sheetOfPaper, .group(x: box.x, y: box.y, marks: pixels)]
  }
}
