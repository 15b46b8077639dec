package dev.pullable.reference;

import static dev.pullable.reference.InvalidReference.Problem.DIGEST_FORMAT;
import static dev.pullable.reference.InvalidReference.Problem.DIGEST_LENGTH;
import static dev.pullable.reference.InvalidReference.Problem.DIGEST_UNSUPPORTED;
import static dev.pullable.reference.InvalidReference.Problem.FORMAT;
import static dev.pullable.reference.InvalidReference.Problem.HEX_ID;
import static dev.pullable.reference.InvalidReference.Problem.TOO_LONG;
import static dev.pullable.reference.InvalidReference.Problem.UPPERCASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.pullable.reference.InvalidReference.Problem;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceParserTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void aBareNameIsAnOfficialImageOfDockerHub() {
    ImageReference nginx = valid("nginx");
    assertThat(nginx.name()).isEqualTo("docker.io/library/nginx");
    assertThat(nginx.tag()).isNull();
    assertThat(nginx.digest()).isNull();
    assertThat(nginx.effectiveTag()).isEqualTo("latest");
    assertThat(nginx.manifestReference()).isEqualTo("latest");
    assertThat(nginx.pullSpec()).isEqualTo("nginx:latest");
    assertThat(nginx.containerdReference()).isEqualTo("docker.io/library/nginx:latest");
    assertThat(nginx.canonical()).isEqualTo("docker.io/library/nginx");
    assertThat(nginx.familiarString()).isEqualTo("nginx");
  }

  @Test
  void besideADigestTheTagIsDroppedByContainerdButKeptAsWritten() {
    ImageReference app = valid("reg.io/app:v1@sha256:" + HEX);
    assertThat(app.tag()).isEqualTo("v1");
    assertThat(app.digest()).isEqualTo(new Digest("sha256", HEX));
    assertThat(app.effectiveTag()).isEqualTo("v1");
    assertThat(app.manifestReference()).isEqualTo("sha256:" + HEX);
    assertThat(app.pullSpec()).isEqualTo("reg.io/app:v1@sha256:" + HEX);
    assertThat(app.containerdReference()).isEqualTo("reg.io/app@sha256:" + HEX);
    assertThat(app.canonical()).isEqualTo("reg.io/app:v1@sha256:" + HEX);
  }

  @Test
  void aDigestAloneHasNoTagNotEvenLatest() {
    ImageReference app = valid("app@sha256:" + HEX);
    assertThat(app.effectiveTag()).isNull();
    assertThat(app.pullSpec()).isEqualTo("app@sha256:" + HEX);
  }

  @ParameterizedTest
  @CsvSource({
    "LOCALHOST/app, LOCALHOST, app",
    "index.docker.io/nginx, docker.io, library/nginx",
    "registry-1.docker.io/nginx, registry-1.docker.io, nginx",
    "docker.io, docker.io, library/docker.io",
    "reg.io:5000, docker.io, library/reg.io",
    "[2001:db8::1]:443/team/app, [2001:db8::1]:443, team/app",
    "É.io/app, , ",
    "a_b.io/app, '', a_b.io/app",
    "a__b/app, docker.io, a__b/app",
    "reg.io:99999999/app, reg.io:99999999, app"
  })
  void theFirstComponentIsAHostIfItLooksLikeOne(String written, String domain, String path) {
    if (domain == null) {
      assertThat(invalid(written).problem()).isEqualTo(FORMAT);
      return;
    }
    assertThat(valid(written).domain()).isEqualTo(domain);
    assertThat(valid(written).path()).isEqualTo(path);
  }

  static Stream<Arguments> invalidReferences() {
    return Stream.of(
        Arguments.of("", FORMAT, "it is empty"),
        Arguments.of("nginx\n", FORMAT, "it ends with white space"),
        Arguments.of("\u00a0nginx", FORMAT, "it begins with white space"),
        Arguments.of(
            "https://reg.io/app",
            FORMAT,
            "it begins with https://, which an image reference never does"),
        Arguments.of(
            "HTTP://reg.io/app",
            FORMAT,
            "it begins with http://, which an image reference never does"),
        Arguments.of(
            "reg.io/app?u=x://", FORMAT, "it contains ://, which an image reference never does"),
        Arguments.of(
            "user@reg.io/app",
            FORMAT,
            "what precedes '@' looks like a user name, which an image reference never has"),
        Arguments.of("reg.io/a?x=1", FORMAT, "'?' is not allowed"),
        Arguments.of("nginx latest", FORMAT, "a space is not allowed"),
        Arguments.of("'nginx'", FORMAT, "an apostrophe is not allowed"),
        Arguments.of("ngi\u202enx", FORMAT, "U+202E is not allowed"),
        Arguments.of("a\ud83d\udc33b", FORMAT, "U+1F433 is not allowed"),
        Arguments.of("a\ud800b", FORMAT, "U+D800 is not allowed"),
        Arguments.of("app:v1+build", FORMAT, "'+' is not allowed"),
        Arguments.of("reg.io/a[b]", FORMAT, "'[' is not allowed"),
        Arguments.of("/app", FORMAT, "it begins with '/'"),
        Arguments.of("reg.io/app/", FORMAT, "it ends with '/'"),
        Arguments.of("reg.io//app", FORMAT, "it has two '/' in a row"),
        Arguments.of(
            "[::1/app",
            FORMAT,
            "the host is not an IPv6 address in brackets, with or without a port"),
        Arguments.of(
            "::1/app",
            FORMAT,
            "the host has more than one ':', which only an IPv6 address in brackets may"),
        Arguments.of("foo_bar.com:80/x", FORMAT, "the host may not contain '_'"),
        Arguments.of(":80/x", FORMAT, "the host is empty"),
        Arguments.of(
            "a..b:80/x", FORMAT, "the host may not begin or end with '.', nor have two in a row"),
        Arguments.of("-a.io/x", FORMAT, "no label of the host may begin or end with '-'"),
        Arguments.of("reg.io:/x", FORMAT, "what follows ':' in the host is not a port number"),
        Arguments.of("reg.io:50a/x", FORMAT, "what follows ':' in the host is not a port number"),
        Arguments.of(":v1", FORMAT, "the repository path is empty"),
        Arguments.of(
            "reg.io/a/.b",
            FORMAT,
            "each component of the repository path begins and ends with a letter or digit"),
        Arguments.of(
            "reg.io/a-/b",
            FORMAT,
            "each component of the repository path begins and ends with a letter or digit"),
        Arguments.of(
            "a___b",
            FORMAT,
            "the repository path may have only lower-case letters and digits, parted by one '.',"
                + " one or two '_' or any number of '-'"),
        Arguments.of("app:", FORMAT, "the tag is empty"),
        Arguments.of("app:-x", FORMAT, "the tag may not begin with '.' or '-'"),
        Arguments.of(
            "app:" + "v".repeat(129),
            FORMAT,
            "the tag may have up to 128 letters, digits, '_', '.' and '-', and nothing else"),
        Arguments.of(
            "app@sha256:abc",
            FORMAT,
            "what follows '@' is not a digest, such as sha256: and 64 hex digits"),
        Arguments.of(
            "app@sha256:" + HEX + "/x", FORMAT, "a digest ends a reference, nothing may follow it"),
        Arguments.of(
            "reg.io/App",
            UPPERCASE,
            "the repository path may not contain the upper-case letter 'A'"),
        Arguments.of(
            "reg.io/\u00c9",
            UPPERCASE,
            "the repository path may not contain the upper-case letter U+00C9"),
        Arguments.of(
            "Ex_ample.com/app",
            UPPERCASE,
            "a host may not contain '_', nor a repository path upper-case letters"),
        Arguments.of("app:\u212a", UPPERCASE, "U+212A is not allowed"),
        Arguments.of("app:v\u0130", UPPERCASE, "U+0130 is not allowed"),
        Arguments.of(
            "app@SHA256:" + HEX,
            UPPERCASE,
            "the digest's algorithm may not have upper-case letters"),
        Arguments.of(HEX, HEX_ID, "64 hex digits alone are an image's id, not a reference"),
        Arguments.of(
            "a".repeat(250), TOO_LONG, "the repository path has 258 characters, more than 255"),
        Arguments.of(
            "app@md5:" + "a".repeat(32),
            DIGEST_UNSUPPORTED,
            "the digest's algorithm is none of sha256, sha384 and sha512"),
        Arguments.of(
            "app@sha256+b64:" + HEX,
            DIGEST_UNSUPPORTED,
            "the digest's algorithm is none of sha256, sha384 and sha512"),
        Arguments.of(
            "app@sha512:" + HEX, DIGEST_LENGTH, "a sha512 digest has 128 hex digits, not 64"),
        Arguments.of(
            "app:v1@SHA256:" + HEX,
            DIGEST_FORMAT,
            "the digest's algorithm may not have upper-case letters"),
        Arguments.of(
            "app@sha256:" + "A".repeat(64),
            DIGEST_FORMAT,
            "the digest's hex digits may not be upper-case letters"));
  }

  @ParameterizedTest
  @MethodSource("invalidReferences")
  void whatIsWrongIsSaidInAClause(String written, Problem problem, String detail) {
    assertThat(ImageReferenceParser.parse(written))
        .isEqualTo(new InvalidReference(written, problem, detail));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s@reg.io/app",
        "user:%s@reg.io/app",
        "https://user:%s@reg.io/app",
        "user:%s@localhost:5000",
        "user:!%s@host",
        "user:-%s@host",
        "user:%s@host@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "reg.io/app?token=%s",
        "reg.io/app:%s tail",
        "reg.io/app:%s:%s",
        "%s",
        "%s@HOST",
      })
  void noSecretIsEchoed(String pattern) {
    for (String secret :
        List.of("ZQXJ", "zq!xj", "zq\u00e9xj", "zq xj", "zq@xj", "-zqxj", "ZQ/XJ")) {
      if (ImageReferenceParser.parse(pattern.replace("%s", secret))
          instanceof InvalidReference invalid) {
        assertThat(invalid.detail())
            .doesNotContainIgnoringCase("zq")
            .doesNotContainIgnoringCase("xj");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tok!en@reg.io/x", "t:pa!Ss@reg.io", "Tok!en@HOST", "u:!x@host:5000"})
  void notEvenACharacterOfAUserNameOrPasswordIsEchoed(String written) {
    assertThat(invalid(written).detail()).doesNotContain("!").doesNotContain("'T'", "'S'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/",
        "a-",
        "a__",
        "a.",
        "a_",
        "-",
        "[",
        "[:",
        "+",
        "@",
        ":",
        "/",
        ":@",
        "A",
        "É",
        "://",
        "@sha256:",
        "\ud83d\udc33"
      })
  void hostileStringsAreReadInLinearTime(String unit) {
    String run = unit.repeat(1_000_000 / unit.length());
    List<String> heads = List.of("", "reg.io/", "[", "app@sha256:", "app:", "a/b@sha256:+");
    for (String head : heads) {
      for (String tail : List.of("", "a", "!")) {
        assertTimeout(
            Duration.ofSeconds(5), () -> ImageReferenceParser.parse(head + run + tail), head);
      }
    }
  }

  @Test
  void onlyExactDigestsAreDigests() {
    assertThat(Digest.parse("sha256:" + HEX)).contains(new Digest("sha256", HEX));
    assertThat(Digest.parse("sha512:" + HEX + HEX))
        .map(Digest::toString)
        .contains("sha512:" + HEX + HEX);
    assertThat(Digest.parse("sha384:" + "a".repeat(96))).isPresent();
    List<String> others =
        List.of("", ":", "sha256", "sha256:", HEX, "sha256:" + HEX + "0", "sha1:" + "a".repeat(40));
    assertThat(others).allMatch(text -> Digest.parse(text).isEmpty());
    assertThat(Digest.parse("sha256:" + "A".repeat(64))).isEmpty();
    assertThat(Digest.parse("SHA256:" + HEX)).isEmpty();
    assertThat(Digest.parse("sha256:" + HEX + "\n")).isEmpty();
  }

  private static ImageReference valid(String written) {
    return (ImageReference) ImageReferenceParser.parse(written);
  }

  private static InvalidReference invalid(String written) {
    return (InvalidReference) ImageReferenceParser.parse(written);
  }
}
