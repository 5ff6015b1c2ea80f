package granary.blob.hash;

/** Twins of plain code that may outrun it. */
record Kernel(LaneKernel lanes, GroupingKernel grouping) {}
