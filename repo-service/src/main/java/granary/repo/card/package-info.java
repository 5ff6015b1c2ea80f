/** The card of a repository, README.md: its front matter, read with limits; what may be in it; what it says for search. */
@NullMarked
package granary.repo.card;

import org.jspecify.annotations.NullMarked;
