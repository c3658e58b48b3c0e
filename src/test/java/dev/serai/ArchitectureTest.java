package dev.serai;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.serai");

  private static void holds(ArchRule rule) {
    rule.check(CLASSES);
  }

  @Test
  void packagesDependOnlyOnWhatTheirPagesAllow() {
    ApplicationModules.of(Serai.class).verify();
  }

  @Test
  void onlyThePipelineKnowsCamel() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage("..pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel.."));
  }

  @Test
  void onlyPipelineAndHttpKnowVertx() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages("..pipeline..", "..http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty.."));
  }

  @Test
  void theKernelKnowsTheJdkAlone() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("dev.serai.call")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                "dev.serai.call", "java..", "org.jspecify..", "org.springframework.modulith"));
  }

  @Test
  void theCommandLineKnowsNothingOfTheServer() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("dev.serai.cli..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                "dev.serai.cli..",
                "java..",
                "javax.net.ssl..",
                "sun.misc..", // signals
                "com.sun.net.httpserver..",
                "picocli..",
                "com.grack..",
                "org.jspecify..",
                "org.springframework.modulith"));
  }

  @Test
  void noClassIsNamedAfterAPattern() {
    holds(
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager"));
  }

  @Test
  void nothingIsInjectedIntoFields() {
    holds(fields().should().notBeAnnotatedWith(Autowired.class));
  }

  @Test
  void onlyTheCommandLineAndUpWriteToTheConsole() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages("..cli..", "..up..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  @Test
  void secretsAreNotSerialised() {
    holds(
        classes()
            .that()
            .haveSimpleName("Secret")
            .should()
            .notImplement(java.io.Serializable.class));
  }

  @Test
  void everyPackageHasItsPage() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> without =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .distinct()
              .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
              .toList();
      assertThat(without).isEmpty();
    }
  }

  @Test
  void noFileIsLongerThanFourHundredLines() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      List<String> tooLong =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(file -> lines(file) + " " + file)
              .filter(line -> Integer.parseInt(line.substring(0, line.indexOf(' '))) > 400)
              .toList();
      assertThat(tooLong).isEmpty();
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
