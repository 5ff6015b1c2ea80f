package granary.web.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import granary.repo.ConflictException;
import granary.repo.NewRepository.InitialFile;
import granary.repo.RepoId;
import granary.repo.RepoType;
import granary.repo.RepositoryInfo;
import granary.web.access.Caller;
import granary.web.access.MalformedRequestException;
import granary.web.access.PublicUrl;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import granary.web.transfer.JsonBodies;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Making and deleting repositories (hub-api.md §4). */
@RestController
class RepoLifecycleController {
    private static final Set<String> SDKS = Set.of("gradio", "streamlit", "docker", "static");
    private static final int FILES_MAX = 20;

    private final RepositoryAccess access;
    private final PublicUrl publicUrl;
    private final JsonBodies bodies;

    RepoLifecycleController(RepositoryAccess access, PublicUrl publicUrl, JsonBodies bodies) {
        this.access = access;
        this.publicUrl = publicUrl;
        this.bodies = bodies;
    }

    @PostMapping("/api/repos/create")
    ResponseEntity<Map<String, String>> create(Caller.Member caller, HttpServletRequest request) throws IOException {
        CreateBody body = bodies.read(request, CreateBody.class, JsonBodies.LARGE);
        RepoId id = named(caller, body.type(), body.organization(), body.name());
        List<InitialFile> files = FirstFiles.of(id, body.licenseText(), body.sdkFor(id.type()), body.initialFiles());
        files.stream().filter(file -> file.path().equals(FirstFiles.CARD)).forEach(file -> Cards.require(file.text()));
        try {
            RepositoryInfo made = access.create(caller, id, body.isPrivate(), files);
            return ResponseEntity.ok(Map.of(
                    "url",
                    HubFormat.webUrl(publicUrl.of(request), made.id()),
                    "name",
                    made.id().path(),
                    "id",
                    HubFormat.id(made.key())));
        } catch (IllegalArgumentException e) { // a path that no checkout should meet
            throw new MalformedRequestException(String.valueOf(e.getMessage()), e);
        } catch (ConflictException _) {
            return taken(HubFormat.webUrl(publicUrl.of(request), id), id);
        }
    }

    /** Clients that don't mind take the existing one's address from the answer. */
    private static ResponseEntity<Map<String, String>> taken(String url, RepoId id) {
        String message =
                "A %s repository called %s already exists".formatted(id.type().singular(), id.path());
        return ResponseEntity.status(HttpStatus.CONFLICT)
                .header("X-Error-Message", message)
                .body(Map.of("error", message, "url", url));
    }

    @DeleteMapping("/api/repos/delete")
    Map<String, Boolean> delete(Caller.Member caller, HttpServletRequest request) throws IOException {
        DeleteBody body = bodies.read(request, DeleteBody.class, JsonBodies.SMALL);
        access.delete(caller, named(caller, body.type(), body.organization(), body.name()));
        return Map.of("success", true);
    }

    /** The namespace comes apart from the name, in front of it, or not at all and is then the caller's. */
    private static RepoId named(
            Caller.Member caller, @Nullable String type, @Nullable String organization, @Nullable String name) {
        if (name == null) {
            throw new MalformedRequestException("'name' is missing");
        }
        int slash = name.indexOf('/');
        String inFront = slash < 0 ? caller.name() : name.substring(0, slash);
        String namespace = organization == null || organization.isEmpty() ? inFront : organization;
        RepoType repoType = RepoType.fromSingular(type == null ? RepoType.MODEL.singular() : type)
                .orElseThrow(() -> new MalformedRequestException("'type' must be model, dataset, space or code"));
        try {
            return new RepoId(repoType, namespace, name.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            throw new MalformedRequestException(String.valueOf(e.getMessage()), e);
        }
    }

    record DeleteBody(
            @Nullable String name,
            @Nullable String organization,
            @Nullable String type) {}

    /** What clients send to make a repository; what else they send concerns hardware that we don't rent out. */
    record CreateBody(
            @Nullable String name,
            @Nullable String organization,
            @Nullable String type,
            @Nullable String visibility,
            @JsonProperty("private") @Nullable Boolean hidden,
            @Nullable String sdk,
            @Nullable String license,
            @Nullable List<FileBody> files) {

        Optional<Boolean> isPrivate() {
            return switch (visibility) {
                case null -> Optional.ofNullable(hidden);
                case "public" -> Optional.of(false);
                case "private", "protected" -> Optional.of(true);
                default -> throw new MalformedRequestException("'visibility' must be public or private");
            };
        }

        Optional<String> licenseText() {
            return Optional.ofNullable(license).filter(text -> !text.isEmpty());
        }

        Optional<String> sdkFor(RepoType repoType) {
            if (repoType != RepoType.SPACE) {
                return Optional.empty();
            }
            if (sdk == null || !SDKS.contains(sdk)) {
                throw new MalformedRequestException("A space needs an 'sdk': gradio, streamlit, docker or static");
            }
            return Optional.of(sdk);
        }

        List<InitialFile> initialFiles() {
            List<FileBody> given = files == null ? List.of() : files;
            if (given.size() > FILES_MAX) {
                throw new MalformedRequestException("A new repository can be given at most 20 files");
            }
            return given.stream().map(FileBody::initialFile).toList();
        }
    }

    record FileBody(
            @Nullable String path,
            @Nullable String content,
            @Nullable String encoding) {
        InitialFile initialFile() {
            if (path == null || path.isEmpty() || content == null) {
                throw new MalformedRequestException("A file needs 'path' and 'content'");
            }
            return new InitialFile(RepoUrl.path(path), text(content, encoding));
        }

        private static String text(String content, @Nullable String encoding) {
            try {
                return "base64".equals(encoding)
                        ? new String(Base64.getDecoder().decode(content), StandardCharsets.UTF_8)
                        : content;
            } catch (IllegalArgumentException e) {
                throw new MalformedRequestException("A file's content is not base64", e);
            }
        }
    }
}
