package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.kit.Account;
import granary.contract.kit.Bytes;
import granary.contract.kit.Folders;
import granary.contract.kit.ModelFiles;
import granary.contract.kit.PythonClient;
import granary.contract.kit.RunningHub;
import granary.contract.kit.Shell;
import granary.contract.kit.WithHub;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What huggingface_hub may expect, in each of its lines, and transformers on top of it. */
@WithHub
class HubPythonIT {
    /** How large files travel: as the client chooses, or by LFS where people switch Xet off. */
    enum Transfer {
        XET,
        LFS
    }

    private final RunningHub hub;
    private final Account alice;
    private final Path folder;

    HubPythonIT(RunningHub hub, @TempDir Path folder) {
        this.hub = hub;
        this.alice = hub.newUser("alice");
        this.folder = folder;
    }

    static Stream<Arguments> clientsByXetAndByLfs() {
        return Arrays.stream(PythonClient.values())
                .flatMap(client -> Arrays.stream(Transfer.values()).map(transfer -> Arguments.of(client, transfer)));
    }

    @ParameterizedTest
    @MethodSource("clientsByXetAndByLfs")
    void modelIsMadeFilledReadAndDeleted(PythonClient client, Transfer transfer) {
        run(client, transfer, """
                import os, sys
                from huggingface_hub import HfApi, hf_hub_download

                me = sys.argv[1]
                api = HfApi()
                assert api.whoami()["name"] == me
                made = api.create_repo("m")
                assert made.repo_id == f"{me}/m", made
                assert str(made).startswith(os.environ["HF_ENDPOINT"]), made
                api.create_repo("m", exist_ok=True)
                assert api.list_repo_files(f"{me}/m") == [".gitattributes"]

                commit = api.upload_file(
                    path_or_fileobj=b"hello", path_in_repo="a/b.txt", repo_id=f"{me}/m", commit_message="Add b",
                    commit_description="It says hello.")
                assert len(commit.oid) == 40
                again = api.upload_file(path_or_fileobj=b"hello", path_in_repo="a/b.txt", repo_id=f"{me}/m")
                assert again.oid == commit.oid, "an upload of the same file makes no commit"
                weights = os.urandom(300_000)
                api.upload_file(path_or_fileobj=weights, path_in_repo="model.safetensors", repo_id=f"{me}/m")

                assert sorted(api.list_repo_files(f"{me}/m")) == [".gitattributes", "a/b.txt", "model.safetensors"]
                tree = {entry.path: entry for entry in api.list_repo_tree(f"{me}/m", recursive=True)}
                assert tree["a/b.txt"].size == 5 and tree["a/b.txt"].lfs is None
                assert tree["model.safetensors"].size == 300_000
                assert tree["model.safetensors"].lfs.size == 300_000
                assert hasattr(tree["a"], "tree_id")
                assert [entry.path for entry in api.list_repo_tree(f"{me}/m", "a")] == ["a/b.txt"]
                paths = api.get_paths_info(f"{me}/m", ["a/b.txt", "model.safetensors", "absent"])
                assert sorted(entry.path for entry in paths) == ["a/b.txt", "model.safetensors"]

                info = api.model_info(f"{me}/m", files_metadata=True)
                assert info.id == f"{me}/m" and info.author == me and info.private is False
                sizes = {sibling.rfilename: sibling.size for sibling in info.siblings}
                assert sizes["model.safetensors"] == 300_000
                main = next(branch for branch in api.list_repo_refs(f"{me}/m").branches if branch.name == "main")
                assert main.target_commit == info.sha

                assert api.file_exists(f"{me}/m", "a/b.txt")
                assert not api.file_exists(f"{me}/m", "a/c.txt")
                assert api.repo_exists(f"{me}/m") and not api.repo_exists(f"{me}/none")
                assert api.revision_exists(f"{me}/m", "main") and not api.revision_exists(f"{me}/m", "none")
                with open(hf_hub_download(f"{me}/m", "model.safetensors"), "rb") as file:
                    assert file.read() == weights
                with open(hf_hub_download(f"{me}/m", "a/b.txt", revision=commit.oid), "rb") as file:
                    assert file.read() == b"hello"

                api.delete_file("model.safetensors", f"{me}/m")
                api.delete_folder("a", f"{me}/m")
                assert api.list_repo_files(f"{me}/m") == [".gitattributes"]
                api.delete_repo(f"{me}/m")
                assert not api.repo_exists(f"{me}/m")
                api.delete_repo(f"{me}/m", missing_ok=True)
                """, alice.name());
    }

    @ParameterizedTest
    @MethodSource("clientsByXetAndByLfs")
    void folderOfEachTypeComesBackAsASnapshot(PythonClient client, Transfer transfer) {
        Path source = folder.resolve("source");
        Folders.write(source.resolve("README.md"), "---\nlicense: mit\n---\n# A card\n");
        Folders.write(source.resolve("deep/down/one.txt"), "one");
        Folders.write(source.resolve("data/train.parquet"), Bytes.random(1, 120_000));
        Folders.write(source.resolve("empty.txt"), "");
        Folders.write(source.resolve("photo.bin"), Bytes.random(2, 5_000));

        run(client, transfer, """
                import filecmp, os, sys
                from huggingface_hub import HfApi, snapshot_download

                me, source = sys.argv[1:]
                api = HfApi()
                for repo_type in ["model", "dataset", "space"]:
                    repo = f"{me}/{repo_type}s"
                    sdk = {"space_sdk": "static"} if repo_type == "space" else {}
                    api.create_repo(repo, repo_type=repo_type, private=True, **sdk)
                    api.upload_folder(repo_id=repo, repo_type=repo_type, folder_path=source)
                    local = snapshot_download(repo, repo_type=repo_type)
                    for path in ["README.md", "deep/down/one.txt", "data/train.parquet", "empty.txt", "photo.bin"]:
                        assert filecmp.cmp(os.path.join(source, path), os.path.join(local, path), shallow=False), path
                    api.upload_file(
                        path_or_fileobj=b"two", path_in_repo="deep/two.txt", repo_id=repo, repo_type=repo_type)
                    again = snapshot_download(repo, repo_type=repo_type, allow_patterns=["deep/**"])
                    assert sorted(os.listdir(os.path.join(again, "deep"))) == ["down", "two.txt"]
                    assert not os.path.exists(os.path.join(again, "photo.bin"))
                """, alice.name(), source.toString());
    }

    @ParameterizedTest
    @EnumSource
    void failuresAreThePreciseErrorsOfTheLibrary(PythonClient client) {
        hub.api(alice).createModel(alice.name(), "open", false);
        hub.api(alice).createModel(alice.name(), "secret", true);

        run(client, Transfer.XET, """
                import sys
                from huggingface_hub import HfApi, hf_hub_download
                from huggingface_hub.errors import (
                    EntryNotFoundError, HfHubHTTPError, RepositoryNotFoundError, RevisionNotFoundError)

                me, stranger = sys.argv[1:]

                def expect(error, call):
                    try:
                        call()
                    except error as e:
                        return e
                    raise AssertionError(f"no {error.__name__}")

                for token in [False, stranger]:
                    other = HfApi(token=token)
                    for name in ["secret", "absent"]:
                        expect(RepositoryNotFoundError, lambda: other.model_info(f"{me}/{name}"))
                        expect(RepositoryNotFoundError, lambda: other.list_repo_files(f"{me}/{name}"))
                        expect(RepositoryNotFoundError, lambda: hf_hub_download(
                            f"{me}/{name}", "README.md", token=token))
                        assert not other.repo_exists(f"{me}/{name}")
                    expect(RevisionNotFoundError, lambda: other.model_info(f"{me}/open", revision="none"))
                    expect(EntryNotFoundError, lambda: hf_hub_download(f"{me}/open", "none.txt", token=token))
                    expect(RevisionNotFoundError, lambda: hf_hub_download(
                        f"{me}/open", "README.md", revision="none", token=token))
                    refused = expect(HfHubHTTPError, lambda: other.upload_file(
                        path_or_fileobj=b"x", path_in_repo="x", repo_id=f"{me}/open"))
                    assert refused.response.status_code == (403 if token else 401), refused

                wrong = HfApi(token="hf_wrong")
                assert expect(Exception, wrong.whoami).response.status_code == 401
                bad = expect(HfHubHTTPError, lambda: wrong.model_info(f"{me}/open"))
                assert not isinstance(bad, RepositoryNotFoundError), "a bad token is not a missing repository"
                again = expect(HfHubHTTPError, lambda: HfApi().create_repo("open"))
                assert again.response.status_code == 409
                """, alice.name(), hub.newUser("mallory").token());
    }

    @ParameterizedTest
    @MethodSource("clientsByXetAndByLfs")
    void awkwardNamesSurviveTheWayThereAndBack(PythonClient client, Transfer transfer) {
        run(client, transfer, """
                import os, sys
                from huggingface_hub import CommitOperationAdd, HfApi, hf_hub_download, snapshot_download

                repo = sys.argv[1] + "/awkward"
                names = [
                    "模型/权重 一.bin", "a;b=c.txt", "per%cent%2Fsent.txt", "what?.txt", "hash#tag.txt", "plus+and&.txt",
                    "quote'\\"s.txt", "wheat 🌾.txt", "comma,colon:.txt", "subfolder/- with dash.txt", "[a]{b}.bin"]
                api = HfApi()
                api.create_repo(repo)
                api.create_commit(repo, commit_message="Add awkward names", operations=[
                    CommitOperationAdd(path_in_repo=name, path_or_fileobj=name.encode()) for name in names])
                assert sorted(api.list_repo_files(repo)) == sorted(names + [".gitattributes"])
                for name in names:
                    assert api.file_exists(repo, name), name
                    with open(hf_hub_download(repo, name), "rb") as file:
                        assert file.read() == name.encode()
                assert {entry.path for entry in api.get_paths_info(repo, names)} == set(names)
                local = snapshot_download(repo, local_dir=os.path.join(os.environ["HOME"], "local"))
                for name in names:
                    assert os.path.isfile(os.path.join(local, name)), name
                """, alice.name());
    }

    @ParameterizedTest
    @EnumSource
    void commitsAreJudgedByTheirParentAndTheirCard(PythonClient client) {
        run(client, Transfer.XET, """
                import sys
                from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi
                from huggingface_hub.errors import HfHubHTTPError

                repo = sys.argv[1] + "/judged"
                api = HfApi()
                api.create_repo(repo)

                def add(path, content, **more):
                    return api.create_commit(repo, commit_message=f"Add {path}", operations=[
                        CommitOperationAdd(path_in_repo=path, path_or_fileobj=content)], **more)

                def refused(status, call):
                    try:
                        call()
                    except (HfHubHTTPError, ValueError) as e:
                        response = getattr(e, "response", None)
                        assert response is None or response.status_code == status, e
                        return
                    raise AssertionError(f"no {status}")

                first = add("one.txt", b"one")
                second = add("two.txt", b"two", parent_commit=first.oid)
                refused(412, lambda: add("three.txt", b"three", parent_commit=first.oid))
                assert api.model_info(repo).sha == second.oid
                refused(400, lambda: add("README.md", b"---\\nlicense: [unclosed\\n---\\n"))
                refused(422, lambda: add("../up.txt", b"up"))
                refused(422, lambda: add("a/.git/config", b"x"))
                refused(404, lambda: api.create_commit(repo, commit_message="x", operations=[
                    CommitOperationDelete(path_in_repo="absent.txt")]))
                refused(404, lambda: add("x.txt", b"x", revision="none"))
                assert api.model_info(repo).sha == second.oid
                card = add("README.md", b"---\\nlicense: mit\\ntags: [grain]\\n---\\n# Card\\n")
                info = api.model_info(repo)
                assert info.sha == card.oid and info.card_data.license == "mit" and "grain" in info.tags
                """, alice.name());
    }

    @ParameterizedTest
    @MethodSource("clientsByXetAndByLfs")
    void commandLineUploadsAndDownloads(PythonClient client, Transfer transfer) {
        Path source = folder.resolve("source");
        byte[] weights = Bytes.random(3, 12_000_000);
        Folders.write(source.resolve("model.gguf"), weights);
        Folders.write(source.resolve("nine-megabytes.txt"), "grain\n".repeat(1_500_000));
        PythonClient.Session session = session(client, transfer);
        String repo = alice.name() + "/by-command";

        session.cli("upload", repo, source.toString(), ".").expectSuccess();
        Path target = folder.resolve("target");
        session.cli("download", repo, "--local-dir", target.toString()).expectSuccess();
        var one = session.cli("download", repo, "model.gguf").expectSuccess();

        assertThat(target.resolve("model.gguf")).hasBinaryContent(weights);
        assertThat(target.resolve("nine-megabytes.txt")).hasSameBinaryContentAs(source.resolve("nine-megabytes.txt"));
        Path cached =
                Path.of(one.out().strip().lines().toList().getLast().strip().replaceFirst("^path[:=]\\s*", ""));
        assertThat(Bytes.sha256(cached)).isEqualTo(Bytes.sha256(weights));
    }

    @ParameterizedTest
    @EnumSource
    void organizationMembersDoWhatTheirRoleSays(PythonClient client) {
        String org = hub.newName("org");
        Account reader = hub.newUser("reader");
        hub.admin().createOrganization(org, true);
        hub.admin().addMember(org, alice.name(), "write");
        hub.admin().addMember(org, reader.name(), "read");

        run(client, Transfer.XET, """
                import sys
                from huggingface_hub import HfApi, hf_hub_download
                from huggingface_hub.errors import HfHubHTTPError

                org, reader = sys.argv[1:]
                api = HfApi()
                assert org in [each["name"] for each in api.whoami()["orgs"]]
                api.create_repo(f"{org}/m")
                assert api.model_info(f"{org}/m").private, "the organization's default"
                api.upload_file(path_or_fileobj=b"hello", path_in_repo="a.txt", repo_id=f"{org}/m")
                with open(hf_hub_download(f"{org}/m", "a.txt", token=reader)) as file:
                    assert file.read() == "hello"
                for call in [
                    lambda: HfApi(token=reader).delete_file("a.txt", f"{org}/m"),
                    lambda: HfApi(token=reader).create_repo(f"{org}/n"),
                    lambda: HfApi(token=reader).delete_repo(f"{org}/m"),
                ]:
                    try:
                        call()
                        raise AssertionError("a reader wrote")
                    except HfHubHTTPError as e:
                        assert e.response.status_code == 403, e
                """, org, reader.token());
    }

    @Test
    void configurationAndTokenizerLoadWithOnlyTheEndpointSet() {
        Path model = folder.resolve("small");
        PythonClient.Session session = session(PythonClient.HUB_1, Transfer.XET);
        ModelFiles.writeSmallModel(session, model);
        session.cli("upload", alice.name() + "/small", model.toString(), ".").expectSuccess();
        Shell stranger = Shell.at(folder.resolve("stranger"))
                .with("HF_ENDPOINT", hub.url().toString());
        var python = new PythonClient.Session(stranger, session.bin(), session.command());

        String printed = python.run("""
                import sys
                from transformers import AutoConfig, AutoTokenizer

                config = AutoConfig.from_pretrained(sys.argv[1])
                tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
                text = "the hub keeps models"
                assert tokenizer.decode(tokenizer(text)["input_ids"]) == text
                print(config.model_type, config.hidden_size, len(tokenizer) == config.vocab_size)
                """, alice.name() + "/small");

        assertThat(printed).isEqualTo("llama 32 True");
    }

    private void run(PythonClient client, Transfer transfer, String script, String... arguments) {
        session(client, transfer).run(script, arguments);
    }

    private PythonClient.Session session(PythonClient client, Transfer transfer) {
        PythonClient.Session session = client.session(hub, alice, folder.resolve("home"));
        return transfer == Transfer.XET ? session : session.withoutXet();
    }
}
