public import ArgumentParser
public import Biometrics

// Terms of the field that several commands take as an argument.

extension Origin: ExpressibleByArgument {}
extension Metric: ExpressibleByArgument {}
