package granary.web.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Memberships extends Repository<Membership, UUID> {
    Membership save(Membership membership);

    Optional<Membership> findByOrganizationIdAndUserId(UUID organizationId, UUID userId);

    @Query("""
            select new granary.web.account.MemberOf(o.id, o.name, o.fullName, o.privateByDefault, m.role)
            from Membership m join OrganizationAccount o on o.id = m.organizationId
            where m.userId = :userId order by o.nameKey""")
    List<MemberOf> organizationsOf(UUID userId);
}
