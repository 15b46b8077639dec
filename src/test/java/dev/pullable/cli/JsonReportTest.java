package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JsonReportTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void aFindingSaysWhatIsWrongWhereAndWhatMendsIt() throws Exception {
    JsonNode finding = json(CheckResults.nasty()).at("/findings/0");
    assertThat(finding.toString())
        .isEqualTo(
            """
            {"severity":"DENY","reason":"TagNotFound","image":"nginx:1.72","container":"web",\
            "fieldPath":"spec.template.spec.containers[0].image",\
            "problem":"\\"nginx:1.72\\" cannot be pulled: docker.io/library/nginx has no tag \\"1.72\\"",\
            "trace":[],"remedy":["kubectl set image -f 'deploy/web app#1.yaml' web=nginx:1.27 --local \
            -o yaml | kubectl apply -n shop -f -"],"file":"deploy/web app#1.yaml","line":10,"column":18,\
            "endLine":10,"endColumn":28,"object":{"apiVersion":"apps/v1","kind":"Deployment",\
            "namespace":"shop","name":"web"}}\
            """);
  }

  @Test
  void everyImageHasItsOutcome() throws Exception {
    JsonNode images = json(CheckResults.nasty()).at("/images");
    assertThat(images).hasSize(9);
    assertThat(images.at("/0/outcome").asText()).isEqualTo("Unpullable");
    assertThat(images.at("/0").has("digest")).isFalse();
    assertThat(images.at("/3/outcome").asText()).isEqualTo("Pullable");
    assertThat(images.at("/3/digest").asText()).startsWith("sha256:9c1b");
  }

  @Test
  void namesComeBackAsTheyWere() throws Exception {
    JsonNode object = json(CheckResults.nasty()).at("/findings/3/object");
    assertThat(object.at("/name").asText().substring(0, 20))
        .isEqualTo(CheckResults.NASTY.substring(0, 20));
  }

  @Test
  void everyFieldIsDocumented() throws Exception {
    TreeSet<String> names = new TreeSet<>();
    collect(json(CheckResults.nasty()), names);
    String page = Files.readString(Path.of("docs", "check.md"));
    assertThat(names).hasSizeGreaterThan(30).allMatch(name -> page.contains("`" + name + "`"));
  }

  private static void collect(JsonNode node, TreeSet<String> names) {
    node.fieldNames().forEachRemaining(names::add);
    node.forEach(it -> collect(it, names));
  }

  private static JsonNode json(CheckResult result) throws Exception {
    return MAPPER.readTree(CheckResults.printed(OutputFormat.JSON, result));
  }
}
