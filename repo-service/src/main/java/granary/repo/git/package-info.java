/** Git's storage: packs as objects of the object store, refs and pack lists as rows of PostgreSQL. */
@NullMarked
package granary.repo.git;

import org.jspecify.annotations.NullMarked;
