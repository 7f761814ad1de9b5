import BackpropLanguage

/// Figures used by all drawing tests.
enum SampleFigure: String, CaseIterable {
  case errors, surface, confusion, images, largeImages, transfer, boundary
  case hinton, largeHinton, shades
  case network, networkWithSkippingWeights, largeNetwork, smallNetwork, deepNetwork

  var figure: Figure {
    get throws {
      switch self {
      case .errors: FigureSamples.errors([FigureSamples.curve("E", FigureSamples.falling(0.5))])
      case .surface: FigureSamples.surface()
      case .confusion: FigureSamples.confusion()
      case .images: FigureSamples.images()
      case .largeImages: FigureSamples.largeImages()
      case .transfer: FigureSamples.transfer()
      case .boundary: try FigureSamples.boundary()
      case .hinton: try FigureSamples.weights([4, 3, 2], style: .hinton)
      case .largeHinton: try FigureSamples.weights([64, 32, 10], style: .hinton)
      case .shades: try FigureSamples.weights([4, 3, 2], style: .heat)
      case .network: try FigureSamples.diagram([2, 2, 1])
      case .networkWithSkippingWeights: try FigureSamples.diagram([2, 2, 1], bias: 1, skip: true)
      case .largeNetwork: try FigureSamples.diagram([64, 32, 10])
      case .smallNetwork: try FigureSamples.diagram([1, 1])
      case .deepNetwork: try FigureSamples.diagram([3, 3, 3, 3, 3], bias: -1)
      }
    }
  }
}
