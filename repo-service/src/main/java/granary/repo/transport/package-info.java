/** Git's smart protocol over streams: upload-pack and receive-pack, with push rules and limits. */
@NullMarked
package granary.repo.transport;

import org.jspecify.annotations.NullMarked;
