package granary.web.card;

import granary.repo.RepoPath;
import granary.web.ui.RepoLinks;

/**
 * Where a Markdown file lies, which its relative links start from.
 *
 * @param revision as pages of this view write it in their URLs
 */
public record Place(RepoLinks links, String revision, RepoPath file) {}
