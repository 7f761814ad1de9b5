/// Boxes of a page that scroll sideways where there is little room, as on a phone: they show that they do.
/// What goes on beyond an edge fades there, and the scroll bar is visible where the reader's system allows
/// that.
enum ScrollBox {
  /// In a reader without animations that follow scrolling, only the bar shows it. A box that has the focus
  /// does not fade, because its outline would too. Each result has these rules, so they are short.
  static let rules = """
    :is(.bp-x,.bp-w,.bpa-f){overflow-x:auto;max-width:100%;&::-webkit-scrollbar{height:9px}\
    &::-webkit-scrollbar-thumb{background:#888a;border-radius:5px}\
    @supports (animation-timeline:scroll()){&:not(:focus-visible){mask-image:linear-gradient(90deg,#0000,\
    #000 var(--bp-l,0px),#000 calc(100% - var(--bp-r,0px)),#0000);animation:bp-edge both;\
    animation-timeline:scroll(self inline)}}}\
    @keyframes bp-edge{from{--bp-r:2em}4%,96%{--bp-l:2em;--bp-r:2em}to{--bp-l:2em}}
    """
}
