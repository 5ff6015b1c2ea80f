package granary.web.xet;

import com.fasterxml.jackson.annotation.JsonProperty;
import granary.blob.content.Reconstruction;
import granary.blob.content.Reconstruction.Run;
import granary.blob.xet.XetHash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** A reconstruction in the two forms that clients read (xet-protocol.md §6.3). */
final class ReconstructionJson {
    private ReconstructionJson() {}

    /** Makes the URL that some chunks are fetched from. */
    interface Urls {
        String of(XetHash xorb, Run run);
    }

    /** From {@code start} to {@code end}: of chunks exclusive, of bytes inclusive. */
    record Span(long start, long end) {}

    record Term(
            String hash, @JsonProperty("unpacked_length") int unpackedLength, Span range) {
        static List<Term> all(Reconstruction plan) {
            return plan.terms().stream()
                    .map(part -> new Term(part.xorb().text(), part.rawBytes(), new Span(part.start(), part.end())))
                    .toList();
        }
    }

    /** The older form, of hf_xet up to 1.5. */
    record V1(
            @JsonProperty("offset_into_first_range") long offsetIntoFirstRange,
            List<Term> terms,
            @JsonProperty("fetch_info") Map<String, List<FetchV1>> fetchInfo) {
        static V1 of(Reconstruction plan, Urls urls) {
            return new V1(
                    plan.offsetIntoFirst(),
                    Term.all(plan),
                    fetches(plan, (xorb, run) -> new FetchV1(chunks(run), urls.of(xorb, run), bytes(run))));
        }
    }

    record FetchV1(
            Span range,
            String url,
            @JsonProperty("url_range") Span urlRange) {}

    /** The newer form. Each run has a URL of its own, so that no client asks for several ranges at once. */
    record V2(
            @JsonProperty("offset_into_first_range") long offsetIntoFirstRange,
            List<Term> terms,
            Map<String, List<FetchV2>> xorbs) {
        static V2 of(Reconstruction plan, Urls urls) {
            return new V2(
                    plan.offsetIntoFirst(),
                    Term.all(plan),
                    fetches(
                            plan,
                            (xorb, run) ->
                                    new FetchV2(urls.of(xorb, run), List.of(new RangeV2(chunks(run), bytes(run))))));
        }
    }

    record FetchV2(String url, List<RangeV2> ranges) {}

    record RangeV2(Span chunks, Span bytes) {}

    private static <T> Map<String, List<T>> fetches(Reconstruction plan, BiFunction<XetHash, Run, T> form) {
        var fetches = new LinkedHashMap<String, List<T>>();
        plan.runs()
                .forEach((xorb, runs) -> fetches.put(
                        xorb.text(),
                        runs.stream().map(run -> form.apply(xorb, run)).toList()));
        return fetches;
    }

    private static Span chunks(Run run) {
        return new Span(run.start(), run.end());
    }

    private static Span bytes(Run run) {
        return new Span(run.firstByte(), run.lastByte());
    }
}
