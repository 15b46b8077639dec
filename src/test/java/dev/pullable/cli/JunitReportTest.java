package dev.pullable.cli;

import static dev.pullable.cli.CheckResults.denied;
import static dev.pullable.cli.CheckResults.warned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pullable.cli.CheckResults.Seen;
import dev.pullable.manifest.Place;
import dev.pullable.policy.ReasonsPage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import picocli.CommandLine.Help.Ansi;

class JunitReportTest {
  private static final Path SCHEMA =
      Path.of("src", "test", "resources", "schemas", "junit-report.xsd");

  @Test
  void itIsValid() throws Exception {
    for (CheckResult result :
        new CheckResult[] {CheckResults.nasty(), CheckResults.fine(), CheckResults.denials(3)}) {
      String xml = printed(Severity.WARN, result);
      var validator =
          SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
              .newSchema(SCHEMA.toFile())
              .newValidator();
      assertThatCode(() -> validator.validate(new StreamSource(new StringReader(xml))))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void eachImageIsACaseOfItsFile() throws Exception {
    Document xml = parsed(Severity.DENY, CheckResults.nasty());
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("name")).isEqualTo("deploy/web app#1.yaml");
    assertThat(suite.getAttribute("tests")).isEqualTo("4");
    assertThat(suite.getAttribute("failures")).isEqualTo("2");
    Element test = (Element) suite.getElementsByTagName("testcase").item(0);
    assertThat(test.getAttribute("classname")).isEqualTo("shop/Deployment/web");
    assertThat(test.getAttribute("name")).isEqualTo("web: nginx:1.72");
  }

  @ParameterizedTest
  @EnumSource(Severity.class)
  void whatFailsIsWhatTheCheckFailsOn(Severity failOn) throws Exception {
    CheckResult result =
        new CheckResults()
            .workload(
                "a.yaml",
                1,
                "Job",
                "a",
                Seen.of("a", "a:1", denied("gone")),
                Seen.of("b", "b:1", warned("slow")))
            .result();
    Document xml = parsed(failOn, result);
    assertThat(xml.getElementsByTagName("failure").getLength())
        .isEqualTo(failOn == Severity.DENY ? 1 : 2);
    assertThat(xml.getElementsByTagName("system-out").getLength())
        .isEqualTo(failOn == Severity.DENY ? 1 : 0);
  }

  @Test
  void whatCannotBeReadIsAnError() throws Exception {
    CheckResult result =
        new CheckResults().problem(new Place("a.yaml", 3, 1, 3, 1), "no YAML").result();
    Element error = (Element) parsed(Severity.DENY, result).getElementsByTagName("error").item(0);
    assertThat(error.getAttribute("message")).isEqualTo("a.yaml:3:1: no YAML");
  }

  @Test
  void textComesBackAsItWasButForWhatNoXmlCanHold() throws Exception {
    String nasty = "a ]]> <b> & \" ' é😀 \u0000\u001b\ufffe\ud800";
    CheckResult result =
        new CheckResults()
            .workload("a.yaml", 1, "Job", "a", Seen.of("web", "nginx:1", denied(nasty)))
            .result();
    Element failure =
        (Element) parsed(Severity.DENY, result).getElementsByTagName("failure").item(0);
    String expected = "a ]]> <b> & \" ' é😀 \\u0000\\u001b\\ufffe\\ud800 [TagNotFound]";
    assertThat(failure.getAttribute("message")).endsWith(expected);
    assertThat(failure.getTextContent()).endsWith(expected);
  }

  private static Document parsed(Severity failOn, CheckResult result) throws Exception {
    byte[] xml = printed(failOn, result).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml));
  }

  private static String printed(Severity failOn, CheckResult result) {
    ReportOptions options =
        new ReportOptions(Ansi.OFF, ReasonsPage.DEFAULT, failOn, CheckResults.DIRECTORY);
    return CheckResults.printed(OutputFormat.JUNIT.report(options), result);
  }
}
