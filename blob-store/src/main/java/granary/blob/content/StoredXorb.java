package granary.blob.content;

import granary.blob.xet.ChunkTable;

/** A xorb that accepted contents already use. */
record StoredXorb(XorbRow row, ChunkTable chunks) implements XorbSource {}
