package granary.repo;

import java.util.List;
import java.util.Optional;

/** Some entries of a listing; {@code next} is the cursor that continues it (pass it as {@code after}). */
public record TreePage(List<TreeEntry> entries, Optional<RepoPath> next) {}
