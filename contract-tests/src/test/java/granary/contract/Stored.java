package granary.contract;

import granary.contract.kit.Folders;
import granary.contract.kit.InProcessHub;
import granary.web.HubRows;
import java.util.Map;
import java.util.Objects;

/**
 * How much a hub keeps, to find out whether something was left behind.
 *
 * @param rows of each table of the content store
 * @param files below the object folder, those of uploads under way among them
 */
record Stored(Map<String, Long> rows, int files) {
    long rows(String table) {
        return Objects.requireNonNull(rows.get(table), table);
    }

    static Stored by(InProcessHub hub) {
        return new Stored(
                HubRows.ofContents(hub.hub()),
                Folders.files(hub.data().resolve("objects")).size());
    }
}
