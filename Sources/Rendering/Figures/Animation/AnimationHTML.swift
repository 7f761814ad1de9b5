import BackpropLanguage
import JSON

/// An animation as a self-contained page: it contains all frames, and a few lines of script show the frame
/// that the slider selects, at first the first one. Nothing is fetched. Where scripts do not run, the still
/// frame is shown as an image.
struct AnimationHTML {
  let digits: Int

  /// The largest numbers of frames and of bytes of pictures in a page; five frames are kept whatever their
  /// size.
  static let mostFrames = 60
  static let mostBytes = 1_100_000

  func html(_ animation: Animation) -> String {
    var writer = SVGWriter.Shared()
    let frames = bounded(animation, &writer)
    let still = frames.firstIndex { $0.isStill } ?? max(frames.count - 1, 0)
    guard frames.indices.contains(still) else { return "" }
    let data = self.data(frames)
    let name = "bpa-" + FNV.hash(data)
    let image = "data:image/svg+xml;base64," + Base64.text(Array(frames[still].image.utf8))
    return """
      <div class="bp bpa \(name)" role="group" tabindex="0" \(Self.quiet) \
      aria-label="\(HTMLText.escaped(animation.title))">\(HTMLWriter.style)\
      <style>\(writer.style)\(ScrollBox.rules)
      .bpa.bpa .bpa-f>*{flex:none;max-width:none}\
      .bpa.bpa .bpa-f>.bp-wide{flex:1 0 auto;height:auto;max-height:80vh}</style>
      <div class="bpa-c" style="display:none;margin:.3em 0;max-width:46em">\
      <button type="button" \(Self.quiet) data-go="-1" aria-label="back">◀</button> \
      <button type="button" \(Self.quiet) data-go="0" aria-label="play or pause">▶ play</button> \
      <button type="button" \(Self.quiet) data-go="1" aria-label="on">▶</button> \
      <input type="range" \(Self.quiet) min="0" max="\(frames.count - 1)" value="0" step="1" \
      style="width:45%;vertical-align:middle" aria-label="\(HTMLText.escaped(animation.title))" \
      title="\(Self.keys)"> \
      <output style="display:block;min-height:1.3em"></output></div>
      <div class="bpa-f" tabindex="0" \(Self.quiet) \
      style="display:flex;flex-wrap:wrap;gap:.4em;align-items:flex-start">\
      <img alt="\(HTMLText.escaped(animation.description))" src="\(image)"></div>
      <div class="bpa-t">\(frames[still].text)</div>
      <script type="application/json">\(data)</script>
      <script>\(Self.script(name, milliseconds: animation.isRead ? 1400 : 350))</script>
      </div>
      """
  }

  /// JupyterLab ignores its own keyboard shortcuts while an element with this attribute has the focus, so
  /// that the arrow keys only move the slider.
  private static let quiet = "data-lm-suppress-shortcuts=\"true\""

  /// The text of the slider's tooltip.
  private static let keys = "arrow keys: on and back; Home, End: first and last; space: play or pause"

  private struct Page {
    var name: String
    /// The frame's pictures one after another, as they appear in the page.
    var svg: String
    var text: String
    /// The frame as one picture; empty except for the still frame.
    var image = ""
    var isStill: Bool

    func json(_ pieces: inout SharedPieces) -> JSONValue {
      .object([
        JSONValue.Member("n", .string(name)),
        JSONValue.Member("s", pieces.json(of: svg)),
        JSONValue.Member("t", .string(text)),
      ])
    }
  }

  /// The elements of all pictures, each once, and for each frame its name, the numbers of its elements, and
  /// its text.
  private func data(_ pages: [Page]) -> String {
    var pieces = SharedPieces()
    let frames = pages.map { $0.json(&pieces) }
    let whole = JSONValue.object([
      JSONValue.Member("c", pieces.json), JSONValue.Member("f", .array(frames)),
    ])
    return HTMLText.scriptData(String(decoding: whole.bytes, as: UTF8.self))
  }

  /// Every frame or, if there are too many, a selection of evenly spaced ones; always including the still
  /// frame.
  private func bounded(_ animation: Animation, _ writer: inout SVGWriter.Shared) -> [Page] {
    let shown = thinned(animation.frames.indices.map { ($0, $0 == animation.still) }, to: Self.mostFrames)
    let sizes = self.sizes(shown.map { animation.frames[$0] })
    var pages = shown.map { page(animation.frames[$0], isStill: $0 == animation.still, sizes, &writer) }
    while pages.count > 5, data(pages).utf8.count > Self.mostBytes {
      pages = thinned(pages.map { ($0, $0.isStill) }, to: max(4, pages.count / 2))
    }
    return pages
  }

  /// The size of each picture in all frames, so that nothing moves but what changes: that of the largest.
  private func sizes(_ frames: [Animation.Frame]) -> [Spot] {
    var sizes: [Spot] = []
    for frame in frames {
      for (place, figure) in frame.figures.enumerated() {
        let drawing = figure.drawing
        if place == sizes.count { sizes.append(Spot(0, 0)) }
        sizes[place] = Spot(max(sizes[place].x, drawing.width), max(sizes[place].y, drawing.height))
      }
    }
    return sizes
  }

  /// A selection of evenly spaced items, together with those that have to stay.
  private func thinned<Item>(_ items: [(item: Item, stays: Bool)], to most: Int) -> [Item] {
    let places = Set(Evenly.places(items.count, atMost: most))
    return items.enumerated().filter { places.contains($0.offset) || $0.element.stays }.map {
      $0.element.item
    }
  }

  private func page(
    _ frame: Animation.Frame, isStill: Bool, _ sizes: [Spot], _ writer: inout SVGWriter.Shared
  ) -> Page {
    let drawings = frame.figures.enumerated().map { place, figure in
      var drawing = figure.drawing
      if place < sizes.count { (drawing.width, drawing.height) = (sizes[place].x, sizes[place].y) }
      return drawing
    }
    return Page(
      name: frame.name, svg: drawings.map { writer.svg($0) }.joined(),
      text: HTMLWriter(digits: digits).body(Document(frame.blocks)),
      image: isStill ? SVGWriter.image(AnimationBundle.drawing(frame)) : "", isStill: isStill)
  }

  /// Sets up every animation of this name on the page that is not set up yet. Keys work wherever in it the
  /// focus is. Its parts stay as tall as their tallest frame so far, so that nothing below them moves, until
  /// the width changes.
  private static func script(_ name: String, milliseconds: Int) -> String {
    """
    (function(){\(SharedPieces.script)
    document.querySelectorAll('.\(name):not([data-ready])').forEach(function(root){
    root.setAttribute('data-ready','');
    var data=JSON.parse(root.querySelector('script[type="application/json"]').textContent),frames=data.f;
    var slider=root.querySelector('input'),out=root.querySelector('output'),timer=null;
    var play=root.querySelector('[data-go="0"]'),last=frames.length-1;
    var calm=matchMedia('(prefers-reduced-motion: reduce)').matches;
    var parts=root.querySelectorAll('.bpa-c,.bpa-f,.bpa-t'),width=root.offsetWidth;
    if(self.ResizeObserver)new ResizeObserver(function(){if(root.offsetWidth===width)return;
    width=root.offsetWidth;parts.forEach(function(e){e.style.minHeight='';});}).observe(root);
    function show(i){i=Math.max(0,Math.min(last,i));slider.value=i;out.textContent=frames[i].n;
    slider.setAttribute('aria-valuetext',frames[i].n);
    root.querySelector('.bpa-f').innerHTML=whole(data.c,frames[i].s);
    root.querySelector('.bpa-t').innerHTML=frames[i].t;
    parts.forEach(function(e){
    e.style.minHeight=Math.max(parseFloat(e.style.minHeight)||0,e.offsetHeight)+'px';});}
    function stop(){clearInterval(timer);timer=null;play.textContent='▶ play';}
    function go(i){stop();show(i);}
    function run(){if(timer){stop();return;}
    if(+slider.value>=last)show(0);else if(calm)show(+slider.value+1);
    if(calm)return;
    play.textContent='❚❚ pause';
    timer=setInterval(function(){if(!root.isConnected||+slider.value>=last){stop();return;}
    show(+slider.value+1);},\(milliseconds));}
    slider.addEventListener('input',function(){go(+slider.value);});
    root.querySelectorAll('button').forEach(function(b){b.addEventListener('click',function(){
    var by=+b.getAttribute('data-go');if(by)go(+slider.value+by);else run();});});
    root.addEventListener('keydown',function(e){if(e.altKey||e.ctrlKey||e.metaKey)return;
    var at=+slider.value,to={ArrowLeft:at-1,ArrowDown:at-1,ArrowRight:at+1,ArrowUp:at+1,
    PageDown:at-10,PageUp:at+10,Home:0,End:last}[e.key];
    if(to!==undefined)go(to);else if(e.key===' '&&e.target.tagName!=='BUTTON')run();else return;
    e.preventDefault();e.stopPropagation();});
    root.querySelector('.bpa-c').style.display='';if(calm)play.style.display='none';
    for(var i=last;i>=0;i--)show(i);});})();
    """
  }
}
