package granary.contract.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives constructors and test methods a {@link RunningHub}: one in this JVM, shared by all test classes and stopped after
 * the last. Tests keep apart by making users of their own ({@link RunningHub#newUser}).
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedHub.class)
public @interface WithHub {}
