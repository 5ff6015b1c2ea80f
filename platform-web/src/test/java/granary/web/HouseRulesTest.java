package granary.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import granary.repo.Repositories;
import granary.repo.transport.GitTransport;
import jakarta.persistence.Entity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RestController;

/** The rules of the house that the compiler cannot keep. */
class HouseRulesTest {
    private static final JavaClasses HUB =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("granary");

    @Test
    void storageKnowsNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage("granary.blob..", "granary.repo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.context..",
                        "org.springframework.beans..",
                        "org.springframework.web..",
                        "org.springframework.boot..",
                        "jakarta..")
                .because("storage must start in milliseconds in tests, tools and benchmarks")
                .check(HUB);
    }

    @Test
    void gitLibraryStaysInsideRepoService() {
        noClasses()
                .that()
                .resideOutsideOfPackage("granary.repo..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jgit..")
                .because("JGit's internals change with each version; one module answers for that")
                .check(HUB);
    }

    @Test
    void vectorsAreInKernelsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("granary.blob.hash..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .because("an incubating module may change with each Java, and may be missing")
                .check(HUB);
    }

    @Test
    void entitiesStayInsideTheirFeature() {
        noClasses().that().areAnnotatedWith(Entity.class).should().bePublic().check(HUB);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        noFields().should().beAnnotatedWith(Autowired.class).check(HUB);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("granary.(**)").should().beFreeOfCycles().check(HUB);
    }

    @Test
    void controllersHoldNoState() {
        fields().that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(RestController.class)
                .or()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Controller.class)
                .should()
                .beFinal()
                .check(HUB);
    }

    @Test
    void onlyAccessOpensRepositories() {
        noClasses()
                .that()
                .resideOutsideOfPackages("granary.repo..", "granary.web.access..", "granary.web.storage..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "open repositories", type -> type.isAssignableTo(Repositories.class)))
                .because("a repository reached any other way would skip the permission check")
                .check(HUB);
    }

    @Test
    void gitIsServedOnlyToCallersThatAccessLetThrough() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "granary.repo..", "granary.web.access..", "granary.web.storage..", "granary.web.git..")
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe("serve git", type -> type.isAssignableTo(GitTransport.class)))
                .check(HUB);
    }
}
