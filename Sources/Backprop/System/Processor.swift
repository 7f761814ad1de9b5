import CNumerics

/// What this machine's processor supports; to be checked before any of the fast path runs.
public enum Processor {
  /// Whether it supports the instructions that the core was compiled for (`BACKPROP_CPU` in Package.swift).
  package static var runsThisBuild: Bool { numerics_processor_is_fit() != 0 }

  /// Whether it supports the level x86-64-v4, with registers of eight doubles. Source: the levels of the
  /// x86-64 psABI.
  package static var isX86v4: Bool { numerics_processor_is_v4() != 0 }
}
