/// What a cell did wrong.
struct Fault {
  enum Kind: String {
    case goesOnAfterInterrupt, doesNotAsk, stateOfFailure, stateOfInterrupt, notFinite, controlCharacter,
      tooLong
    case noMessage, placeOutside, noExample, exampleDoesNotParse, exampleDoesNotRun, completion, completeness,
      markup, roundTrip
  }

  var kind: Kind
  var detail: String

  init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = String(detail.prefix(2000))
  }
}
