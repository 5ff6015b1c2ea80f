package granary.blob.content;

import granary.blob.Sha256;
import granary.blob.xet.ChunkTable;
import granary.blob.xet.MerkleTree;
import granary.blob.xet.ShardChunk;
import granary.blob.xet.ShardFile;
import granary.blob.xet.ShardReader;
import granary.blob.xet.ShardTerm;
import granary.blob.xet.ShardXorb;
import granary.blob.xet.XetHash;
import granary.blob.xet.XetHashes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Holds a shard against what is stored (xet-protocol.md §5.7). A client may name xorbs that it sent or was told of, and
 * chunks whose hashes it knows; everything else of a shard is computed again.
 */
final class ShardIntake implements ShardReader.Visitor {
    /** As many as the largest commit names files. */
    private static final int FILES_MAX = 25_000;

    /** The bytes of all files of a shard: by naming the same chunks again and again they could be any number. */
    private static final long FILE_BYTES_MAX = 1L << 40;

    private final XorbCatalog catalog;
    private final ChunkTables tables;
    private final Viewer viewer;
    private final Map<XetHash, XorbRow> xorbs = new HashMap<>();
    private final Map<XetHash, DeclaredFile> files = new HashMap<>();
    private long fileBytes;

    ShardIntake(XorbCatalog catalog, ChunkTables tables, Viewer viewer) {
        this.catalog = catalog;
        this.tables = tables;
        this.viewer = viewer;
    }

    @Override
    public void file(ShardFile file) throws IOException {
        if (files.size() == FILES_MAX) {
            throw new ShardRefusedException("A shard may register at most %d files".formatted(FILES_MAX));
        }
        if (file.terms().isEmpty() && file.hash().equals(XetHash.ZERO)) {
            return; // An empty file: hf_xet lists it, but repositories keep empty files in git.
        }
        Sha256 sha256 = file.sha256()
                .orElseThrow(() -> new ShardRefusedException(
                        "The file %s comes without its SHA-256, by which repositories name files"
                                .formatted(file.hash())));
        require(file.terms().stream().map(ShardTerm::xorb).toList());
        var tree = new MerkleTree();
        var terms = new ArrayList<Term>();
        var indexed = new ArrayList<NewContent.Indexed>();
        long size = 0;
        for (ShardTerm term : file.terms()) {
            XorbRow xorb = required(term.xorb());
            ChunkTable chunks = tables.of(xorb);
            check(term, chunks);
            tree.add(chunks, term.start(), term.end());
            index(new NamedXorb(xorb), chunks, term, indexed);
            add(new Term(new NamedXorb(xorb), term.start(), term.end(), term.rawBytes()), terms);
            size += term.rawBytes();
        }
        count(size);
        if (terms.isEmpty() || !tree.fileHash().equals(file.hash())) {
            throw new ShardRefusedException(
                    "The terms of the file %s do not add up to its hash".formatted(file.hash()));
        }
        files.put(file.hash(), new DeclaredFile(new Content(sha256, size), file.hash(), terms, indexed));
    }

    private void count(long size) {
        fileBytes += size;
        if (fileBytes > FILE_BYTES_MAX) {
            throw new ShardRefusedException(
                    "The files of one shard may have at most %d bytes together".formatted(FILE_BYTES_MAX));
        }
    }

    /** Looks up xorbs that the viewer may name. An absent one and one they may not know of are answered alike. */
    private void require(List<XetHash> wanted) {
        Set<XetHash> unknown = new HashSet<>(wanted);
        unknown.removeAll(xorbs.keySet());
        if (unknown.isEmpty()) {
            return;
        }
        Map<XetHash, XorbRow> stored = catalog.find(unknown);
        Set<Long> visible =
                catalog.visible(stored.values().stream().map(XorbRow::id).toList(), viewer);
        for (XetHash hash : unknown) {
            XorbRow row = stored.get(hash);
            if (row == null || !visible.contains(row.id())) {
                throw new ShardRefusedException(
                        ("The xorb %s was not uploaded here. Upload it first; if your client takes it from its own cache,"
                                        + " remove the folder 'xet' in its cache.")
                                .formatted(hash));
            }
            xorbs.put(hash, row);
        }
    }

    private XorbRow required(XetHash xorb) {
        return Objects.requireNonNull(xorbs.get(xorb), "required before");
    }

    /** Who knows the verification hash knows the hash of each chunk, and so had its bytes. */
    private static void check(ShardTerm term, ChunkTable chunks) {
        if (term.end() > chunks.count()) {
            throw new ShardRefusedException(
                    "The xorb %s has %d chunks, not %d".formatted(term.xorb(), chunks.count(), term.end()));
        }
        if (chunks.rawEnd(term.end() - 1) - chunks.rawStart(term.start()) != term.rawBytes()) {
            throw new ShardRefusedException("Chunks %d to %d of the xorb %s do not have %d bytes"
                    .formatted(term.start(), term.end(), term.xorb(), term.rawBytes()));
        }
        if (!XetHashes.ofRange(chunks, term.start(), term.end()).equals(term.rangeHash())) {
            throw new ShardRefusedException("The verification hash for chunks %d to %d of the xorb %s is wrong"
                    .formatted(term.start(), term.end(), term.xorb()));
        }
    }

    private static void index(NamedXorb xorb, ChunkTable chunks, ShardTerm term, List<NewContent.Indexed> indexed) {
        boolean first = indexed.isEmpty();
        for (int chunk = term.start(); chunk < term.end(); chunk++) {
            if (first || chunks.hash(chunk).isEligible()) {
                indexed.add(new NewContent.Indexed(chunks.hash(chunk), xorb));
                first = false;
            }
        }
    }

    /** Clients do not always join terms that follow each other in one xorb. */
    private static void add(Term term, List<Term> terms) {
        Term last = terms.isEmpty() ? null : terms.getLast();
        if (last != null && last.xorb().equals(term.xorb()) && last.end() == term.start()) {
            terms.set(
                    terms.size() - 1,
                    new Term(last.xorb(), last.start(), term.end(), last.rawBytes() + term.rawBytes()));
        } else {
            terms.add(term);
        }
    }

    @Override
    public void xorb(ShardXorb xorb) throws IOException {
        require(List.of(xorb.hash()));
        ChunkTable chunks = tables.of(required(xorb.hash()));
        boolean agrees = chunks.count() == xorb.chunks().size() && chunks.rawBytes() == xorb.rawBytes();
        for (int i = 0; agrees && i < chunks.count(); i++) {
            ShardChunk claimed = xorb.chunks().get(i);
            agrees = claimed.hash().equals(chunks.hash(i))
                    && claimed.rawStart() == chunks.rawStart(i)
                    && claimed.rawBytes() == chunks.rawBytes(i);
        }
        if (!agrees) {
            throw new ShardRefusedException(
                    "The xorb %s does not have the chunks that the shard lists".formatted(xorb.hash()));
        }
    }

    List<DeclaredFile> files() {
        return List.copyOf(files.values());
    }
}
