package granary.web.hub;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What clients ask for in the background. Answered shortly; nothing is recorded. */
@RestController
class ClientNoiseController {
    @GetMapping("/api/agent-harnesses")
    Map<String, Object> agentHarnesses() {
        return Map.of("standardEnvVars", List.of(), "harnesses", Map.of());
    }

    @RequestMapping(path = "/api/telemetry/**", method = RequestMethod.HEAD)
    @ResponseStatus(HttpStatus.OK)
    void telemetry() {}
}
