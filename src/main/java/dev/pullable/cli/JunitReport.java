package dev.pullable.cli;

import dev.pullable.reference.EmbeddedSecrets;
import dev.pullable.workload.ContainerImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// The result as if it were of tests: a suite for each file, a case for each image of an object.
final class JunitReport implements CheckReport {
  private final ReportOptions options;

  JunitReport(ReportOptions options) {
    this.options = options;
  }

  /// @param type of what failed; empty where nothing did
  /// @param output what is told all the same
  private record Case(
      String classname, String name, String element, String type, String message, String output) {}

  @Override
  public void write(CheckResult result, PrintWriter out) {
    StringWriter text = new StringWriter();
    try {
      // The JDK's own, whatever else is on the class path.
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      suites(result, xml);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      // There is no file to fail, and each text is fit for XML.
      throw new IllegalStateException(e);
    }
    out.println(ascii(text.toString()));
    out.flush();
  }

  private void suites(CheckResult result, XMLStreamWriter xml) throws XMLStreamException {
    Map<String, List<Case>> files = cases(result);
    List<Case> all = files.values().stream().flatMap(List::stream).toList();
    xml.writeStartElement("testsuites");
    attributes(xml, "name", "pullable check", "time", Totals.seconds(result));
    counts(all, xml);
    for (Map.Entry<String, List<Case>> file : files.entrySet()) {
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuite");
      attributes(xml, "name", file.getKey(), "skipped", "0", "time", "0");
      counts(file.getValue(), xml);
      for (Case it : file.getValue()) {
        test(it, xml);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static void test(Case it, XMLStreamWriter xml) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    attributes(xml, "classname", it.classname(), "name", it.name(), "time", "0");
    if (!it.element().isEmpty()) {
      xml.writeStartElement(it.element());
      attributes(xml, "type", it.type(), "message", it.message().lines().findFirst().orElse(""));
      xml.writeCharacters(it.message());
      xml.writeEndElement();
    }
    if (!it.output().isEmpty()) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(it.output());
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void attributes(XMLStreamWriter xml, String... namesAndValues)
      throws XMLStreamException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      xml.writeAttribute(namesAndValues[i], Plain.line(namesAndValues[i + 1]));
    }
  }

  private static void counts(List<Case> cases, XMLStreamWriter xml) throws XMLStreamException {
    attributes(
        xml,
        "tests",
        String.valueOf(cases.size()),
        "failures",
        String.valueOf(cases.stream().filter(it -> it.element().equals("failure")).count()),
        "errors",
        String.valueOf(cases.stream().filter(it -> it.element().equals("error")).count()));
  }

  private Map<String, List<Case>> cases(CheckResult result) {
    Map<String, List<Case>> files = new LinkedHashMap<>();
    FindingLines lines = new FindingLines(result);
    for (CheckedWorkload workload : result.workloads()) {
      String file = workload.object().place().file();
      for (ContainerImage image : workload.review().workload().images()) {
        files.computeIfAbsent(file, _ -> new ArrayList<>()).add(test(workload, image, lines));
      }
    }
    for (InputProblem problem : result.problems()) {
      String at = Plain.line(problem.place().toString());
      String text = at + ": " + Plain.line(problem.problem());
      files
          .computeIfAbsent(problem.place().file(), _ -> new ArrayList<>())
          .add(new Case("input", at, "error", "Unreadable", text, ""));
    }
    return files;
  }

  private Case test(CheckedWorkload workload, ContainerImage image, FindingLines lines) {
    List<CheckFinding> findings =
        workload.findings().stream().filter(it -> it.finding().image().equals(image)).toList();
    List<CheckFinding> failed = findings.stream().filter(options::fails).toList();
    List<CheckFinding> others = findings.stream().filter(it -> !options.fails(it)).toList();
    var object = workload.review().workload();
    return new Case(
        String.join("/", object.namespace(), object.kind(), object.name()),
        image.carrier() + ": " + EmbeddedSecrets.hidden(image.image()),
        failed.isEmpty() ? "" : "failure",
        failed.isEmpty() ? "" : failed.getFirst().finding().reason().word(),
        text(failed, lines),
        text(others, lines));
  }

  private static String text(List<CheckFinding> findings, FindingLines lines) {
    return findings.stream()
        .map(it -> {
          StringBuilder text = new StringBuilder(Plain.line(it.place() + ": " + it.severity()));
          text.append(' ').append(Plain.line(it.finding().sentence()));
          lines.of(it).forEach(line -> text.append("\n  ").append(line));
          return text.toString();
        })
        .collect(Collectors.joining("\n"));
  }

  /// The same document in every charset that it may be printed in.
  private static String ascii(String xml) {
    StringBuilder ascii = new StringBuilder(xml.length());
    xml.codePoints()
        .forEach(point -> {
          if (point < 0x7f) {
            ascii.append((char) point);
          } else {
            ascii.append("&#").append(point).append(';');
          }
        });
    return ascii.toString();
  }
}
