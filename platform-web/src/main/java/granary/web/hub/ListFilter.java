package granary.web.hub;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a repository must be to be listed.
 *
 * @param tags all of which it must have
 * @param pipelineTag the task it must be for
 * @param impossible whether something is asked for that nothing here can be
 */
record ListFilter(List<String> tags, Optional<String> pipelineTag, boolean impossible) {
    /** Asked of facts that this hub does not have: no repository is known to match. */
    private static final Set<String> UNKNOWN = Set.of(
            "apps",
            "inference",
            "inference_provider",
            "num_parameters",
            "linked",
            "datasets",
            "models",
            "trained_dataset");

    /** Facets that clients send by name, and mean as a tag. */
    private static final List<String> FACETS = List.of("library", "language", "tags", "task");

    static ListFilter of(HttpServletRequest request) {
        Stream<String> facets = FACETS.stream().flatMap(name -> values(request, name));
        boolean impossible = UNKNOWN.stream()
                        .anyMatch(name -> values(request, name).findAny().isPresent())
                || "true".equalsIgnoreCase(request.getParameter("gated"));
        return new ListFilter(
                Stream.concat(values(request, "filter"), facets).toList(),
                Optional.ofNullable(request.getParameter("pipeline_tag")),
                impossible);
    }

    private static Stream<String> values(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        return values == null
                ? Stream.empty()
                : Stream.of(values)
                        .flatMap(value -> Stream.of(value.split(",")))
                        .filter(value -> !value.isBlank());
    }

    boolean matches(RepoFacts facts) throws IOException {
        if (impossible) {
            return false;
        }
        var traits = new ModelTraits(facts);
        return (tags.isEmpty() || traits.tags().containsAll(tags))
                && (pipelineTag.isEmpty() || traits.pipelineTag().equals(pipelineTag));
    }
}
