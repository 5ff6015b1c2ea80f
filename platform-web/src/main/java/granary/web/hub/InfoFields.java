package granary.web.hub;

import granary.repo.RepoType;
import granary.repo.RepositoryInfo;
import granary.web.access.MalformedRequestException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which fields a client wants to know of a repository.
 *
 * @param fields in the order they are written
 * @param withBlobs whether each file comes with its size and ids
 * @param expanded whether the client named the fields itself, and gets nothing besides
 */
record InfoFields(List<InfoField> fields, boolean withBlobs, boolean expanded) {
    private static final String SIBLINGS = "siblings";

    /** What lists leave out unless asked for: it takes a walk through the whole tree. */
    private static final Set<String> ONLY_IN_FULL = Set.of(
            "author",
            "cardData",
            "config",
            "model-index",
            "sha",
            SIBLINGS,
            "spaces",
            "runtime",
            "usedStorage",
            "xetEnabled");

    private static final Set<String> FULL = Set.of("author", "sha", SIBLINGS, "cardData");
    private static final Set<String> ONLY_BY_NAME = Set.of("downloadsAllTime", "trendingScore");

    /** The fields of one repository's information. */
    static InfoFields ofOne(HttpServletRequest request, RepoType type) {
        return expandedBy(request, type, all(type));
    }

    /** The fields of each repository in a list. */
    static InfoFields ofMany(HttpServletRequest request, RepoType type) {
        boolean full = isTrue(request, "full");
        List<InfoField> fields = all(type).stream()
                .filter(field -> !ONLY_IN_FULL.contains(field.text())
                        || (full && FULL.contains(field.text()))
                        || isTrue(request, field.text()))
                .toList();
        return expandedBy(request, type, fields);
    }

    private static List<InfoField> all(RepoType type) {
        return InfoField.allOf(type).stream()
                .filter(field -> !ONLY_BY_NAME.contains(field.text()))
                .toList();
    }

    private static boolean isTrue(HttpServletRequest request, String parameter) {
        return "true".equalsIgnoreCase(request.getParameter(parameter));
    }

    private static InfoFields expandedBy(HttpServletRequest request, RepoType type, List<InfoField> otherwise) {
        List<String> names = Stream.of("expand", "expand[]")
                .map(request::getParameterValues)
                .flatMap(values -> values == null ? Stream.empty() : Stream.of(values))
                .distinct()
                .toList();
        if (names.isEmpty()) {
            return new InfoFields(otherwise, isTrue(request, "blobs"), false);
        }
        List<InfoField> known = InfoField.allOf(type);
        List<String> legal = known.stream().map(InfoField::text).toList();
        if (!legal.containsAll(names)) {
            throw new MalformedRequestException("\"expand\" must be one of [%s]".formatted(String.join(", ", legal)));
        }
        List<InfoField> wanted =
                known.stream().filter(field -> names.contains(field.text())).toList();
        return new InfoFields(wanted, isTrue(request, "blobs"), true);
    }

    /** The answer: the ids, then the wanted fields as far as they are known. */
    Map<String, Object> answer(RepoFacts facts) throws IOException {
        RepositoryInfo info = facts.info();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("_id", HubFormat.id(info.key()));
        answer.put("id", info.id().path());
        if (!expanded && info.id().type() == RepoType.MODEL) {
            answer.put("modelId", info.id().path());
        }
        for (InfoField field : fields) {
            Object value = field.text().equals(SIBLINGS) && withBlobs
                    ? Sibling.details(facts).orElse(null)
                    : field.value().of(facts);
            if (value != null) {
                answer.put(field.text(), value);
            }
        }
        return answer;
    }
}
