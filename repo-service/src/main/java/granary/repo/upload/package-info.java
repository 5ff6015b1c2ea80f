/** Sorting the files of an upload: those git keeps, those LFS keeps, those that are left out. */
@NullMarked
package granary.repo.upload;

import org.jspecify.annotations.NullMarked;
