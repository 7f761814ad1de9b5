import BackpropLanguage

/// An animation as a page of its own: all frames are in it, and a few lines of script show the one that the slider points
/// at. Nothing is fetched. Where scripts do not run, the still frame stands there as an image.
struct AnimationHTML {
  let digits: Int

  /// The most frames, and bytes of pictures, that a page is given.
  static let mostFrames = 60
  static let mostBytes = 3_000_000

  func html(_ animation: Animation) -> String {
    let frames = bounded(animation)
    let still = frames.firstIndex { $0.isStill } ?? max(frames.count - 1, 0)
    guard frames.indices.contains(still) else { return "" }
    let data = "[" + frames.map { $0.json }.joined(separator: ",\n") + "]"
    let name = "bpa-" + Self.hash(data)
    let image = "data:image/svg+xml;base64," + Base64.text(Array(frames[still].svg.utf8))
    return """
      <div class="bp bpa \(name)" role="group" aria-label="\(HTMLText.escaped(animation.title))">\(HTMLWriter.style)
      <div class="bpa-c" style="display:none;margin:.3em 0;max-width:46em">\
      <button type="button" data-go="-1" aria-label="back">◀</button> \
      <button type="button" data-go="0" aria-label="play or pause">▶ play</button> \
      <button type="button" data-go="1" aria-label="on">▶</button> \
      <input type="range" min="0" max="\(frames.count - 1)" value="\(still)" step="1" \
      style="width:45%;vertical-align:middle" aria-label="\(HTMLText.escaped(animation.title))"> \
      <output></output></div>
      <div class="bpa-f"><img alt="\(HTMLText.escaped(animation.description))" src="\(image)"></div>
      <div class="bpa-t">\(frames[still].text)</div>
      <script type="application/json">\(data)</script>
      <script>\(Self.script(name))</script>
      </div>
      """
  }

  private struct Page {
    var name: String
    var svg: String
    var text: String
    var isStill: Bool

    var json: String {
      "{\"n\":\(Self.quoted(name)),\"s\":\(Self.quoted(svg)),\"t\":\(Self.quoted(text))}"
    }

    /// A string of JSON that is safe within a script element.
    private static func quoted(_ text: String) -> String {
      var out = "\""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "<": out += "\\u003c"
        case "\u{2028}": out += "\\u2028"
        case "\u{2029}": out += "\\u2029"
        default: if scalar.value >= 0x20 { out.unicodeScalars.append(scalar) } else { out += " " }
        }
      }
      return out + "\""
    }
  }

  /// Every frame, or where they are too many, some evenly apart; the still one always.
  private func bounded(_ animation: Animation) -> [Page] {
    var most = Self.mostFrames
    while true {
      var places = Polyline.thinned(animation.frames.count, to: most)
      if animation.frames.indices.contains(animation.still), !places.contains(animation.still) {
        places.append(animation.still)
        places.sort()
      }
      let pages = places.map { place in
        let frame = animation.frames[place]
        return Page(
          name: frame.name, svg: SVGWriter.svg(AnimationBundle.drawing(frame)),
          text: HTMLWriter(digits: digits).body(Document(frame.blocks)), isStill: place == animation.still)
      }
      let bytes = pages.reduce(0) { $0 + $1.svg.utf8.count + $1.text.utf8.count }
      if bytes <= Self.mostBytes || most <= 4 { return pages }
      most = max(4, most / 2)
    }
  }

  /// Sets up every animation of this name on the page that is not set up yet; the arrow keys move the slider.
  private static func script(_ name: String) -> String {
    """
    (function(){document.querySelectorAll('.\(name):not([data-ready])').forEach(function(root){
    root.setAttribute('data-ready','');
    var frames=JSON.parse(root.querySelector('script[type="application/json"]').textContent);
    var slider=root.querySelector('input'),out=root.querySelector('output'),timer=null;
    var play=root.querySelector('[data-go="0"]');
    function show(i){i=Math.max(0,Math.min(frames.length-1,i));slider.value=i;out.textContent=frames[i].n;
    root.querySelector('.bpa-f').innerHTML=frames[i].s;root.querySelector('.bpa-t').innerHTML=frames[i].t;}
    function stop(){clearInterval(timer);timer=null;play.textContent='▶ play';}
    slider.addEventListener('input',function(){stop();show(+slider.value);});
    root.querySelectorAll('button').forEach(function(b){b.addEventListener('click',function(){
    var go=+b.getAttribute('data-go');if(go){stop();show(+slider.value+go);return;}
    if(timer){stop();return;}
    if(+slider.value>=frames.length-1)show(0);
    play.textContent='❚❚ pause';
    timer=setInterval(function(){if(!root.isConnected||+slider.value>=frames.length-1){stop();return;}
    show(+slider.value+1);},frames.length>12?350:1400);});});
    root.querySelector('.bpa-c').style.display='';show(+slider.value);});})();
    """
  }

  /// FNV-1a, to tell the animations of a page apart.
  private static func hash(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(hash, radix: 36)
  }
}
