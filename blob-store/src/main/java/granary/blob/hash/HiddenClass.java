package granary.blob.hash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;

/**
 * A class defined once more, with a number of lanes that it can read as its constant: the JIT compiles vectors well only
 * where their width is one. Each has compiled code of its own, so that what the JIT made of another does not bind it.
 */
final class HiddenClass {
    private HiddenClass() {}

    /** An instance of a new class that is like {@code template}, which has a constructor without parameters. */
    static Object instance(Class<?> template, int lanes) {
        try {
            var lookup = MethodHandles.lookup().defineHiddenClassWithClassData(classFile(template), lanes, true);
            return lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("%s cannot be loaded".formatted(template), failure);
        }
    }

    /** The number of lanes of the class that looks. */
    static int lanes(MethodHandles.Lookup lookup) {
        try {
            return MethodHandles.classData(lookup, ConstantDescs.DEFAULT_NAME, Integer.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("%s cannot read its lanes".formatted(lookup), e);
        }
    }

    private static byte[] classFile(Class<?> template) {
        String name = template.getSimpleName() + ".class";
        try (InputStream in = template.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
