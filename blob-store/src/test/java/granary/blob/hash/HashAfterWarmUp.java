package granary.blob.hash;

import java.time.Duration;
import java.util.HexFormat;

/** A process that settles how it hashes, and hashes. */
final class HashAfterWarmUp {
    private HashAfterWarmUp() {}

    public static void main(String[] args) {
        var choice = new KernelChoice(
                new VectorKernelSource(),
                kernel -> new KernelTrial(5, new KernelTrial.Minimum(0, 0)).judge(kernel),
                Duration.ZERO);
        choice.settle();
        System.out.println(choice.state());
        System.out.println(HexFormat.of()
                .formatHex(new KeyedBlake3(new byte[32], choice::lanes).hash(new byte[70_000], 0, 70_000)));
    }

    static byte[] hash() {
        return new KeyedBlake3(new byte[32]).hash(new byte[70_000], 0, 70_000);
    }
}
