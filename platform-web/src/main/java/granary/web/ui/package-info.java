/** What all pages share: the shell around them, assets, language and theme, how sizes, times and links are written. */
@NullMarked
package granary.web.ui;

import org.jspecify.annotations.NullMarked;
