/** Objects in a bucket of any server that speaks S3. */
@NullMarked
package granary.blob.s3;

import org.jspecify.annotations.NullMarked;
