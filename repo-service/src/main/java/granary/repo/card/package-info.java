/** The card of a repository, README.md: its front matter, read with limits, and what may be in it. */
@NullMarked
package granary.repo.card;

import org.jspecify.annotations.NullMarked;
