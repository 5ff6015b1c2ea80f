package granary.contract;

import granary.blob.xet.Compression;
import granary.blob.xet.XetHash;
import granary.blob.xet.XorbFooter;
import granary.contract.kit.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Stored xorbs by hash, each read through and found right. */
final class OpenedXorbs {
    private final Map<XetHash, OpenedXorb> xorbs = new LinkedHashMap<>();

    static OpenedXorbs of(List<Path> objects) throws IOException {
        var opened = new OpenedXorbs();
        for (Path object : objects) {
            OpenedXorb xorb = OpenedXorb.of(Folders.read(object));
            opened.xorbs.put(xorb.footer().xorb(), xorb);
        }
        return opened;
    }

    Set<XetHash> hashes() {
        return xorbs.keySet();
    }

    OpenedXorb get(XetHash hash) {
        return Objects.requireNonNull(xorbs.get(hash), () -> "no xorb " + hash);
    }

    List<XorbFooter> footers() {
        return xorbs.values().stream().map(OpenedXorb::footer).toList();
    }

    /** How chunks are packed, over all xorbs. */
    Set<Compression> schemes() {
        Set<Compression> schemes = EnumSet.noneOf(Compression.class);
        xorbs.values().forEach(xorb -> schemes.addAll(xorb.schemes()));
        return schemes;
    }

    /** Unpacked bytes, over all xorbs. */
    long rawBytes() {
        return xorbs.values().stream().mapToLong(xorb -> xorb.raw().length).sum();
    }
}
