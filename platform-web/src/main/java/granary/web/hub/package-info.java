/** The Hub API: what huggingface_hub, hf and @huggingface/hub ask of repositories and commits. */
@NullMarked
package granary.web.hub;

import org.jspecify.annotations.NullMarked;
