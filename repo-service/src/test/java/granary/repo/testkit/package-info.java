/** What the tests of this module share: a database, a hub's storage, git over HTTP, and the real git. */
@NullMarked
package granary.repo.testkit;

import org.jspecify.annotations.NullMarked;
