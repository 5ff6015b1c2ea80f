package granary.blob.hash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.Optional;
import jdk.incubator.vector.IntVector;

/** Kernels on the Vector API: as many lanes as the machine's vectors have numbers of 32 bits, 8 or 16. */
final class VectorKernels implements KernelSource {
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
    public LaneKernel create() {
        return ofLanes(preferredLanes());
    }

    private static int preferredLanes() {
        return Math.min(LANES_MAX, IntVector.SPECIES_PREFERRED.length());
    }

    /** Each kernel is a class of its own, so that what the JIT made of another does not bind it. */
    static LaneKernel ofLanes(int lanes) {
        if (lanes != LANES_MIN && lanes != LANES_MAX) {
            throw new IllegalArgumentException("a vector kernel has 8 or 16 lanes, not " + lanes);
        }
        try {
            var kernel = MethodHandles.lookup().defineHiddenClassWithClassData(classFile(), lanes, true);
            return (LaneKernel) kernel.findConstructor(kernel.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("the vector kernel cannot be loaded", failure);
        }
    }

    private static byte[] classFile() {
        try (InputStream in = VectorKernel.class.getResourceAsStream("VectorKernel.class")) {
            return Objects.requireNonNull(in, "the class file of VectorKernel").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
