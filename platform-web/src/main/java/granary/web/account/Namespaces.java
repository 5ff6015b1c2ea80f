package granary.web.account;

import org.springframework.data.repository.Repository;

interface Namespaces extends Repository<Namespace, String> {
    boolean existsById(String nameKey);

    Namespace save(Namespace namespace);
}
