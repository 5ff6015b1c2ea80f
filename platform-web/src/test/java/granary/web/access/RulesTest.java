package granary.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import granary.repo.NotFoundException;
import granary.repo.RepoId;
import granary.repo.RepoType;
import granary.repo.RepositoryInfo;
import granary.web.account.MemberOf;
import granary.web.account.Role;
import granary.web.account.User;
import granary.web.token.Token;
import granary.web.token.TokenScope;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of who may do what (security.md A5), cell by cell. */
class RulesTest {
    private static final RepositoryInfo PUBLIC = repository("public", false);
    private static final RepositoryInfo PRIVATE = repository("private", true);

    private final Rules open = new Rules(() -> true);
    private final Rules closed = new Rules(() -> false);

    /** Each line: who, then what reading, writing and managing gives, on the public and on the private repository. */
    @ParameterizedTest
    @CsvSource({
        "anonymous,      ok 401 401, none none none",
        "stranger,       ok 403 403, none none none",
        "stranger/admin, ok 403 403, none none none",
        "reader,         ok 403 403, ok 403 403",
        "reader/admin,   ok 403 403, ok 403 403",
        "writer,         ok ok 403, ok ok 403",
        "writer/read,    ok 403 403, ok 403 403",
        "writer/write,   ok ok 403, ok ok 403",
        "administrator,  ok ok ok, ok ok ok",
        "owner,          ok ok ok, ok ok ok",
        "owner/read,     ok 403 403, ok 403 403",
        "owner/write,    ok ok ok, ok ok ok",
    })
    void tableOfPermissionsHolds(String who, String onPublic, String onPrivate) {
        Caller caller = caller(who);

        assertThat(answers(caller, PUBLIC)).containsExactly(onPublic.split(" ", -1));
        assertThat(answers(caller, PRIVATE)).containsExactly(onPrivate.split(" ", -1));
    }

    private List<String> answers(Caller caller, RepositoryInfo repository) {
        return Arrays.stream(Permission.values())
                .map(permission -> answer(caller, repository, permission))
                .toList();
    }

    private String answer(Caller caller, RepositoryInfo repository, Permission permission) {
        Throwable refusal = catchThrowable(() -> open.require(caller, repository, permission));
        assertThat(open.may(caller, repository, permission))
                .as("may() says what require() does")
                .isEqualTo(refusal == null);
        return switch (refusal) {
            case null -> "ok";
            case NotFoundException _ -> "none";
            case NotSignedInException _ -> "401";
            case ForbiddenException _ -> "403";
            default -> throw new AssertionError(refusal);
        };
    }

    @Test
    void strangersSeeNothingWhereReadingIsForMembers() {
        assertThat(catchThrowable(() -> closed.require(Caller.ANONYMOUS, PUBLIC, Permission.READ)))
                .isInstanceOf(NotFoundException.class);
        assertThat(closed.may(caller("stranger"), PUBLIC, Permission.READ)).isTrue();
    }

    private static Caller caller(String who) {
        String[] parts = who.split("/", -1);
        Optional<Token> token = parts.length == 1 ? Optional.empty() : Optional.of(token(parts[1]));
        return switch (parts[0]) {
            case "anonymous" -> Caller.ANONYMOUS;
            case "owner" -> member("LAB", null, token);
            case "reader" -> member("rita", Role.READ, token);
            case "writer" -> member("will", Role.WRITE, token);
            case "administrator" -> member("ada", Role.ADMIN, token);
            default -> member("sam", null, token);
        };
    }

    private static Caller.Member member(String name, @Nullable Role role, Optional<Token> token) {
        var user = new User(UUID.randomUUID(), name, name, "", false, false, Instant.EPOCH);
        List<MemberOf> organizations =
                role == null ? List.of() : List.of(new MemberOf(UUID.randomUUID(), "Lab", "Lab", false, role));
        return new Caller.Member(user, organizations, token);
    }

    private static Token token(String scope) {
        return new Token(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "t",
                "hf_…",
                TokenScope.of(scope).orElseThrow(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }

    private static RepositoryInfo repository(String name, boolean isPrivate) {
        var id = new RepoId(RepoType.MODEL, "lab", name);
        return new RepositoryInfo(UUID.randomUUID(), id, isPrivate, "main", Instant.EPOCH, Instant.EPOCH);
    }
}
