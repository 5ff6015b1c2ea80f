package granary.web.token;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface StoredTokens extends Repository<AccessToken, UUID> {
    AccessToken save(AccessToken token);

    boolean existsBySecretHash(String secretHash);

    boolean existsByUserIdAndName(UUID userId, String name);

    List<AccessToken> findByUserIdOrderByCreatedAtDesc(UUID userId);

    long countByUserId(UUID userId);

    int deleteByIdAndUserId(UUID id, UUID userId);

    /** Not at every request: once a minute is exact enough for people and spares the row. */
    @Modifying
    @Query(
            "update AccessToken t set t.lastUsedAt = :now where t.id = :id and (t.lastUsedAt is null or t.lastUsedAt < :stale)")
    int touch(UUID id, Instant now, Instant stale);
}
