package granary.contract;

import granary.contract.kit.Account;
import granary.contract.kit.Bytes;
import granary.contract.kit.Git;
import granary.contract.kit.Lfs;
import granary.contract.kit.RunningHub;
import granary.contract.kit.Shell;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Repositories that have something to show on every kind of page, with names and texts that are hard on a layout. */
record BrowserScene(Account owner, String model, String hostile, String empty, String commit) {
    /** As long as a name may be, and without a place to break it. */
    private static final String LONG_NAME = "whisper-" + "a1b2c3d4".repeat(11);

    private static final String LONG_FILE = "model-of-" + "many".repeat(20) + "-parts.safetensors";

    private static final String CARD = """
            ---
            license: apache-2.0
            language: [en, zh]
            tags: [speech, automatic-speech-recognition]
            library_name: transformers
            base_model: openai/whisper-small
            ---
            # Whisper, spoken softly

            It hears **whispers**, and writes them down. ![A picture](picture.png)

            > [!WARNING]
            > It does not hear shouting.

            ## How well

            | corpus | words | errors | errors before | speaker | microphone | room | remark |
            | --- | ---: | ---: | ---: | --- | --- | --- | --- |
            | LibriSpeech test-clean | 52576 | 3.4 % | 3.9 % | many | good | quiet | unbreakable_identifier_of_a_column |

            ```python
            from transformers import pipeline
            print(pipeline("automatic-speech-recognition", model="somebody/whisper")("a-file-with-a-long-name.flac"))
            ```

            - [x] written down
            - [ ] read by anybody, see https://example.org/LONG_WAY

            """.replace("LONG_WAY", "a-long-way/".repeat(12));

    private static final String HOSTILE = """
            # Harmless

            <script>alert('script')</script><img src="picture.png" onload="alert('load')" onerror="alert('error')">
            <img src="http://evil.example/pixel.png" onerror="alert('error')">
            ![pixel](http://evil.example/pixel.png) [markdown](javascript:alert(1)) <javascript:alert(1)>
            <a id="evil" href="javascript:alert('link')">html</a> <a href="&#106;ava\tscript:alert('entity')">entity</a>
            <a href="data:text/html,<script>alert(1)</script>">data</a>
            <style>body { display: none }</style><p style="position: fixed; inset: 0; background: url(//evil.example)">x</p>
            <form action="http://evil.example/"><input name="password" autofocus onfocus="alert('focus')"></form>
            <iframe src="http://evil.example/"></iframe><iframe srcdoc="<script>parent.alert(1)</script>"></iframe>
            <object data="http://evil.example/x"></object><embed src="http://evil.example/x"><video src="//evil.example/v">
            <meta http-equiv="refresh" content="0; url=http://evil.example/"><base href="http://evil.example/">
            <link rel="stylesheet" href="http://evil.example/x.css"><svg onload="alert('svg')"><a href="#x">s</a></svg>
            <details open ontoggle="alert('toggle')"><summary>s</summary></details>
            <div data-hx-get="/logout" data-hx-trigger="load" hx-get="/logout" hx-trigger="load" class="menu" id="main">d</div>
            <button data-copy="stolen">copy</button><math><mtext><img src="picture.png" onload="alert('math')"></mtext></math>
            """;

    /** Makes everything by git and the API, for a user of its own. */
    static BrowserScene make(RunningHub hub, Path folder) {
        Account owner = hub.newUser("robin");
        var api = hub.api(owner);
        api.createModel(owner.name(), LONG_NAME, false);
        api.createModel(owner.name(), "hostile", false);
        api.createModel(owner.name(), "empty", true);
        api.createRepository("dataset", owner.name(), "voices", false);
        api.createRepository("code", owner.name(), "tools", true);
        Shell shell = Shell.at(folder.resolve("home"));
        Git hostile = Git.clone(shell, hub.gitUrl(owner, owner.name() + "/hostile"), folder.resolve("hostile"));
        hostile.write("README.md", HOSTILE)
                .write("picture.png", picture())
                .write("docs/README.md", HOSTILE)
                .write("docs/picture.png", picture())
                .commit("<script>alert('commit')</script>");
        hostile.git("push", "-q", "origin", "HEAD:main");
        String model = owner.name() + "/" + LONG_NAME;
        String commit = fill(hub, owner, model, Git.clone(shell, hub.gitUrl(owner, model), folder.resolve("model")));
        return new BrowserScene(
                owner, "/" + model, "/" + owner.name() + "/hostile", "/" + owner.name() + "/empty", commit);
    }

    private static String fill(RunningHub hub, Account owner, String model, Git work) {
        byte[] weights = Bytes.random(7, 100_000);
        String oid = Bytes.sha256(weights);
        Lfs.of(hub, owner, model).upload(oid, weights);
        String pointer =
                "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n".formatted(oid, weights.length);
        work.write("README.md", CARD)
                .write("picture.png", picture())
                .write("vocabulary.bin", Bytes.random(8, 3000))
                .write("model.safetensors", pointer)
                .write("weights/" + LONG_FILE, pointer)
                .write("weights/deep/down/config.json", "{\"key\": \"" + "value ".repeat(60) + "\"}\n")
                .write(
                        "train.py",
                        "def train(steps: int) -> None:\n    '''%s'''\n"
                                .formatted("wide ".repeat(60))
                                .repeat(30))
                .commit("Listen to whispers, " + "and-go-on-without-a-blank-".repeat(6)
                        + "\n\nBecause nobody else does.");
        work.write("train.py", "print('less')\n")
                .write("picture.png", picture())
                .git("rm", "-q", "vocabulary.bin");
        String commit = work.write("vocabulary.bin", Bytes.random(9, 2000)).commit("Train less");
        work.git("tag", "v1.0");
        work.git(
                "push",
                "-q",
                "origin",
                "HEAD:main",
                "v1.0",
                "HEAD:refs/heads/feature/" + "long-".repeat(20) + "branch");
        return commit;
    }

    private static byte[] picture() {
        var image = new BufferedImage(900, 60, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(new Color(0x33, 0x88, 0x66));
        graphics.fillRect(10, 10, 880, 40);
        graphics.dispose();
        var png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
