/// The name of this target; replaced by its first real file.
public enum SimulationTarget {}
