import Backprop

/// What the commands for data and files were asked for.
enum DataStatement: Sendable {
  case readPatterns(TableRequest)
  case split(fraction: Double, seed: Int)
  case scale(ScalingRequest)
  case save(SavedContent, Located<String>)
  case load(Located<String>)
  case export(ExportFormat, Located<String>)
}

/// A table that is to become patterns.
struct TableRequest: Sendable {
  var name: String
  var file: Located<String>
  /// nil: all but the targets, and but what names or counts the rows.
  var inputs: [Located<ColumnSelection>]?
  /// nil: the last column.
  var targets: [Located<ColumnSelection>]?
  var areClasses = false
  var pictures: Located<ImageShape>?
  var skipsBadRows = false
}

enum ScalingRequest: Sendable, Equatable {
  case range(Double, Double)
  /// Mean 0, standard deviation 1.
  case standard
}

/// What `save` writes: everything, or what is in use.
enum SavedContent: Sendable, Equatable { case all, network, patterns }

enum ExportFormat: String, Sendable, CaseIterable { case onnx, safetensors, csv }
