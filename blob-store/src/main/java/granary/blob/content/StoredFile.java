package granary.blob.content;

import granary.blob.xet.XetHash;

/**
 * A content as clients of both kinds call it.
 *
 * @param content its name among clients of Git LFS, and its size
 * @param xetHash its name among clients of Xet: the hash of its chunks
 */
public record StoredFile(Content content, XetHash xetHash) {}
