package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.Sha256;
import granary.blob.StoredObject;
import granary.blob.content.ContentProblem.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares what the database says of contents with what the object store holds: content → terms → xorb row → object.
 * Changes nothing; works beside intakes, reads and sweeps.
 */
public final class ContentCheck {
    private static final int PAGE = 200;

    private final ObjectStore objects;
    private final JdbcClient db;

    public ContentCheck(ObjectStore objects, JdbcClient db) {
        this.objects = objects;
        this.db = db;
    }

    /** Is told what a check finds. */
    public interface Findings {
        void problem(ContentProblem problem);

        /** A xorb that no row names: of an intake that is under way or was cut short. {@link OrphanSweep} deletes it. */
        void orphan(ObjectKey key, long size, Instant storedAt);
    }

    /** How much was looked at. */
    public record Summary(long contents, long xorbs, long problems, long orphans) {}

    /**
     * Looks at everything once. Always: that every xorb's object is there and has its size, and that the terms of every
     * content add up to it.
     *
     * @param deep also to read every byte: each chunk must have its hash, each content its SHA-256
     */
    public Summary run(boolean deep, Findings findings) throws IOException {
        try (var workers = new Workers()) {
            DamageListener nobody = (xorb, why) -> {};
            var tables = new ChunkTables(objects, nobody);
            var reader = new ContentReader.Tools(
                    new ContentCatalog(db), tables, new VerifiedChunks(), nobody, workers, new Slabs());
            var walk = new Walk(deep, findings, reader);
            walk.xorbs();
            walk.contents();
            walk.orphans();
            return new Summary(walk.contents, walk.xorbs, walk.problems, walk.orphans);
        }
    }

    private record Row(long id, Content content, boolean tiled) {}

    /** One run. */
    private final class Walk {
        private final boolean deep;
        private final Findings findings;
        private final ContentReader.Tools readerTools;
        private long contents;
        private long xorbs;
        private long problems;
        private long orphans;

        Walk(boolean deep, Findings findings, ContentReader.Tools readerTools) {
            this.deep = deep;
            this.findings = findings;
            this.readerTools = readerTools;
        }

        void xorbs() throws IOException {
            long after = 0;
            for (List<XorbRow> page = xorbsAfter(after); !page.isEmpty(); page = xorbsAfter(after)) {
                for (XorbRow xorb : page) {
                    check(xorb);
                    after = xorb.id();
                }
            }
        }

        private void check(XorbRow xorb) throws IOException {
            xorbs++;
            Optional<StoredObject> object = objects.find(xorb.key());
            if (object.isEmpty()) {
                // A sweep may have taken row and object between our two looks.
                if (isRow(xorb)) {
                    report(Kind.XORB_MISSING, xorb.hash().text(), "its object is not in the store");
                }
            } else if (object.get().size() != xorb.storedBytes()) {
                report(
                        Kind.XORB_SIZE_DIFFERS,
                        xorb.hash().text(),
                        "its object has %d bytes, not %d".formatted(object.get().size(), xorb.storedBytes()));
            } else if (deep) {
                read(xorb);
            } else if (xorb.isDamaged()) {
                report(Kind.XORB_DAMAGED, xorb.hash().text(), "it was found damaged and is in quarantine");
            }
        }

        private void read(XorbRow xorb) throws IOException {
            try (var reader = new ContentReader(readerTools, OutputStream.nullOutputStream())) {
                reader.copyAll(xorb);
            } catch (DamagedContentException e) {
                report(Kind.XORB_DAMAGED, xorb.hash().text(), e.message());
            }
        }

        void contents() throws IOException {
            long after = 0;
            for (List<Row> page = contentsAfter(after); !page.isEmpty(); page = contentsAfter(after)) {
                for (Row row : page) {
                    check(row);
                    after = row.id();
                }
            }
        }

        private void check(Row row) throws IOException {
            contents++;
            String subject = row.content().sha256().hex();
            if (!row.tiled()) {
                report(
                        Kind.TERMS_BROKEN,
                        subject,
                        "its terms do not add up to its %d bytes"
                                .formatted(row.content().size()));
            } else if (deep) {
                read(row, subject);
            }
        }

        private void read(Row row, String subject) throws IOException {
            MessageDigest digest = Sha256.newDigest();
            try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
                    var reader = new ContentReader(readerTools, out)) {
                reader.copy(row.id(), new ContentCatalog.Range(0, row.content().size()));
            } catch (DamagedContentException e) {
                report(Kind.CONTENT_UNREADABLE, subject, e.message());
                return;
            }
            Sha256 found = Sha256.of(digest.digest());
            if (!found.equals(row.content().sha256())) {
                report(Kind.CONTENT_DIFFERS, subject, "its bytes hash to " + found.hex());
            }
        }

        void orphans() throws IOException {
            new OrphanWalk(objects, db).each(Instant.MAX, (key, size, storedAt) -> {
                orphans++;
                findings.orphan(key, size, storedAt);
            });
        }

        private void report(Kind kind, String subject, String sentence) {
            problems++;
            findings.problem(new ContentProblem(kind, subject, sentence));
        }
    }

    private boolean isRow(XorbRow xorb) {
        return db.sql("select 1 from xorb where id = ?")
                .param(xorb.id())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private List<XorbRow> xorbsAfter(long id) {
        return db.sql("select" + Sql.XORB + "from xorb x where id > ? order by id limit ?")
                .params(id, PAGE)
                .query(Sql::xorb)
                .list();
    }

    private List<Row> contentsAfter(long id) {
        return db.sql("""
                        with page as (
                            select id, sha256, size from content
                            where id > ? and proof <> 'refuted' order by id limit ?),
                        term as (
                            select t.content_id, t.raw_bytes,
                                t.file_offset = coalesce(sum(t.raw_bytes) over before, 0)
                                and t.chunk_end <= x.chunks as fits
                            from content_term t join xorb x on x.id = t.xorb_id
                            where t.content_id in (select id from page)
                            window before as (partition by t.content_id order by t.file_offset
                                rows between unbounded preceding and 1 preceding))
                        select p.id, p.sha256, p.size,
                            coalesce(bool_and(t.fits), true) and coalesce(sum(t.raw_bytes), 0) = p.size as tiled
                        from page p left join term t on t.content_id = p.id
                        group by p.id, p.sha256, p.size order by p.id
                        """)
                .params(id, PAGE)
                .query((row, number) -> new Row(
                        row.getLong("id"),
                        new Content(Sha256.of(row.getBytes("sha256")), row.getLong("size")),
                        row.getBoolean("tiled")))
                .list();
    }
}
