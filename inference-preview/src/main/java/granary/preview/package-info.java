/** The preview process: runs hosted models for people to try. For now it starts, answers health, and is supervised. */
@NullMarked
package granary.preview;

import org.jspecify.annotations.NullMarked;
