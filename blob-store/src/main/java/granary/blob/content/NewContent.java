package granary.blob.content;

import granary.blob.xet.XetHash;
import java.util.List;

/**
 * A content whose bytes have all come, hashed as declared and are durable: all that is needed to accept it.
 *
 * @param content its name and size
 * @param fileHash its Xet hash
 * @param terms what it is made of, in order
 * @param xorbs the xorbs that hold those of its bytes that were not stored yet
 * @param indexed chunks that the hub's index shall lead to
 */
record NewContent(Content content, XetHash fileHash, List<Term> terms, List<NewXorb> xorbs, List<Indexed> indexed) {
    /** A chunk for the index, and the xorb that holds it. */
    record Indexed(XetHash chunk, XorbSource xorb) {}
}
