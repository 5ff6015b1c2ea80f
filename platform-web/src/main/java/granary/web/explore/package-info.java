/** Finding repositories and making new ones: home, the lists, a namespace's page, the forms of a new repository. */
@NullMarked
package granary.web.explore;

import org.jspecify.annotations.NullMarked;
