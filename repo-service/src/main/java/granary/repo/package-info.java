/** Repositories: their names, revisions, trees and history. No JGit type leaves repo-service. */
@NullMarked
package granary.repo;

import org.jspecify.annotations.NullMarked;
