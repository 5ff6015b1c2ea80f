package granary.blob.hash;

import java.util.Optional;
import jdk.incubator.vector.IntVector;

/** Kernels on the Vector API: as many lanes as the machine's vectors have numbers of 32 bits, 8 or 16. */
final class VectorKernelSource implements KernelSource {
    private static final String MODULE = "jdk.incubator.vector";
    private static final int LANES_MIN = 8;
    private static final int LANES_MAX = 16;

    @Override
    public Optional<String> obstacle() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Optional.of("Java was started without --add-modules " + MODULE);
        }
        return preferredLanes() < LANES_MIN
                ? Optional.of("the vectors of this machine have fewer than 256 bits")
                : Optional.empty();
    }

    @Override
    public Kernel create() {
        return ofLanes(preferredLanes());
    }

    private static int preferredLanes() {
        return Math.min(LANES_MAX, IntVector.SPECIES_PREFERRED.length());
    }

    static Kernel ofLanes(int lanes) {
        if (lanes != LANES_MIN && lanes != LANES_MAX) {
            throw new IllegalArgumentException("a vector kernel has 8 or 16 lanes, not " + lanes);
        }
        return new Kernel((LaneKernel) HiddenClass.instance(VectorLanes.class, lanes), (GroupingKernel)
                HiddenClass.instance(VectorGrouping.class, lanes));
    }
}
