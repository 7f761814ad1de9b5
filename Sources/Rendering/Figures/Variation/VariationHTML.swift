import BackpropLanguage
import JSON

/// The positions of sliders as a self-contained page: it contains all of them, and a few lines of script show
/// the one that the sliders select. Nothing is fetched. Where scripts do not run, the position that the
/// sliders begin with stands alone.
struct VariationHTML {
  let digits: Int

  /// A position by itself.
  func whole(_ position: Variation.Position) -> String {
    "<div class=\"bp\">" + HTMLWriter.style + FigureHTML.style
      + body(position) { SVGWriter.svg($0.drawing) } + "</div>"
  }

  func html(_ variation: Variation) -> String {
    guard let start = variation.start else { return "" }
    let (sliders, frames, style) = bounded(variation)
    let data = Self.data(frames)
    let name = "bpv-" + FNV.hash(data)
    // Pictures that stay where a page removes scripts.
    let still = body(start) { figure in
      FigureHTML.html(figure.drawing)
    }
    return """
      <div class="bp bpv \(name)" role="group" aria-label="\(HTMLText.escaped(variation.title))">\
      \(HTMLWriter.style)\(FigureHTML.style)<style>\(style)</style>
      <div class="bpv-c" style="display:none;margin:.3em 0">\(sliders.map { control($0) }.joined())</div>
      <div class="bpv-f">\(still)</div>
      <script type="application/json">\(data)</script>
      <script>\(Self.script(name))</script>
      </div>
      """
  }

  /// A slider with its name and its value. JupyterLab ignores its own keyboard shortcuts while an element
  /// with this attribute has the focus, so that the arrow keys only move the slider.
  private func control(_ slider: Variation.Slider) -> String {
    let labels = slider.labels
    let name = HTMLText.escaped(slider.name)
    return """
      <label style="display:flex;align-items:center;gap:.6em;max-width:34em">\
      <span style="min-width:4em">\(name)</span>\
      <input type="range" data-lm-suppress-shortcuts="true" min="0" max="\(labels.count - 1)" step="1" \
      value="\(slider.start)" data-labels="\(HTMLText.escaped(labels.joined(separator: "|")))" \
      style="flex:1;min-width:6em"><output style="min-width:5em"></output></label>
      """
  }

  /// What a position shows; pictures that follow one another stand side by side.
  private func body(_ position: Variation.Position, _ picture: (Figure) -> String) -> String {
    var html = ""
    var row: [String] = []
    var titles: [String] = []
    func endRow() {
      guard !row.isEmpty else { return }
      html += "<div class=\"bp-x\" tabindex=\"0\" role=\"group\" "
      html += "aria-label=\"\(HTMLText.escaped(titles.joined(separator: "; ")))\" "
      html += "style=\"display:flex;flex-wrap:wrap;gap:.4em;align-items:flex-start\">"
      html += row.joined() + "</div>"
      (row, titles) = ([], [])
    }
    for result in position.results {
      if case .figure(let figure) = result.content {
        row += figure.parts.map { picture($0) }
        titles += figure.parts.map { $0.title }
        continue
      }
      endRow()
      switch result.content {
      case .document(let document): html += HTMLWriter(digits: digits).body(document)
      case .training(let report):
        html += "<p class=\"bp-n\">" + HTMLText.escaped(TrainingLine(report, digits: digits).text) + "</p>"
      // `vary` takes no command that shows these.
      case .figure, .animation, .variation: break
      }
    }
    endRow()
    if let failure = position.failure {
      html += "<p role=\"alert\"><strong>" + HTMLText.escaped(failure) + "</strong></p>"
    }
    return html
  }

  // MARK: What a page holds

  /// The elements of all positions, each once, and for each position the numbers of its elements.
  private static func data(_ frames: [String]) -> String {
    var pieces = SharedPieces()
    let positions = JSONValue.array(frames.map { pieces.json(of: $0) })
    let whole = JSONValue.object([JSONValue.Member("c", pieces.json), JSONValue.Member("f", positions)])
    return HTMLText.scriptData(String(decoding: whole.bytes, as: UTF8.self))
  }

  /// The largest number of bytes of all positions in a page; three values of each slider are kept whatever
  /// their size.
  static let mostBytes = 1_100_000

  /// All positions, or if they are too large, those of evenly spaced values; and the style of their pictures.
  private func bounded(
    _ variation: Variation
  ) -> (sliders: [Variation.Slider], frames: [String], style: String) {
    var writer = SVGWriter.Shared()
    let frames = variation.positions.map { position in body(position) { writer.svg($0.drawing) } }
    var kept = variation.sliders.map { Array($0.values.indices) }
    func selection() -> [String] {
      Variation.combinations(of: kept).compactMap { places in
        let place = variation.place(places)
        return frames.indices.contains(place) ? frames[place] : nil
      }
    }
    var selected = selection()
    while Self.data(selected).utf8.count > Self.mostBytes,
      let longest = kept.indices.max(by: { kept[$0].count < kept[$1].count }), kept[longest].count > 3
    {
      let start = variation.sliders[longest].start
      let places = Set(Evenly.places(kept[longest].count, atMost: max(kept[longest].count / 2, 2)))
      kept[longest] = kept[longest].enumerated().filter { places.contains($0.offset) || $0.element == start }
        .map { $0.element }
      selected = selection()
    }
    let sliders = zip(variation.sliders, kept).map { slider, kept in
      var slider = slider
      let start = slider.start
      slider.values = kept.map { slider.values[$0] }
      slider.start = kept.firstIndex(of: start) ?? 0
      return slider
    }
    return (sliders, selected, writer.style)
  }

  /// Sets up every figure of this name on the page that is not set up yet.
  private static func script(_ name: String) -> String {
    """
    (function(){\(SharedPieces.script)
    document.querySelectorAll('.\(name):not([data-ready])').forEach(function(root){
    root.setAttribute('data-ready','');
    var data=JSON.parse(root.querySelector('script[type="application/json"]').textContent);
    var sliders=[].slice.call(root.querySelectorAll('.bpv-c input')),at=-1;
    function show(){var place=0;sliders.forEach(function(slider){
    var labels=slider.getAttribute('data-labels').split('|'),label=labels[+slider.value];
    place=place*labels.length+(+slider.value);
    slider.nextElementSibling.textContent=label;slider.setAttribute('aria-valuetext',label);});
    if(place!==at){at=place;
    root.querySelector('.bpv-f').innerHTML=whole(data.c,data.f[place]);}}
    sliders.forEach(function(slider){slider.addEventListener('input',show);});
    root.querySelector('.bpv-c').style.display='';show();});})();
    """
  }
}
