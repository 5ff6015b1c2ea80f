package granary.web;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Asks a running hub which doors it has. In this package because a hub shows its insides to nobody else. */
@NullMarked
public final class HubDoors {
    private HubDoors() {}

    /** Every mapping of a controller as {@code METHOD pattern}; {@code ANY} where it takes every method. */
    public static Set<String> of(Hub hub) {
        var doors = new TreeSet<String>();
        RequestMappingHandlerMapping mappings = hub.bean(RequestMappingHandlerMapping.class);
        mappings.getHandlerMethods().keySet().forEach(mapping -> add(doors, mapping));
        return doors;
    }

    private static void add(Set<String> doors, RequestMappingInfo mapping) {
        for (String pattern : mapping.getPatternValues()) {
            Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
            if (methods.isEmpty()) {
                doors.add("ANY " + pattern);
            }
            methods.forEach(method -> doors.add(method + " " + pattern));
        }
    }
}
