import BackpropLanguage

/// An animation as a page of its own: every frame is in it, and a few lines of script show the one that the slider
/// points at. Nothing is fetched. Without the script the still frame stands there.
struct AnimationHTML {
  let digits: Int

  func html(_ animation: Animation) -> String {
    ""
  }
}
