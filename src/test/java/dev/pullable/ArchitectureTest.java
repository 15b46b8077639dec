package dev.pullable;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of docs/architecture.md, kept true.
class ArchitectureTest {
  private static final String ROOT = "dev.pullable.";
  private static final String JIB_BRIDGE = "com.google.cloud.tools.jib.http.TransportBridge";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.pullable", "com.google.cloud.tools.jib.http");

  /// A row: what a package may use of ours, and why no more.
  private record Row(String name, Set<String> mayUse, String because) {
    @Override
    public String toString() {
      return name + " uses only " + mayUse;
    }
  }

  private static Row row(String name, String because, String... mayUse) {
    return new Row(name, Set.of(mayUse), because);
  }

  private static Stream<Row> table() {
    return Stream.of(
        row("reference", "a name means the same wherever it is read"),
        row("platform", "where a Pod may run does not depend on what it runs"),
        row("deadline", "every hop shares it"),
        row("duration", "a span of time means the same in every file"),
        row("tls", "certificates have nothing to do with images"),
        row("yaml", "bounds hold for whatever a text is of"),
        row("manifest", "where an object stands in a file does not depend on what it is", "yaml"),
        row("credential", "the keyring knows names, not registries", "reference", "deadline"),
        row(
            "registry",
            "a registry is asked; what its answer means is decided elsewhere",
            "reference",
            "platform",
            "credential",
            "deadline"),
        row(
            "registry.jib",
            "an adapter of the registry port",
            "reference",
            "platform",
            "credential",
            "deadline",
            "registry"),
        row(
            "hosts",
            "which hosts are asked is configured, and read by a release of containerd; it is not found out",
            "reference",
            "platform",
            "duration",
            "credential",
            "registry"),
        row("workload", "it says what will be pulled, not whether", "reference", "platform"),
        row(
            "resolution",
            "what a kubelet would experience is a fact, not a judgement",
            "reference",
            "platform",
            "credential",
            "deadline",
            "registry",
            "workload"),
        row(
            "advice",
            "it looks for what mends a resolution, and changes none",
            "reference",
            "platform",
            "credential",
            "deadline",
            "registry",
            "workload",
            "resolution"),
        row("policy", "it is pure", "reference", "workload", "resolution", "advice"),
        row(
            "review",
            "the engine has no edge",
            "deadline",
            "workload",
            "resolution",
            "advice",
            "policy"),
        row(
            "admission",
            "an edge calls the engine, never another edge",
            "reference",
            "deadline",
            "workload",
            "resolution",
            "policy",
            "review"),
        row(
            "metrics",
            "it hears of what happens and decides nothing",
            "registry",
            "resolution",
            "policy",
            "review",
            "admission",
            "audit"),
        row(
            "cli",
            "an edge calls the engine, never another edge, and prints no credential",
            "reference",
            "platform",
            "deadline",
            "registry",
            "workload",
            "resolution",
            "policy",
            "review",
            "manifest",
            "tls"),
        row(
            "audit",
            "an edge calls the engine, never another edge",
            "reference",
            "platform",
            "deadline",
            "workload",
            "resolution",
            "policy",
            "review"),
        row(
            "warmup",
            "it wires an engine of its own, as app does, and nothing of everybody's",
            "reference",
            "platform",
            "deadline",
            "credential",
            "registry",
            "registry.jib",
            "workload",
            "resolution",
            "policy",
            "review",
            "admission",
            "tls"),
        row(
            "cluster",
            "it implements ports",
            "reference",
            "platform",
            "credential",
            "deadline",
            "workload",
            "policy",
            "audit",
            "tls",
            "manifest",
            "yaml"),
        row(
            "node",
            "it implements a port, and knows the kubelet's formats only",
            "credential",
            "deadline",
            "duration",
            "yaml"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void aPackageUsesOnlyWhatItsRowAllows(Row row) {
    String[] forbidden =
        packages().stream()
            .filter(name -> !name.equals(row.name()) && !row.mayUse().contains(name))
            .map(name -> ROOT + name)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + row.name())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .because(row.because())
        .check(CLASSES);
  }

  @Test
  void everyPackageHasARow() {
    Set<String> rows = table().map(Row::name).collect(Collectors.toSet());
    assertThat(packages()).allMatch(name -> name.equals("app") || rows.contains(name));
  }

  @Test
  void onlyTheAdapterKnowsJibAndItsHttpStack() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "registry.jib", "com.google.cloud.tools.jib.http")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.google.cloud.tools.jib..", "com.google.api.client..", "org.apache.http..")
        .because("a registry client can be replaced in one package")
        .check(CLASSES);
  }

  @Test
  void theBridgeIsTheOnlyClassOfOursInAForeignPackage() {
    classes()
        .that()
        .resideOutsideOfPackages("dev.pullable..")
        .should()
        .haveFullyQualifiedName(JIB_BRIDGE)
        .orShould()
        .haveSimpleName("package-info")
        .check(CLASSES.that(isOurs()));
  }

  @Test
  void springLivesAtTheEdgeOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "app")
        .and()
        .doNotHaveSimpleName("AdmissionController")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .because("the engine starts without a context")
        .check(CLASSES);
  }

  @Test
  void theClusterClientIsKnownToTheClusterPackageAndItsWiringOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "cluster", ROOT + "app")
        .and()
        .doNotHaveSimpleName("AdmissionReviewReader")
        .and()
        .doNotHaveSimpleName("KubernetesManifest")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8.kubernetes.client..")
        .because("the models are shared, the client is not")
        .check(CLASSES);
  }

  private static com.tngtech.archunit.base.DescribedPredicate<
          com.tngtech.archunit.core.domain.JavaClass>
      isOurs() {
    return com.tngtech.archunit.base.DescribedPredicate.describe(
        "compiled here",
        it ->
            it.getSource()
                .map(source -> source.getUri().toString().contains("/target/classes/"))
                .orElse(false));
  }

  private static List<String> packages() {
    return CLASSES.stream()
        .map(it -> it.getPackage())
        .map(JavaPackage::getName)
        .filter(name -> name.startsWith(ROOT))
        .map(name -> name.substring(ROOT.length()))
        .distinct()
        .sorted()
        .toList();
  }
}
