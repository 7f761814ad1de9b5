import CNumerics

/// What this machine's processor can do, asked before any of the fast path runs.
public enum Processor {
  /// Whether it has the instructions that the core was compiled for (`BACKPROP_CPU` in Package.swift).
  package static var runsThisBuild: Bool { numerics_processor_is_fit() != 0 }

  /// Whether it is of the level x86-64-v4, with registers of eight doubles. Source: the levels of the x86-64
  /// psABI.
  package static var isX86v4: Bool { numerics_processor_is_v4() != 0 }
}
