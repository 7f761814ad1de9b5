/// Boxes of a page that scroll sideways where there is little room, as on a phone: they show that they do.
/// What goes on beyond an edge fades there, and the scroll bar is visible where the reader's system allows
/// that.
enum ScrollBox {
  private static let boxes = ":is(.bp-x,.bp-w,.bpa-f)"

  /// In a reader without animations that follow scrolling, only the bar shows it. A box that has the focus
  /// does not fade, because its outline would too.
  static let rules = """
    \(boxes){overflow-x:auto;max-width:100%}\
    \(boxes)::-webkit-scrollbar{height:9px}\
    \(boxes)::-webkit-scrollbar-thumb{background:#888a;border-radius:5px}
    @media screen{@supports (animation-timeline:scroll()){\(boxes):not(:focus-visible){\
    mask-image:linear-gradient(90deg,#0000,#000 var(--bp-l,0px),#000 calc(100% - var(--bp-r,0px)),#0000);\
    animation:bp-edge linear both;animation-timeline:scroll(self inline)}}}
    @keyframes bp-edge{from{--bp-r:2.5em}4%,96%{--bp-l:2.5em;--bp-r:2.5em}to{--bp-l:2.5em}}
    """
}
