public import ArgumentParser
public import NeuralNetworks

extension WeightPrecision: ExpressibleByArgument {}
