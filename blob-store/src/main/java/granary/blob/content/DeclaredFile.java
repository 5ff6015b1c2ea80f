package granary.blob.content;

import granary.blob.xet.XetHash;
import java.util.List;

/**
 * A file of a shard whose chunks are all stored and add up to its hash. Only its SHA-256 is still the client's word.
 *
 * @param indexed chunks that the hub's index shall lead to
 */
record DeclaredFile(Content content, XetHash fileHash, List<Term> terms, List<NewContent.Indexed> indexed) {}
