/** The hub. Each direct sub-package is a feature. */
@NullMarked
package granary.web;

import org.jspecify.annotations.NullMarked;
