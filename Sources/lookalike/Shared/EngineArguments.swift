public import ArgumentParser
public import Matching

extension SIMDLevel: ExpressibleByArgument {}
extension Spectrum: ExpressibleByArgument {}
