package granary.web.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface Users extends Repository<UserAccount, UUID> {
    UserAccount save(UserAccount user);

    Optional<UserAccount> findByNameKey(String nameKey);

    Optional<UserAccount> findFirstByEmailIgnoreCase(String email);

    List<UserAccount> findAllByOrderByNameKey();

    boolean existsBySiteAdminTrue();

    void delete(UserAccount user);
}
