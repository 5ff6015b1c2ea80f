package granary.web.git;

import granary.web.access.Permission;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a git client can ask for, and what it must be allowed. */
enum GitService {
    UPLOAD_PACK("git-upload-pack", Permission.READ),
    RECEIVE_PACK("git-receive-pack", Permission.WRITE);

    private final String text;
    private final Permission permission;

    GitService(String text, Permission permission) {
        this.text = text;
        this.permission = permission;
    }

    static Optional<GitService> of(@Nullable String text) {
        return Arrays.stream(values())
                .filter(service -> service.text.equals(text))
                .findFirst();
    }

    Permission permission() {
        return permission;
    }

    /** Media type of what the service says at this stage: {@code advertisement}, {@code request} or {@code result}. */
    String mediaType(String stage) {
        return "application/x-%s-%s".formatted(text, stage);
    }
}
