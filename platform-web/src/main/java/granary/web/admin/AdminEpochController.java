package granary.web.admin;

import granary.blob.content.CasStore;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/objects")
class AdminEpochController {
    private final CasStore store;

    AdminEpochController(CasStore store) {
        this.store = store;
    }

    /** Gives the store another name in URLs, so that no client goes by what it remembers of its contents. */
    @PostMapping("/epoch")
    Epoch begin() {
        return new Epoch(store.beginEpoch());
    }

    record Epoch(String epoch) {}
}
