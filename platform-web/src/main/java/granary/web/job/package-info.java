/** Background work: each job runs on one node at a time, is remembered in the database, and survives restarts. */
@NullMarked
package granary.web.job;

import org.jspecify.annotations.NullMarked;
