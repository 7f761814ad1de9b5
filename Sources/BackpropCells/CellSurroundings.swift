import BackpropLanguage
import JSON

/// Where a cell runs, as far as what it shows is concerned. (`CellHost` is what the language asks for.)
package struct CellSurroundings {
  /// Passes output on to the clients.
  package var send: (CellOutput) -> Void
  /// Seconds since some fixed moment.
  package var now: () -> Double
  /// Whether displays cannot be replaced in place, as in a console: a changing result is then a line that is
  /// rewritten.
  package var rewritesLine: Bool
  /// What to say before a picture that is wanted in these formats and cannot have them all; nil: nothing.
  package var remarkOnPictures: ([Figure.Format]) -> String?
  /// Opens a figure with sliders where clients can move them live, and says how they show it; nil: they
  /// cannot.
  package var openSliders: (_ figure: Variation, _ digits: Int) -> Widget?

  /// A form of a display that a client of the widget protocol prefers.
  package typealias Widget = (type: String, view: JSONValue)

  package init(
    send: @escaping (CellOutput) -> Void, now: @escaping () -> Double, rewritesLine: Bool = false,
    remarkOnPictures: @escaping ([Figure.Format]) -> String? = { _ in nil },
    openSliders: @escaping (Variation, Int) -> Widget? = { _, _ in nil }
  ) {
    self.send = send
    self.now = now
    self.rewritesLine = rewritesLine
    self.remarkOnPictures = remarkOnPictures
    self.openSliders = openSliders
  }
}
