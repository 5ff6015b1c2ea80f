package granary.blob.hash;

import java.util.Optional;

/** Where kernels come from. */
interface KernelSource {
    /** Why there can be no kernel in this process, a part of a sentence; empty when there can be. */
    Optional<String> obstacle();

    /** A kernel with compiled code of its own. */
    Kernel create();
}
