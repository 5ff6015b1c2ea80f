package granary.web.explore;

import granary.repo.ConflictException;
import granary.repo.RepoId;
import granary.repo.RepoType;
import granary.repo.RepositoryInfo;
import granary.web.access.Caller;
import granary.web.access.RepositoryAccess;
import granary.web.account.MemberOf;
import granary.web.account.Role;
import granary.web.hub.FirstFiles;
import granary.web.ui.RepoLinks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** The forms that make a model, a dataset or a code repository. */
@Controller
class NewRepositoryController {
    private static final Map<String, RepoType> FORMS =
            Map.of("new", RepoType.MODEL, "new-dataset", RepoType.DATASET, "new-code", RepoType.CODE);

    private final RepositoryAccess access;

    NewRepositoryController(RepositoryAccess access) {
        this.access = access;
    }

    @GetMapping({"/new", "/new-dataset", "/new-code"})
    ModelAndView form(
            @RequestParam(defaultValue = "") String namespace, Caller.Member caller, HttpServletRequest request) {
        String chosen = namespaces(caller).contains(namespace) ? namespace : caller.name();
        return page(formOf(request), caller, new Wish(chosen, "", "public"), "");
    }

    @PostMapping({"/new", "/new-dataset", "/new-code"})
    ModelAndView create(Wish wish, Caller.Member caller, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        RepoId id;
        try {
            id = new RepoId(
                    typeOf(formOf(request)), wish.namespace(), wish.name().strip());
        } catch (IllegalArgumentException _) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(formOf(request), caller, wish, "new.problem.name");
        }
        try {
            boolean hidden = wish.visibility().equals("private");
            RepositoryInfo made = access.create(
                    caller, id, Optional.of(hidden), FirstFiles.of(id, Optional.empty(), Optional.empty(), List.of()));
            var there = new RedirectView(new RepoLinks(made.id()).home());
            there.setStatusCode(HttpStatus.SEE_OTHER);
            return new ModelAndView(there);
        } catch (ConflictException _) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return page(formOf(request), caller, wish, "new.problem.taken");
        }
    }

    /** What the form sends. */
    record Wish(String namespace, String name, String visibility) {
        private static final int LENGTH_MAX = 200;

        Wish {
            namespace = bounded(namespace);
            name = bounded(name);
            visibility = "private".equals(visibility) ? "private" : "public";
        }

        private static String bounded(String text) {
            return text == null ? "" : text.substring(0, Math.min(text.length(), LENGTH_MAX));
        }
    }

    private static String formOf(HttpServletRequest request) {
        return request.getRequestURI().substring(1);
    }

    private static RepoType typeOf(String form) {
        return FORMS.getOrDefault(form, RepoType.MODEL);
    }

    private static ModelAndView page(String form, Caller.Member caller, Wish wish, String problem) {
        var page = new NewPage(
                typeOf(form).singular(),
                "/" + form,
                namespaces(caller),
                wish.namespace(),
                wish.name(),
                wish.visibility(),
                problem);
        return new ModelAndView("explore/new", Map.of("page", page));
    }

    /** Where the caller may make one. */
    private static List<String> namespaces(Caller.Member caller) {
        return Stream.concat(
                        Stream.of(caller.name()),
                        caller.organizations().stream()
                                .filter(one -> one.role().includes(Role.WRITE))
                                .map(MemberOf::name))
                .toList();
    }
}
