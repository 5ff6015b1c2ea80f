package granary.web.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface Organizations extends Repository<OrganizationAccount, UUID> {
    OrganizationAccount save(OrganizationAccount organization);

    Optional<OrganizationAccount> findByNameKey(String nameKey);

    List<OrganizationAccount> findAllByOrderByNameKey();
}
