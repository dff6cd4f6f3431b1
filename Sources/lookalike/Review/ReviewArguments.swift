public import ArgumentParser
public import Review

// How the review commands read the names of what Review offers.
extension AggregationMethod: ExpressibleByArgument {}
extension TieRule: ExpressibleByArgument {}
extension AnswerFormat: ExpressibleByArgument {}
extension ReviewCondition.Display: ExpressibleByArgument {}
