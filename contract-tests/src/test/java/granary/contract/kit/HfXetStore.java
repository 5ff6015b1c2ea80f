package granary.contract.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The store that hf_xet has built in for its own tests: with the endpoint {@code local://} it keeps xorbs and shards in a
 * folder, by the code that also talks to servers. Files go in and come out by the real client; between that, tests may
 * look at the objects and put others in their place.
 */
public final class HfXetStore {
    private static final String UPLOAD = """
            import sys, hf_xet
            session = hf_xet.XetSession()
            for file in sys.argv[2:]:
                with session.new_upload_commit(endpoint=sys.argv[1]) as commit:
                    upload = commit.start_upload_file(file, sha256=hf_xet.COMPUTE_SHA256)
                info = upload.result().xet_info
                print(info.hash, info.sha256)
            """;

    private static final String DOWNLOAD = """
            import sys, hf_xet
            with hf_xet.XetSession().new_file_download_group(endpoint=sys.argv[1]) as group:
                group.start_download_file(hf_xet.XetFileInfo(sys.argv[2], int(sys.argv[3])), sys.argv[4])
            """;

    private static final String DOWNLOAD_RANGE = """
            import sys, hf_xet
            with hf_xet.XetSession().new_download_stream_group(endpoint=sys.argv[1]) as group:
                info = hf_xet.XetFileInfo(sys.argv[2], int(sys.argv[3]))
                with open(sys.argv[4], "wb") as file:
                    for part in group.download_stream(info, start=int(sys.argv[5]), end=int(sys.argv[6])):
                        file.write(part)
            """;

    private final PythonClient.Session python;
    private final Path folder;

    /** What hf_xet said of a file it took, both in hex. */
    public record Uploaded(String hash, String sha256) {}

    /** A store in {@code folder}, which is made. */
    public HfXetStore(PythonClient.Session python, Path folder) {
        this.python = python;
        this.folder = folder;
    }

    /** Takes in these files one after the other, each in a commit and so in a shard of its own. */
    public List<Uploaded> upload(List<Path> files) {
        var uploaded = new ArrayList<Uploaded>();
        var arguments = new ArrayList<>(List.of(endpoint()));
        files.forEach(file -> arguments.add(file.toString()));
        for (String line : python.run(UPLOAD, arguments.toArray(String[]::new)).split("\n", -1)) {
            int space = line.indexOf(' ');
            uploaded.add(new Uploaded(line.substring(0, space), line.substring(space + 1)));
        }
        return uploaded;
    }

    /** What comes out for a file hash. */
    public byte[] download(String hash, long size) {
        Path target = folder.resolve("downloaded");
        python.run(DOWNLOAD, endpoint(), hash, Long.toString(size), target.toString());
        return Folders.read(target);
    }

    /** Bytes {@code start} to {@code end} (exclusive) of it. */
    public byte[] download(String hash, long size, long start, long end) {
        Path target = folder.resolve("downloaded");
        python.run(
                DOWNLOAD_RANGE,
                endpoint(),
                hash,
                Long.toString(size),
                target.toString(),
                Long.toString(start),
                Long.toString(end));
        return Folders.read(target);
    }

    private String endpoint() {
        return "local://" + folder;
    }

    /** Xorbs are files {@code default.<hash>}. */
    public Path xorb(String hash) {
        return folder.resolve("xet/xorbs/xorbs/default." + hash);
    }

    public List<Path> xorbs() {
        return list(folder.resolve("xet/xorbs/xorbs"), "default\\.[0-9a-f]{64}");
    }

    public List<Path> shards() {
        return list(folder.resolve("xet/xorbs/shards"), "[0-9a-f]{64}\\.mdb");
    }

    /** Lets the client forget what it uploaded, so that it has to ask the store. */
    public void forgetUploads() {
        Folders.delete(folder.resolve("xet/shard-cache"));
    }

    private static List<Path> list(Path folder, String names) {
        return Folders.files(folder).stream()
                .filter(name -> name.matches(names))
                .map(folder::resolve)
                .toList();
    }
}
