import BackpropLanguage
import JSON

/// A network that answers, as a self-contained page: whoever points at a unit or a weight, or walks to it
/// with the arrow keys, sees below the picture how its numbers come about, with the weights in it lit; and
/// whoever points at a term sees its weight lit in the picture. A click or Enter keeps an answer. Nothing is
/// fetched. Where scripts do not run, the picture remains.
struct NetworkHTML {
  let digits: Int

  /// picture: the network as an image of a page.
  func html(_ diagram: Figure.NetworkDiagram, title: String, picture: String) -> String {
    let writer = HTMLWriter(digits: digits, marksTerms: true)
    let answers = diagram.answers.map { answer in
      JSONValue.Member(answer.part.key, .string(writer.body(Document(answer.blocks))))
    }
    let data = HTMLText.scriptData(String(decoding: JSONValue.object(answers).bytes, as: UTF8.self))
    let name = "bpn-" + FNV.hash(picture + data)
    return """
      <div class="bp bpn \(name)" role="group" aria-label="\(HTMLText.escaped(title))">\
      \(HTMLWriter.style)\(Self.style)\(picture)
      <div class="bpn-a" role="status" style="display:none">\(Self.invitation)</div>
      <script type="application/json">\(data)</script>
      <script>\(Self.script(name))</script>
      </div>
      """
  }

  private static let invitation = """
    <p class="bp-n">Point at a unit or a weight, or go to a unit with Tab and the arrow keys, to see how its \
    numbers come about. A click or Enter keeps the answer; Esc lets it go.</p>
    """

  private static let style = """
    <style>
    .bpn [data-k]{cursor:pointer}
    .bpn-on svg [data-k]{opacity:.22}
    .bpn-on svg [data-k].bpn-l{opacity:1}
    .bpn svg [data-k]:focus{outline:none}
    .bpn svg [data-k].bpn-h circle,.bpn svg [data-k]:focus-visible circle{stroke-width:4px}
    .bpn svg [data-k].bpn-h path,.bpn svg [data-k]:focus-visible path{stroke-width:7px}
    .bpn svg path.bpn-w,.bpn svg [data-k] path.bpn-w{stroke-width:14px;stroke:transparent;fill:none;\
    stroke-dasharray:none;pointer-events:stroke}
    .bpn .bpn-a{width:0;min-width:100%}
    .bpn .bpn-t{border-bottom:1px dotted;cursor:pointer}
    .bpn .bpn-t.bpn-h{background:rgba(128,128,128,.3)}
    </style>
    """

  /// Sets up every network of this name on the page that is not set up yet.
  private static func script(_ name: String) -> String {
    """
    (function(){document.querySelectorAll('.\(name):not([data-ready])').forEach(function(root){
    root.setAttribute('data-ready','');
    var answers=JSON.parse(root.querySelector('script[type="application/json"]').textContent);
    var img=root.querySelector('img'),panel=root.querySelector('.bpn-a'),kept=null,shown=null;
    var bytes=atob(img.getAttribute('src').split(',')[1]).replace(/[^]/g,function(c){
    return '%'+('0'+c.charCodeAt(0).toString(16)).slice(-2);});
    var box=document.createElement('div');box.innerHTML=decodeURIComponent(bytes);
    var svg=box.querySelector('svg');if(!svg)return;
    svg.setAttribute('role','group');svg.setAttribute('aria-label',root.getAttribute('aria-label'));
    if(img.classList.contains('bp-wide')){svg.classList.add('bp-wide');svg.style.minWidth=img.style.minWidth;}
    img.parentNode.removeAttribute('tabindex');img.style.display='none';
    img.parentNode.insertBefore(svg,img.nextSibling);
    var invitation=panel.innerHTML,parts=[].slice.call(svg.querySelectorAll('[data-k]'));
    function all(key){return [].slice.call(root.querySelectorAll('[data-k="'+key+'"]'));}
    function ends(key){return edges[key]||[];}
    var edges={},units=[],things=[];
    parts.forEach(function(part){var key=part.getAttribute('data-k'),tip=part.querySelector('title');
    if(!tip){part.setAttribute('aria-hidden','true');return;}
    things.push(part);part.setAttribute('role','button');part.setAttribute('tabindex','-1');
    part.setAttribute('aria-label',tip.textContent);
    if(key[0]==='u'){units.push(part);return;}
    var wide=part.querySelector('path').cloneNode(true);
    wide.setAttribute('class','bpn-w');part.appendChild(wide);});
    function at(part){var b=part.querySelector('circle');
    return {x:+b.getAttribute('cx'),y:+b.getAttribute('cy')};}
    things.forEach(function(part){var key=part.getAttribute('data-k'),path=part.querySelector('path');
    if(!path)return;var from=path.getPointAtLength(0),to=path.getPointAtLength(path.getTotalLength());
    edges[key]=units.filter(function(unit){var u=at(unit);return [from,to].some(function(p){
    return Math.abs(u.x-p.x)+Math.abs(u.y-p.y)<1;});})
    .map(function(unit){return unit.getAttribute('data-k');});});
    function light(keys,strong){root.classList.toggle('bpn-on',keys.length>0);
    parts.forEach(function(part){
    part.classList.toggle('bpn-l',keys.indexOf(part.getAttribute('data-k'))>=0);});
    mark(strong);}
    function mark(strong){root.querySelectorAll('.bpn-h').forEach(function(e){e.classList.remove('bpn-h');});
    if(strong)all(strong).forEach(function(e){e.classList.add('bpn-h');});}
    function related(key){var keys=[key].concat(ends(key));
    Object.keys(edges).forEach(function(k){if(edges[k].indexOf(key)>=0)keys=keys.concat(k,edges[k]);});
    return keys;}
    function show(key){if(key===shown)return;shown=key;
    if(!key){panel.innerHTML=invitation;light([]);return;}
    var text=answers[key];panel.innerHTML='';
    if(text)panel.innerHTML=text;else{var p=document.createElement('p'),part=all(key)[0];
    p.textContent=part?part.getAttribute('aria-label'):'';panel.appendChild(p);}
    panel.style.minHeight=Math.max(parseFloat(panel.style.minHeight)||0,panel.offsetHeight)+'px';
    light(related(key),key);}
    function over(key){if(!kept)show(key);else mark(key&&key!==kept?key:kept);}
    function keep(key){var part=svg.querySelector('[data-k="'+key+'"]');if(!answers[key]&&!part)return;
    kept=key===kept?null:key;show(null);show(kept||key);if(part)part.focus({preventScroll:true});}
    function find(e){var t=e.target.closest&&e.target.closest('[data-k]');
    return t&&root.contains(t)?t:null;}
    root.addEventListener('pointerover',function(e){var t=find(e);if(t)over(t.getAttribute('data-k'));
    else if(!kept&&svg.contains(e.target))show(null);});
    root.addEventListener('pointerleave',function(){if(!kept)show(null);else mark(kept);});
    root.addEventListener('click',function(e){var t=find(e);
    if(t)keep(t.getAttribute('data-k'));else if(svg.contains(e.target)){kept=null;show(null);}});
    root.addEventListener('focusin',function(e){var t=find(e);if(!t)return;var key=t.getAttribute('data-k');
    if(svg.contains(t))things.forEach(function(p){p.setAttribute('tabindex',p===t?'0':'-1');});
    if(panel.contains(t))mark(key);else over(key);});
    function step(from,key){var u=at(from),best=null,least=1e9;units.forEach(function(unit){
    var v=at(unit),dx=v.x-u.x,dy=v.y-u.y,far;
    if(key==='ArrowRight'||key==='ArrowLeft'){if(key==='ArrowLeft')dx=-dx;if(dx<1)return;
    far=dx*100+Math.abs(dy);}
    else{if(key==='ArrowUp')dy=-dy;if(Math.abs(dx)>1||dy<1)return;far=dy;}
    if(far<least){least=far;best=unit;}});if(best)best.focus();}
    root.addEventListener('keydown',function(e){if(e.altKey||e.ctrlKey||e.metaKey)return;var t=find(e);
    if(e.key==='Escape'){if(!kept&&!shown)return;
    var here=panel.contains(e.target)&&svg.querySelector('[data-k="'+shown+'"]');
    if(here)here.focus({preventScroll:true});kept=null;show(null);}
    else if(t&&(e.key==='Enter'||e.key===' '))keep(t.getAttribute('data-k'));
    else if(t&&svg.contains(t)&&/^Arrow/.test(e.key)){var end=ends(t.getAttribute('data-k'))[0];
    step(end?svg.querySelector('[data-k="'+end+'"]'):t,e.key);}
    else return;
    e.preventDefault();e.stopPropagation();});
    root.setAttribute('data-lm-suppress-shortcuts','true');
    things.forEach(function(p){p.setAttribute('data-lm-suppress-shortcuts','true');});
    if(units.length)units[0].setAttribute('tabindex','0');
    panel.style.display='';});})();
    """
  }
}
