package granary.blob.xet;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/**
 * Records of a shard, each decoded from the shard's bytes whenever it is asked for: a list of them takes no memory beyond
 * those bytes, however many it has.
 */
final class RecordList<T> extends AbstractList<T> implements RandomAccess {
    private final int size;
    private final IntFunction<T> decode;

    RecordList(int size, IntFunction<T> decode) {
        this.size = size;
        this.decode = decode;
    }

    @Override
    public T get(int index) {
        return decode.apply(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
        return size;
    }
}
