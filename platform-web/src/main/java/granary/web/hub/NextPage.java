package granary.web.hub;

import granary.web.access.PublicUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@code Link} to the next page of a list: absolute, as clients use it word for word (hub-api.md §1.4). */
final class NextPage {
    private final PublicUrl publicUrl;

    NextPage(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** The request again, with {@code parameter} set to {@code value}. */
    String link(HttpServletRequest request, String parameter, String value) {
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        Stream<String> kept = Arrays.stream(query.split("&"))
                .filter(pair -> !pair.isEmpty() && !pair.equals(parameter) && !pair.startsWith(parameter + "="));
        String next = parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        return "<%s%s?%s>; rel=\"next\""
                .formatted(
                        publicUrl.of(request),
                        request.getRequestURI(),
                        Stream.concat(kept, Stream.of(next)).collect(Collectors.joining("&")));
    }
}
