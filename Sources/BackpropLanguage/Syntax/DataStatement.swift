import Backprop

/// What the commands for data and files were asked for.
enum DataStatement: Sendable {
  /// nil: the last column is the target, the others are the inputs.
  case readPatterns(
    name: String, Located<String>, inputs: [Located<ColumnSelection>]?, targets: [Located<ColumnSelection>]?,
    areClasses: Bool, pictures: Located<ImageShape>?)
  case split(fraction: Double, seed: Int)
  case scale(ScalingRequest)
  case save(SavedContent, Located<String>)
  case load(Located<String>)
  case export(ExportFormat, Located<String>)
}

enum ScalingRequest: Sendable, Equatable {
  case range(Double, Double)
  /// Mean 0, standard deviation 1.
  case standard
}

/// What `save` writes: everything, or what is in use.
enum SavedContent: Sendable, Equatable { case all, network, patterns }

enum ExportFormat: String, Sendable, CaseIterable { case onnx, safetensors, csv }
