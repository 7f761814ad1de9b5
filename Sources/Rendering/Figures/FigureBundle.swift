import BackpropLanguage

/// A figure in every requested form. Text is always included; PNG and PDF are included if they can be made.
struct FigureBundle {
  let digits: Int

  func entries(_ figure: Figure) -> [Rendition.Entry] {
    let drawing = figure.drawing
    var entries = [Rendition.Entry(type: "text/plain", text: FigureText(digits: digits).text(figure))]
    if figure.formats.contains(.svg) {
      let html =
        figure.parts.count > 1
        ? FigureHTML.row(figure.parts.map { (page($0), $0.isWide) }) : page(figure)
      entries.append(.init(type: "text/html", text: html))
    }
    return entries + pictures(drawing, figure.formats)
  }

  /// A single figure as an element of a page.
  private func page(_ figure: Figure) -> String {
    let drawing = figure.drawing
    guard case .network(let diagram) = figure.content, !diagram.answers.isEmpty else {
      return FigureHTML.html(drawing)
    }
    return NetworkHTML(digits: digits).html(
      diagram, title: figure.title, picture: FigureHTML.html(drawing, svg: SVGWriter.svg(drawing)))
  }

  func pictures(_ drawing: Drawing, _ formats: [Figure.Format]) -> [Rendition.Entry] {
    let svg = SVGWriter.svg(drawing)
    let size = Rendition.Size(width: Int(drawing.width.rounded()), height: Int(drawing.height.rounded()))
    return Figure.Format.allCases.filter { formats.contains($0) }.compactMap { format in
      switch format {
      case .svg: return Rendition.Entry(type: "image/svg+xml", text: svg)
      case .png:
        return Rasterizer.png(svg, width: drawing.width, height: drawing.height).map {
          Rendition.Entry(
            type: "image/png", text: Base64.text($0), size: size, alternative: drawing.alternative)
        }
      case .pdf:
        return Rasterizer.pdf(svg, width: drawing.width, height: drawing.height).map {
          Rendition.Entry(type: "application/pdf", text: Base64.text($0))
        }
      }
    }
  }
}
