package dev.pullable.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.admission.AdmissionReviewReader.Posted;
import dev.pullable.admission.ReviewEvents.Crowd;
import dev.pullable.deadline.Deadline;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewLimitsTest {
  private static final int MOST = PostedBody.MOST_BYTES;
  private static final Deadline LATE = Deadline.in(Duration.ofSeconds(60));

  private final AdmissionReviewReader reader = new AdmissionReviewReader();

  @Test
  void onlySoManyReviewsAreLetInUntilOneLeaves() {
    ReviewLimits limits = new ReviewLimits(3, 1 << 20);
    List<ReviewLimits.Permit> permits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      permits.add(Objects.requireNonNull(limits.enter(10)));
    }
    assertThat(limits.enter(10)).isNull();
    permits.getFirst().close();
    assertThat(limits.enter(10)).isNotNull();
    assertThat(limits.enter(10)).isNull();
  }

  @Test
  void onlySoManyBytesAreLetInAndWhoIsNotTakesNothing() {
    ReviewLimits limits = new ReviewLimits(100, 3L * MOST);
    List<ReviewLimits.Permit> permits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      permits.add(Objects.requireNonNull(limits.enter(MOST)));
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(limits.enter(1)).isNull();
    }
    permits.forEach(ReviewLimits.Permit::close);
    for (int i = 0; i < 3; i++) {
      assertThat(limits.enter(MOST)).isNotNull();
    }
  }

  @Test
  void theObjectsOfAllReviewsHaveTwiceTheRoomOfTheirBodies() {
    ReviewLimits limits = new ReviewLimits(100, 3L * MOST);
    ReviewLimits.Permit first = Objects.requireNonNull(limits.enter(10));
    ReviewLimits.Permit second = Objects.requireNonNull(limits.enter(10));
    for (int i = 0; i < 10; i++) {
      assertThat(second.hold("b", Long.MAX_VALUE)).contains(Crowd.EVERYBODY);
      assertThat(first.hold("a", 4L * MOST)).isEmpty();
      assertThat(second.hold("b", 4L * MOST)).contains(Crowd.EVERYBODY);
      assertThat(second.hold("b", 2L * MOST)).isEmpty();
      first.close();
      second.close();
      first = Objects.requireNonNull(limits.enter(10));
      second = Objects.requireNonNull(limits.enter(10));
    }
  }

  @Test
  void oneNamespaceHasNoMoreThanHalfOfThePlaces() {
    ReviewLimits limits = new ReviewLimits(10, 1 << 20);
    List<ReviewLimits.Permit> permits = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 5; i++) {
        permits.add(Objects.requireNonNull(limits.enter(10)));
        assertThat(permits.getLast().hold("greedy", 10)).isEmpty();
      }
      permits.add(Objects.requireNonNull(limits.enter(10)));
      assertThat(permits.getLast().hold("greedy", 10)).contains(Crowd.NAMESPACE);
      assertThat(permits.getLast().hold("modest", 10)).isEmpty();
      assertThat(limits.namespaces()).isEqualTo(2);
      permits.forEach(ReviewLimits.Permit::close);
      permits.clear();
      assertThat(limits.namespaces()).isZero();
    }
  }

  @Test
  void oneNamespaceHasNoMoreThanHalfOfTheRoomForObjectsUnlessForASingleOne() {
    ReviewLimits limits = new ReviewLimits(100, 2L * MOST);
    ReviewLimits.Permit first = Objects.requireNonNull(limits.enter(10));
    ReviewLimits.Permit second = Objects.requireNonNull(limits.enter(10));
    ReviewLimits.Permit third = Objects.requireNonNull(limits.enter(10));
    assertThat(first.hold("greedy", 3L * MOST)).isEmpty();
    assertThat(second.hold("greedy", 1)).contains(Crowd.NAMESPACE);
    assertThat(third.hold("modest", MOST)).isEmpty();
    first.close();
    assertThat(second.hold("greedy", 2L * MOST)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"{},350", "'{\"env\":[{},{},{},{}]}',1500", "'{\"args\":[\"a\",\"a\"]}',600"})
  void whatIsSmallInABodyAndLargeInMemoryWeighs(String container, long least) {
    String review =
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":"
            + "{\"uid\":\"u\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":"
            + "{\"containers\":[%s]}}}}";
    long[] weights = new long[2];
    for (int i = 0; i < 2; i++) {
      int times = i;
      byte[] body =
          review
              .formatted(container + ("," + container).repeat(times))
              .getBytes(StandardCharsets.UTF_8);
      Posted posted =
          reader.read(
              body,
              (_, weight) -> {
                weights[times] = weight;
                return Optional.of(Crowd.EVERYBODY);
              });
      assertThat(posted).isEqualTo(new Posted.NoRoom("u", Crowd.EVERYBODY));
    }
    assertThat(weights[1] - weights[0]).isGreaterThan(least);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000, 100_000, MOST})
  void aBodyIsReadWhetherItsLengthIsToldOrNot(int length) throws IOException {
    byte[] bytes = new byte[length];
    assertThat(body(new ByteArrayInputStream(bytes), length).read()).isEqualTo(bytes);
    assertThat(body(new ByteArrayInputStream(bytes), -1).read()).isEqualTo(bytes);
  }

  @Test
  void aLongerBodyIsNot() throws IOException {
    byte[] bytes = new byte[MOST + 1];
    assertThat(body(new ByteArrayInputStream(bytes), bytes.length).read()).isNull();
    assertThat(body(new ByteArrayInputStream(bytes), -1).read()).isNull();
    assertThat(body(new Endless(), -1).read()).isNull();
    assertThat(body(new Endless(), Long.MAX_VALUE).read()).isNull();
  }

  @Test
  void whatIsNotToldCountsAsTheMostAndWhatIsNotReadAsNothing() {
    assertThat(body(new Endless(), -1).atMost()).isEqualTo(MOST);
    assertThat(body(new Endless(), 17).atMost()).isEqualTo(17);
    assertThat(body(new Endless(), MOST).atMost()).isEqualTo(MOST);
    assertThat(body(new Endless(), Long.MAX_VALUE).atMost()).isZero();
  }

  @Test
  void aBodyThatEndsEarlyOrComesTooLateIsNotRead() {
    InputStream three = new ByteArrayInputStream(new byte[3]);
    assertThatThrownBy(() -> body(three, 4).read()).isInstanceOf(EOFException.class);
    for (long length : new long[] {-1, 1_000_000}) {
      PostedBody dripping =
          new PostedBody(new Dripping(), length, Deadline.in(Duration.ofMillis(200)));
      assertThatThrownBy(dripping::read).isInstanceOf(InterruptedIOException.class);
      assertThatThrownBy(dripping::drain).isInstanceOf(InterruptedIOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"u-1\",\"object\":{\"a\":|u-1",
        "{\"x\":{\"request\":{\"uid\":\"no\"}},\"request\":{\"a\":[{\"uid\":1}],\"uid\":\"u-2\"|u-2",
        "{\"request\":{\"uid\":\"\"}}|",
        "{\"request\":{\"uid\":7}}|",
        "{\"request\":[{\"uid\":\"u\"}]}|",
        "{\"request\":null}|",
        "{\"uid\":\"u\"}|",
        "[\"request\"]|",
        "{\"request\":{|",
        "nonsense|",
        "''|"
      })
  void theUidIsReadFromTheBeginning(String body, String uid) {
    assertThat(uid(body)).isEqualTo(uid == null ? "" : uid);
  }

  @Test
  void theUidIsNotLookedForFarIn() {
    assertThat(uid("{\"a\":\"" + "x".repeat(60_000) + "\",\"request\":{\"uid\":\"u\"}}"))
        .isEqualTo("u");
    assertThat(uid("{\"a\":\"" + "x".repeat(70_000) + "\",\"request\":{\"uid\":\"u\"}}")).isEmpty();
    assertThat(uid("[".repeat(60_000))).isEmpty();
    assertThat(uid("{\"a\":".repeat(10_000))).isEmpty();
  }

  @Test
  void whatFollowsTheUidCanBeReadOverStill() throws IOException {
    String head = "{\"request\":{\"uid\":\"u\",\"object\":{";
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(head.getBytes(StandardCharsets.UTF_8)),
            new ByteArrayInputStream(new byte[1_000_000]));
    PostedBody body = body(in, head.length() + 1_000_000);
    assertThat(reader.uid(body.head())).contains("u");
    body.drain();
    assertThat(in.read()).isEqualTo(-1);
  }

  private String uid(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return reader.uid(body(new ByteArrayInputStream(bytes), bytes.length).head()).orElse("");
  }

  private static PostedBody body(InputStream in, long length) {
    return new PostedBody(in, length, LATE);
  }

  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return ' ';
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return length;
    }
  }

  /// Gives a byte at a time, each in time.
  private static final class Dripping extends InputStream {
    @Override
    public int read() {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return ' ';
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      into[offset] = (byte) read();
      return 1;
    }
  }
}
